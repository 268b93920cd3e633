package overtake.litmus;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Makes small random litmus tests: two or three threads with accesses of few cells, dependencies, branches, fences, atomics, a
/// spinlock, read-side sections and grace periods. The same seed gives the same test.
final class RandomLitmus {
    private static final List<String> FENCES = List.of("smp_mb();", "smp_rmb();", "smp_wmb();");
    private static final List<String> CELLS = List.of("x", "y");

    private final RandomGenerator random;
    private final List<List<String>> threads = new ArrayList<>();
    private int value = 1;
    private int registers;

    private RandomLitmus(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            registers = 0;
            threads.add(thread(count == 2 ? 4 : 3));
        }
    }

    static RandomLitmus of(long seed) {
        return new RandomLitmus(seed);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private List<String> thread(int length) {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            if (random.nextInt(4) == 0) {
                statements.add(pick(FENCES));
            }
            statements.add(access());
        }
        switch (random.nextInt(6)) {
            case 0 -> enclose(statements, "spin_lock(s);", "spin_unlock(s);");
            case 1 -> enclose(statements, "rcu_read_lock();", "rcu_read_unlock();");
            case 2 -> statements.add(1 + random.nextInt(length - 1), "synchronize_rcu();");
            default -> {}
        }
        return statements;
    }

    private void enclose(List<String> statements, String before, String after) {
        int from = random.nextInt(statements.size());
        int to = from + 1 + random.nextInt(statements.size() - from);
        statements.add(to, after);
        statements.add(from, before);
    }

    private String access() {
        String cell = pick(CELLS);
        int kind = random.nextInt(12);
        if (kind < 4) {
            return "r" + registers++ + " = READ_ONCE(*" + cell + ");";
        }
        if (kind == 4) {
            return "r" + registers++ + " = smp_load_acquire(" + cell + ");";
        }
        String stored = Integer.toString(value++);
        String source = registers == 0 ? "" : "r" + random.nextInt(registers);
        return switch (kind) {
            case 5 -> "smp_store_release(" + cell + ", " + stored + ");";
            case 6 -> "r" + registers++ + " = xchg" + pick(List.of("", "_relaxed")) + "(" + cell + ", " + stored + ");";
            case 7 -> "r" + registers++ + " = cmpxchg(" + cell + ", " + random.nextInt(2) + ", " + stored + ");";
            case 8, 9 -> source.isEmpty()
                    ? "WRITE_ONCE(*" + cell + ", " + stored + ");"
                    : "WRITE_ONCE(*" + cell + ", (" + source + " & 0) + " + stored + ");";
            case 10 -> source.isEmpty()
                    ? "WRITE_ONCE(*" + cell + ", " + stored + ");"
                    : "if (" + source + " == 0) { WRITE_ONCE(*" + cell + ", " + stored + "); }";
            default -> "WRITE_ONCE(*" + cell + ", " + stored + ");";
        };
    }

    int threads() {
        return threads.size();
    }

    /// The test with a statement put in, if the thread is at least 0.
    LitmusTest test(int thread, int place, String statement) {
        StringBuilder text = new StringBuilder("C random\n{ }\n");
        StringBuilder observed = new StringBuilder("locations [x; y; ");
        for (int i = 0; i < threads.size(); i++) {
            List<String> statements = new ArrayList<>(threads.get(i));
            if (i == thread) {
                statements.add(place % (statements.size() + 1), statement);
            }
            String body = String.join("\n", statements);
            text.append("P%d(int *x, int *y, spinlock_t *s)\n{\n%s\n}\n".formatted(i, body));
            for (int r = 0; body.contains("r" + r + " ="); r++) {
                observed.append(i).append(":r").append(r).append("; ");
            }
        }
        return LitmusReader.read("random.litmus", text.append(observed).append("]\nexists (x=0)\n").toString());
    }

    LitmusTest test() {
        return test(-1, 0, "");
    }
}
