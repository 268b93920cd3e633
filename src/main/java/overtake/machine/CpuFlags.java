package overtake.machine;

import overtake.program.DomainInfo;
import overtake.program.World;

/// The flags of a CPU, one int of small counters: what it holds and in which context it is. They decide the kernel's rules of context.
final class CpuFlags {
    // shift counts of the counters
    static final int IRQ_OFF = 0; // 4 bits: nesting of interrupts off
    static final int HANDLER = 4; // 2 bits: 0 not yet, 1 running, 2 done
    static final int SECTION_ENDED = 6; // 1 bit: a sleepable section has ended, in programs that have a fence for after it
    private static final int HELD = 8; // 8 bits: locks held
    private static final int ATOMIC = 16; // 8 bits: spinning locks held and non-sleepable sections open
    private static final int SECTIONS = 24; // 8 bits: read-side sections open

    private final boolean[] sleeping;
    private final boolean[] hasHolder;
    private final boolean[] sleepable;
    private final boolean judged;
    private final boolean notesEnds;

    /// @param notesEnds whether to keep [#SECTION_ENDED]
    CpuFlags(World world, Bounds bounds, boolean notesEnds) {
        sleeping = new boolean[world.locks().size()];
        hasHolder = new boolean[sleeping.length];
        for (int i = 0; i < sleeping.length; i++) {
            sleeping[i] = world.locks().get(i).kind().sleeps();
            hasHolder[i] = world.locks().get(i).kind().hasHolder();
        }
        sleepable = new boolean[world.domains().size()];
        for (int i = 0; i < sleepable.length; i++) {
            DomainInfo domain = world.domains().get(i);
            sleepable[i] = domain.sleepable();
        }
        judged = bounds.discipline() == Bounds.Discipline.KERNEL;
        this.notesEnds = notesEnds;
    }

    static int field(int flags, int shift) {
        return flags >>> shift & (shift == IRQ_OFF ? 0xf : shift == HANDLER ? 3 : shift == SECTION_ENDED ? 1 : 0xff);
    }

    /// Whether the operation, which may sleep, would be a sleep in atomic context.
    boolean sleepsInAtomic(int flags, Request request) {
        boolean atomic = field(flags, ATOMIC) != 0 || field(flags, IRQ_OFF) != 0 || field(flags, HANDLER) == 1;
        return judged && atomic && (request.op == Op.SYNCHRONIZE || sleeping[request.target]);
    }

    /// Whether an agent that has taken the lock holds it.
    boolean hasHolder(int lock) {
        return hasHolder[lock];
    }

    /// Whether an agent that ends here breaks the rules.
    boolean heldAtEnd(int flags) {
        return judged && (field(flags, HELD) != 0 || field(flags, SECTIONS) != 0);
    }

    /// The flags after an operation that takes or gives back something.
    int account(int flags, int op, int target, int answer) {
        return switch (op) {
            case Op.LOCK -> hold(flags, target, 1);
            case Op.TRYLOCK -> hold(flags, target, answer == 0 ? 0 : 1);
            case Op.UNLOCK -> hold(flags, target, -1);
            case Op.SECTION_BEGIN -> section(flags, target, 1);
            case Op.SECTION_END -> section(flags, target, -1);
            default -> flags;
        };
    }

    private int hold(int flags, int lock, int delta) {
        if (!hasHolder[lock] || delta < 0 && field(flags, HELD) == 0) {
            return flags; // an unlock of what is not held is a fault that the lock's owner reports
        }
        return flags + delta * ((1 << HELD) + (sleeping[lock] ? 0 : 1 << ATOMIC));
    }

    private int section(int flags, int domain, int delta) {
        int ended = notesEnds && delta < 0 && sleepable[domain] ? 1 << SECTION_ENDED : 0;
        if (delta < 0 && field(flags, SECTIONS) == 0) {
            return flags | ended; // begun on another CPU, or the domain reports the fault
        }
        return flags + delta * ((1 << SECTIONS) + (sleepable[domain] ? 0 : 1 << ATOMIC)) | ended;
    }
}
