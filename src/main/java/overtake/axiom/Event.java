package overtake.axiom;

import java.util.EnumSet;
import java.util.Set;
import overtake.program.FenceKind;
import overtake.program.Ordering;

/// One event of an execution graph: a read, a write, a fence, an end of a read-side section.
///
/// @param agent number of the agent, or [#NOBODY] for an initial value
/// @param pc number of the instruction, or -1
/// @param location what it accesses, see [Locations]; -1 for fences
/// @param value read or written
public record Event(int agent, int pc, int location, int value, Set<Tag> tags) {
    static final int NOBODY = -1;

    /// What axioms ask of events. Names in brackets are those of linux-kernel.cat and lock.cat.
    public enum Tag {
        READ,
        WRITE,
        /// An initial value (IW).
        INITIAL,
        /// Not by READ_ONCE and its like (Plain).
        PLAIN,
        ACQUIRE,
        RELEASE,
        /// A half of an atomic that is a full fence (Mb).
        FULL,
        /// The read of an atomic that returns nothing (Noreturn).
        VOID,
        /// Of an atomic operation, also of one that failed (RMW).
        ATOMIC,
        /// Taking a lock: its read and its write (LKR, LKW).
        LOCK,
        /// The write of taking a spinlock, where smp_mb__after_spinlock applies.
        SPIN,
        /// Giving a lock back: its write (UL).
        UNLOCK,
        SECTION_BEGIN,
        SECTION_END,
        /// Of an srcu_struct, where with a section or a grace period.
        SLEEPABLE,
        GRACE_PERIOD,
        MB,
        RMB,
        WMB,
        BEFORE_ATOMIC,
        AFTER_ATOMIC,
        AFTER_SPINLOCK,
        AFTER_UNLOCK_LOCK,
        AFTER_SRCU_READ_UNLOCK,
        BARRIER;

        /// Tags of an access.
        ///
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

    public Event {
        tags = java.util.Collections.unmodifiableSet(tags.isEmpty() ? EnumSet.noneOf(Tag.class) : EnumSet.copyOf(tags));
    }

    static Event initial(int location, int value) {
        return new Event(NOBODY, -1, location, value, EnumSet.of(Tag.INITIAL, Tag.WRITE));
    }

    public boolean is(Tag tag) {
        return tags.contains(tag);
    }

    boolean isAccess() {
        return is(Tag.READ) || is(Tag.WRITE);
    }
}
