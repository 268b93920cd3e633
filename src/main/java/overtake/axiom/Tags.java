package overtake.axiom;

import java.util.EnumSet;
import java.util.Set;
import overtake.axiom.Event.Tag;
import overtake.program.FenceKind;
import overtake.program.Ordering;

/// Tags of accesses and fences.
final class Tags {
    private Tags() {}

    /// @param side READ or WRITE
    static Set<Tag> of(Ordering ordering, Tag side) {
        Set<Tag> tags = EnumSet.noneOf(Tag.class);
        switch (ordering) {
            case PLAIN -> tags.add(Tag.PLAIN);
            case ACQUIRE -> addIf(tags, Tag.ACQUIRE, side == Tag.READ);
            case RELEASE -> addIf(tags, Tag.RELEASE, side == Tag.WRITE);
            case FULL -> tags.add(Tag.FULL);
            case ONCE -> {}
        }
        return tags;
    }

    static void addIf(Set<Tag> tags, Tag tag, boolean condition) {
        if (condition) {
            tags.add(tag);
        }
    }

    static Tag of(FenceKind kind) {
        return switch (kind) {
            case SMP_MB -> Tag.MB;
            case SMP_RMB -> Tag.RMB;
            case SMP_WMB -> Tag.WMB;
            case SMP_MB_BEFORE_ATOMIC -> Tag.BEFORE_ATOMIC;
            case SMP_MB_AFTER_ATOMIC -> Tag.AFTER_ATOMIC;
            case SMP_MB_AFTER_SPINLOCK -> Tag.AFTER_SPINLOCK;
            case SMP_MB_AFTER_UNLOCK_LOCK -> Tag.AFTER_UNLOCK_LOCK;
            case SMP_MB_AFTER_SRCU_READ_UNLOCK -> Tag.AFTER_SRCU_READ_UNLOCK;
            case BARRIER -> Tag.BARRIER;
        };
    }
}
