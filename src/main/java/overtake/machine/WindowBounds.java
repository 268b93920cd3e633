package overtake.machine;

import static overtake.machine.Layout.COUNT;
import static overtake.machine.Layout.MET;
import static overtake.machine.Layout.MET_AT;

import java.util.EnumSet;
import java.util.Set;

/// The bounds of a window that kept an instruction from being fetched that could perhaps have been performed early. Where wrong guesses are undone it is
/// settled only when the place that the instruction would have got retires: if it is cut off before, no execution has met the bound.
final class WindowBounds {
    private static final Bounds.Kind[] KINDS = Bounds.Kind.values();

    private final Set<Bounds.Kind> met = EnumSet.noneOf(Bounds.Kind.class);
    private final int base;
    private final boolean undoes;

    /// @param base where the agent's fields are
    /// @param undoes whether wrong guesses are undone
    WindowBounds(int base, boolean undoes) {
        this.base = base;
        this.undoes = undoes;
    }

    Set<Bounds.Kind> met() {
        return met;
    }

    void meet(int[] s, Bounds.Kind kind) {
        if (!undoes) {
            met.add(kind);
            return;
        }
        if (s[base + MET] == 0) {
            s[base + MET_AT] = s[base + COUNT];
        }
        s[base + MET] |= 1 << kind.ordinal();
    }

    /// So many entries have retired.
    void retired(int[] s, int gone) {
        int kinds = s[base + MET];
        if (kinds == 0) {
            return;
        }
        s[base + MET_AT] -= gone;
        if (s[base + MET_AT] < 0) {
            for (; kinds != 0; kinds &= kinds - 1) {
                met.add(KINDS[Integer.numberOfTrailingZeros(kinds)]);
            }
            forget(s);
        }
    }

    /// The entries from a place on are forgotten.
    void cut(int[] s, int slot) {
        if (slot <= s[base + MET_AT]) {
            forget(s);
        }
    }

    private void forget(int[] s) {
        s[base + MET] = 0;
        s[base + MET_AT] = 0;
    }
}
