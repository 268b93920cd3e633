package overtake.machine;

import static overtake.machine.Layout.A;
import static overtake.machine.Layout.FLAGS;
import static overtake.machine.Layout.RESULT;
import static overtake.machine.Layout.WHAT;

import overtake.program.CheckKind;
import overtake.program.LockMode;

/// Instructions that take effect at the head of a window: checks, observations, questions about the state, the end.
final class Questions {
    private static final CheckKind[] CHECKS = CheckKind.values();
    private static final int READ_MODE = LockMode.READ.ordinal();
    private static final int WRITE_MODE = LockMode.WRITE.ordinal();

    private final Layout layout;
    private final StoreTable stores;
    private final MemoryCore memory;
    private final CpuFlags flags;
    private final Teller teller;
    private final Request request = new Request();

    Questions(Layout layout, StoreTable stores, MemoryCore memory, CpuFlags flags, Teller teller) {
        this.teller = teller;
        this.layout = layout;
        this.stores = stores;
        this.memory = memory;
        this.flags = flags;
    }

    /// Performs such an instruction. Returns the ordinal of a fault or [Retirement#FINE].
    int answer(int[] s, Window w, int at) {
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
                s[at + RESULT] = stores.latest(s, value);
            }
            case Op.GHOST_ALLOCATED -> {
                request.op = Op.GHOST_ALLOCATED;
                request.target = value;
                s[at + RESULT] = memory.apply(s, layout.memory, request);
            }
            case Op.GHOST_HELD -> s[at + RESULT] = held(stores.lockWord(s, value), w.code.detail[pc]);
            case Op.ASSERT_HELD -> {
                int mine = s[layout.held[w.agent] + value];
                return held(mine, w.code.detail[pc]) == 0 ? FaultKind.LOCK_NOT_HELD.ordinal() : Retirement.FINE;
            }
            default -> throw new IllegalStateException("not at the head: " + w.code.op[pc]);
        }
        return Retirement.FINE;
    }

    /// 1 if a lock with this word is held in a mode, or in any if the mode is -1.
    private static int held(int word, int mode) {
        boolean yes = mode == READ_MODE ? word > 0 : mode == WRITE_MODE ? word < 0 : word != 0;
        return yes ? 1 : 0;
    }
}
