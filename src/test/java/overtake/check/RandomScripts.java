package overtake.check;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import overtake.program.Invariant.When;
import overtake.program.LockKind;
import overtake.program.World;
import overtake.support.Script;

/// Makes small random worlds with everything that a reduction must look at: accesses, critical sections, trylocks, read-side sections, pools, retry loops, ghost
/// questions, checks, invariants, handlers. The same seed gives the same world.
final class RandomScripts {
    private static final List<String> CELLS = List.of("x", "y", "z");
    private static final List<LockKind> KINDS = List.of(LockKind.SPINLOCK, LockKind.SPINLOCK, LockKind.MUTEX,
            LockKind.RWLOCK, LockKind.RWLOCK_UNFAIR, LockKind.RWSEM);

    private final RandomGenerator random;
    private final List<LockKind> locks = new ArrayList<>();
    private int labels;
    private int checks;

    private RandomScripts(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static World world(long seed) {
        return new RandomScripts(seed).make("random-" + seed);
    }

    /// Agents with the same lines, which may do everything but wait for grace periods.
    static World worldOfEqualAgents(long seed) {
        return new RandomScripts(seed).makeEqual("equal-" + seed);
    }

    private World makeEqual(String name) {
        Script script = begin(name);
        int agents = 2 + random.nextInt(2);
        String[] lines = block(agents == 2 ? 5 : 3, 2).stream().filter(line -> !line.startsWith("synchronize"))
                .toArray(String[]::new);
        for (int i = 0; i < agents; i++) {
            script.agent("a" + i, lines);
        }
        if (random.nextBoolean()) {
            script.agent("other", block(3, 2).toArray(String[]::new));
        }
        return invariants(script).world();
    }

    private Script begin(String name) {
        Script script = Script.named(name).domain("rcu", false).domain("srcu", true).pool("p", 1, 0, false);
        for (String lock : List.of("k", "l")) {
            locks.add(KINDS.get(random.nextInt(KINDS.size())));
            script.lock(lock, locks.getLast());
        }
        CELLS.forEach(cell -> script.cell(cell, 0));
        return script;
    }

    private World make(String name) {
        Script script = begin(name);
        int agents = 2 + random.nextInt(2);
        for (int i = 0; i < agents; i++) {
            script.agent("a" + i, block(agents == 2 ? 5 : 4, 2).toArray(String[]::new));
            if (random.nextInt(8) == 0) {
                // what a handler observes has no place in a state
                script.handler(block(2, 1).stream().filter(line -> !line.startsWith("observe")).toArray(String[]::new));
            }
        }
        return invariants(script).world();
    }

    private Script invariants(Script script) {
        if (random.nextInt(3) == 0) {
            script.invariant("always", When.ALWAYS, "ghost x %0", "ghost y %1", "if %0 == 0 out", "if %1 != 1 out",
                    "fail always", ": out");
        }
        if (random.nextInt(3) == 0) {
            script.invariant("held", When.ALWAYS, "held k %0", "held l %1", "ghost z %2", "if %0 == 0 out",
                    "if %1 == 0 out", "if %2 == 0 out", "fail held", ": out");
        }
        if (random.nextInt(2) == 0) {
            script.invariant("finally", When.FINALLY, "ghost x %0", "ghost z %1", "if %0 != %1 out", "fail finally",
                    ": out");
        }
        return script;
    }

    private List<String> block(int length, int depth) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            lines.addAll(depth > 0 && random.nextInt(3) == 0 ? compound(depth) : simple());
        }
        return lines;
    }

    private String cell() {
        return CELLS.get(random.nextInt(CELLS.size()));
    }

    private List<String> simple() {
        String register = "%" + random.nextInt(3);
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> List.of("read " + cell() + " " + register, "observe " + register);
            case 3, 4, 5, 6 -> List.of("write " + cell() + " " + (1 + random.nextInt(2)));
            case 7 -> List.of("xchg " + cell() + " 2 " + register);
            case 8 -> List.of("add " + cell() + " 1");
            case 9 -> List.of("mb");
            case 10 -> List.of("choose 2 " + register);
            case 11 -> List.of("ghost " + cell() + " " + register, "warn " + register + " w" + checks++);
            case 12 -> List.of("write " + cell() + " " + register);
            case 13 -> List.of("synchronize " + (random.nextInt(2) == 0 ? "rcu" : "srcu"));
            case 14 -> tried(random.nextInt(2), register);
            default -> List.of("yield");
        };
    }

    private List<String> tried(int lock, String register) {
        String name = lock == 0 ? "k" : "l";
        String mode = modeOf(lock);
        String skip = "s" + labels++;
        return List.of("try " + name + " " + register + mode, "if " + register + " == 0 " + skip,
                "read " + cell() + " " + register, "unlock " + name + mode, ": " + skip);
    }

    private String modeOf(int lock) {
        return switch (locks.get(lock)) {
            case SPINLOCK, MUTEX, RUN_QUEUE -> "";
            case RWLOCK, RWLOCK_UNFAIR, RWSEM, RWSEM_UNFAIR -> random.nextInt(2) == 0 ? " write" : " read";
        };
    }

    private List<String> compound(int depth) {
        List<String> inner = block(1 + random.nextInt(2), depth - 1);
        List<String> lines = new ArrayList<>();
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                int lock = random.nextInt(2);
                String what = (lock == 0 ? "k" : "l") + modeOf(lock);
                lines.add("lock " + what);
                lines.addAll(inner);
                lines.add("unlock " + what);
            }
            case 3, 4 -> {
                String domain = random.nextInt(2) == 0 ? "rcu" : "srcu";
                lines.add("begin " + domain);
                lines.addAll(inner);
                lines.add("end " + domain);
            }
            case 5 -> {
                String top = "t" + labels++;
                lines.add(": " + top);
                lines.addAll(inner);
                lines.add("read " + cell() + " %1");
                lines.add("if %1 == 1 " + top);
            }
            case 6 -> {
                String out = "o" + labels++;
                lines.add("alloc p %2");
                lines.add("if %2 == 0 " + out);
                lines.add("field %2 %1");
                lines.add("write %1 1");
                lines.addAll(inner);
                lines.add("free %2");
                lines.add(": " + out);
            }
            default -> {
                String top = "t" + labels++;
                lines.add(": " + top);
                lines.addAll(inner);
                lines.add("choose 2 %0");
                lines.add("if %0 == 1 " + top);
            }
        }
        return lines;
    }
}
