package overtake.machine;

import static overtake.machine.Layout.A;
import static overtake.machine.Layout.FLAGS;
import static overtake.machine.Layout.RESULT;
import static overtake.machine.Layout.WHAT;

import overtake.program.CheckKind;
import overtake.program.LockMode;

/// Instructions that take effect at the head of a window: checks, observations, questions about the state, the end.
///
/// A ghost question is about what is last in coherence order, but for what its own agent does only after it: a load at its place could not see that either
/// (coherence), however early it was performed.
final class Questions {
    private static final CheckKind[] CHECKS = CheckKind.values();
    private static final int READ_MODE = LockMode.READ.ordinal();
    private static final int WRITE_MODE = LockMode.WRITE.ordinal();

    private final Layout layout;
    private final StoreTable stores;
    private final Views views;
    private final MemoryCore memory;
    private final CpuFlags flags;
    private final Teller teller;
    private final Request request = new Request();

    Questions(Layout layout, StoreTable stores, Views views, MemoryCore memory, CpuFlags flags, Teller teller) {
        this.views = views;
        this.teller = teller;
        this.layout = layout;
        this.stores = stores;
        this.memory = memory;
        this.flags = flags;
    }

    /// Performs such an instruction. Returns the ordinal of a fault or [Retirement#FINE].
    int answer(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        int pc = s[at + WHAT] >> 1;
        int value = s[at + A];
        switch (w.code.op[pc]) {
            case Op.CHECK -> {
                return CHECKS[w.code.condition[pc]].brokenBy(value) ? FaultKind.CHECK.ordinal() : Retirement.FINE;
            }
            case Op.FAIL -> {
                return FaultKind.CHECK.ordinal();
            }
            case Op.OBSERVE -> s[layout.observations[w.agent] + w.code.detail[pc]] = value;
            case Op.IRQ -> s[w.base + FLAGS] += w.code.detail[pc];
            case Op.HALT -> {
                if (flags.heldAtEnd(s[w.base + FLAGS])) {
                    return FaultKind.HELD_AT_END.ordinal();
                }
                s[w.base + Layout.STATUS] = CpuCore.DONE;
                teller.tell(EventKind.END, w.agent, pc, -1, 0);
            }
            case Op.HANDLER_RETURN -> {
                s[w.base + FLAGS] += 1 << CpuFlags.HANDLER;
                s[w.base + Layout.RESUME] = 0;
                teller.tell(EventKind.RETURN, w.agent, pc, -1, 0);
            }
            case Op.GHOST -> {
                if (value < 0 || value >= layout.cells) {
                    return FaultKind.NULL_DEREFERENCE.ordinal();
                }
                s[at + RESULT] = stores.value(s, value, stores.lastBefore(s, value, views.ownAfter(s, w, slot)));
            }
            case Op.GHOST_ALLOCATED -> {
                request.op = Op.GHOST_ALLOCATED;
                request.target = value;
                s[at + RESULT] = allocatesAfter(s, w, slot, value) ? 0 : memory.apply(s, layout.memory, request);
            }
            case Op.GHOST_HELD -> s[at + RESULT] = held(lockWord(s, w, slot, value), w.code.detail[pc]);
            case Op.ASSERT_HELD -> {
                int mine = s[layout.held[w.agent] + value];
                return held(mine, w.code.detail[pc]) == 0 ? FaultKind.LOCK_NOT_HELD.ordinal() : Retirement.FINE;
            }
            default -> throw new IllegalStateException("not at the head: " + w.code.op[pc]);
        }
        return Retirement.FINE;
    }

    /// Whether the agent has allocated the object already, although it does so only after the question.
    private static boolean allocatesAfter(int[] s, Window w, int slot, int object) {
        for (int i = slot + 1; i < s[w.base + Layout.COUNT]; i++) {
            int at = w.entry(i);
            boolean allocates = w.code.op[s[at + WHAT] >> 1] == Op.ALLOCATE && Window.done(s, w.base, i);
            if (allocates && s[at + RESULT] == object) {
                return true;
            }
        }
        return false;
    }

    /// The word of a lock, without what the agent does with it only after the question.
    private int lockWord(int[] s, Window w, int slot, int lock) {
        int cell = layout.cells + lock;
        int last = stores.lastBefore(s, cell, views.ownAfter(s, w, slot));
        if (last != stores.last(s, cell) || halfwayAfter(s, w, slot, lock)) {
            return stores.value(s, cell, last);
        }
        return stores.lockWord(s, lock);
    }

    /// Whether the agent has read the word to take or give back the lock, is yet to write it, and does so only after the question.
    private static boolean halfwayAfter(int[] s, Window w, int slot, int lock) {
        for (int i = slot + 1; i < s[w.base + Layout.COUNT] - 1; i++) {
            int at = w.entry(i);
            int kinds = MicroCode.LOCK | MicroCode.HALVED;
            boolean half = (s[at + Layout.KIND] & kinds) == kinds && s[at + A] == lock
                    && (s[at + Layout.MARKS] & (1 | Layout.ASSUMED_FAILED)) == 0;
            if (half && Window.done(s, w.base, i) && !Window.done(s, w.base, i + 1)) {
                return true;
            }
        }
        return false;
    }

    /// 1 if a lock with this word is held in a mode, or in any if the mode is -1.
    private static int held(int word, int mode) {
        boolean yes = mode == READ_MODE ? word > 0 : mode == WRITE_MODE ? word < 0 : word != 0;
        return yes ? 1 : 0;
    }
}
