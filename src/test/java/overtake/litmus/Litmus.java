package overtake.litmus;

import java.util.List;
import overtake.memory.MemoryModel;

/// Makes litmus tests of a few lines for tests of rules.
final class Litmus {
    private static final String PARAMETERS =
            "int *x, int *y, int *z, int **p, spinlock_t *s, struct srcu_struct *ss, struct srcu_struct *tt";

    private Litmus() {}

    /// A test of threads that share the variables x, y, z, p (int *), the lock s and the domains ss and tt.
    ///
    /// @param condition what stands behind the threads
    /// @param threads the statements of each
    static LitmusTest test(String condition, String... threads) {
        StringBuilder text = new StringBuilder("C rule\n{ p=x; }\n");
        for (int i = 0; i < threads.length; i++) {
            text.append("P%d(%s)\n{\n%s\n}\n".formatted(i, PARAMETERS, threads[i]));
        }
        return LitmusReader.read("rule.litmus", text + condition);
    }

    /// The final states under a model.
    static List<String> states(LitmusTest test, String model) {
        return LitmusRunner.outcome(test, MemoryModel.named(model).orElseThrow()).states();
    }

    /// Whether `exists (condition)` holds under a model.
    static boolean allows(String model, String condition, String... threads) {
        LitmusTest test = test("exists (" + condition + ")", threads);
        return LitmusRunner.outcome(test, MemoryModel.named(model).orElseThrow()).holds();
    }
}
