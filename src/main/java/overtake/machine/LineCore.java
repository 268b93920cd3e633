package overtake.machine;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import overtake.program.World;
import overtake.program.line.LineOperation;
import overtake.program.line.LineQuestion;

/// What a cache line does with its own part of the state: the value in memory at the point of coherency, what the one coherent cache holds
/// of it, and the maintenance that CPUs have asked for and that has not completed.
///
/// | rule | why (Arm ARM, DDI 0487, chapters D7 and B2) |
/// | --- | --- |
/// | a cacheable load of an absent line fills it from memory | allocation on read; a line is clean then |
/// | a cacheable store makes the line dirty | write-back: memory keeps the old value until the line is cleaned or evicted |
/// | a non-cacheable access sees memory alone | mismatched attributes: it neither looks up nor changes the cache |
/// | eviction, at any time, writes a dirty line back | a cache may give up any line whenever it likes |
/// | a fill, at any time, of an absent line | speculative and prefetching reads through any cacheable mapping; the kernel's linear one always exists |
/// | maintenance takes effect at any moment from its issue to the DSB of its CPU | only a DSB guarantees completion |
/// | a cacheable access or further maintenance of the same CPU to the same line comes after it | by-address maintenance is ordered with accesses to its line by the same CPU |
/// | an invalidation drops a dirty value | the operation does not write back |
///
/// A maintenance operation that completes early does so for all CPUs that have asked (a [LineOperation#COMPLETE_EARLY] is one event of the
/// hardware).
public final class LineCore {
    /// Number of ints of the part.
    public static final int SIZE = 4;

    private static final LineOperation[] OPERATIONS = LineOperation.values();
    private static final LineQuestion[] QUESTIONS = LineQuestion.values();

    private static final int MEMORY = 0;
    private static final int CACHE = 1;
    private static final int VALUE = 2;
    /// Two bits for each CPU.
    private static final int PENDING = 3;

    private static final int ABSENT = 0;
    private static final int CLEAN = 1;
    private static final int DIRTY = 2;

    private static final int TO_CLEAN = 1;
    private static final int TO_CLEAN_INVALIDATE = 2;
    private static final int TO_INVALIDATE = 3;

    private final int initial;
    private final Set<LineRule> off;

    /// @param initial what memory holds at first
    public LineCore(int initial) {
        this(initial, EnumSet.noneOf(LineRule.class));
    }

    LineCore(int initial, Set<LineRule> off) {
        this.initial = initial;
        this.off = off;
    }

    private boolean on(LineRule rule) {
        return !off.contains(rule);
    }

    public void reset(int[] s, int base) {
        s[base + MEMORY] = initial;
        s[base + CACHE] = ABSENT;
        s[base + VALUE] = 0;
        s[base + PENDING] = 0;
    }

    /// Performs the operation of a CPU.
    ///
    /// @return the value that it reads, or 0
    public int apply(int[] s, int base, int agent, Request request) {
        LineOperation operation = OPERATIONS[request.detail];
        switch (operation) {
            case READ -> {
                inOrder(s, base, agent);
                return read(s, base);
            }
            case WRITE -> {
                inOrder(s, base, agent);
                s[base + CACHE] = DIRTY;
                s[base + VALUE] = request.value;
                if (!on(LineRule.STORES_STAY)) {
                    writeBack(s, base);
                }
            }
            case READ_UNCACHED -> {
                return on(LineRule.UNCACHED_BYPASSES) || s[base + CACHE] == ABSENT ? s[base + MEMORY] : s[base + VALUE];
            }
            case WRITE_UNCACHED -> s[base + MEMORY] = request.value;
            case CLEAN -> ask(s, base, agent, TO_CLEAN);
            case CLEAN_INVALIDATE -> ask(s, base, agent, TO_CLEAN_INVALIDATE);
            case INVALIDATE -> ask(s, base, agent, TO_INVALIDATE);
            case COMPLETE, COMPLETE_EARLY, EVICT, FILL -> hardware(s, base, agent, operation);
        }
        return 0;
    }

    private int read(int[] s, int base) {
        if (!on(LineRule.LOADS_ALLOCATE) && s[base + CACHE] == ABSENT) {
            return s[base + MEMORY];
        }
        fill(s, base);
        return s[base + VALUE];
    }

    private void hardware(int[] s, int base, int agent, LineOperation operation) {
        if (operation == LineOperation.COMPLETE && on(LineRule.BARRIER_COMPLETES)) {
            complete(s, base, agent);
        } else if (operation == LineOperation.COMPLETE_EARLY && on(LineRule.MAINTENANCE_MAY_BE_EARLY)) {
            for (int cpu = 0; s[base + PENDING] != 0; cpu++) {
                complete(s, base, cpu);
            }
        } else if (operation == LineOperation.EVICT && on(LineRule.EVICTIONS)) {
            writeBack(s, base);
            drop(s, base);
        } else if (operation == LineOperation.FILL && on(LineRule.FILLS)) {
            fill(s, base);
        }
    }

    /// The answer to a question of an assertion; 1 for yes.
    public int answer(int[] s, int base, Request request) {
        boolean cached = s[base + CACHE] != ABSENT;
        return switch (QUESTIONS[request.detail]) {
            case MEMORY -> s[base + MEMORY];
            case DIRTY -> s[base + CACHE] == DIRTY ? 1 : 0;
            case CACHED -> cached ? 1 : 0;
            case VALUE -> cached ? s[base + VALUE] : s[base + MEMORY];
        };
    }

    /// `memory 1, cache 2 dirty, dc_civac of CPU 0 pending`: who holds what.
    public String show(int[] s, int base) {
        return show(s, base, List.of());
    }

    /// As [#show(int\[\], int)], with names for the CPUs.
    ///
    /// @param agents names, by number; those that are missing are called `CPU 0` and so on
    public String show(int[] s, int base, List<String> agents) {
        var text = new StringBuilder("memory ").append(s[base + MEMORY]).append(", cache ");
        switch (s[base + CACHE]) {
            case ABSENT -> text.append("empty");
            case CLEAN -> text.append(s[base + VALUE]).append(" clean");
            default -> text.append(s[base + VALUE]).append(" dirty");
        }
        for (int cpu = 0; s[base + PENDING] >>> 2 * cpu != 0 && cpu < World.MAX_AGENTS; cpu++) {
            int pending = s[base + PENDING] >>> 2 * cpu & 3;
            if (pending != 0) {
                String name = cpu < agents.size() ? agents.get(cpu) : "CPU " + cpu;
                text.append(", ").append(asked(pending).spelling()).append(" of ").append(name).append(" pending");
            }
        }
        return text.toString();
    }

    private static LineOperation asked(int pending) {
        return switch (pending) {
            case TO_CLEAN -> LineOperation.CLEAN;
            case TO_CLEAN_INVALIDATE -> LineOperation.CLEAN_INVALIDATE;
            default -> LineOperation.INVALIDATE;
        };
    }

    private void ask(int[] s, int base, int agent, int what) {
        complete(s, base, agent);
        s[base + PENDING] |= what << 2 * agent;
        if (!on(LineRule.MAINTENANCE_IS_LATE)) {
            complete(s, base, agent);
        }
    }

    private void inOrder(int[] s, int base, int agent) {
        if (on(LineRule.SAME_LINE_IN_ORDER)) {
            complete(s, base, agent);
        }
    }

    private void complete(int[] s, int base, int agent) {
        int pending = s[base + PENDING] >>> 2 * agent & 3;
        s[base + PENDING] &= ~(3 << 2 * agent);
        if (pending == TO_CLEAN || pending == TO_CLEAN_INVALIDATE) {
            writeBack(s, base);
        }
        boolean invalidates = pending == TO_CLEAN_INVALIDATE || pending == TO_INVALIDATE;
        if (invalidates && on(LineRule.INVALIDATE_DROPS) || pending == TO_CLEAN && !on(LineRule.CLEAN_KEEPS)) {
            drop(s, base);
        }
    }

    private static void writeBack(int[] s, int base) {
        if (s[base + CACHE] == DIRTY) {
            s[base + MEMORY] = s[base + VALUE];
            s[base + CACHE] = CLEAN;
        }
    }

    private static void drop(int[] s, int base) {
        s[base + CACHE] = ABSENT;
        s[base + VALUE] = 0;
    }

    private static void fill(int[] s, int base) {
        if (s[base + CACHE] == ABSENT) {
            s[base + CACHE] = CLEAN;
            s[base + VALUE] = s[base + MEMORY];
        }
    }
}
