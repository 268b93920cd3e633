package overtake.scenario;

import java.util.List;
import overtake.memory.MemoryModel;

/// What `run` does with a scenario.
public sealed interface Exploration {

    /// Fuzzes.
    ///
    /// @param strategy one of [overtake.explore.strategy.FuzzPlan#STRATEGIES]
    /// @param runs how many executions at most
    /// @param maxSteps bound on the picks of one execution
    /// @param jobs how many JVM threads
    record Fuzz(String strategy, long runs, int maxSteps, long seed, int jobs) implements Exploration {}

    /// Carries out one interleaving that a person wrote.
    record Schedule(List<Directive> directives) implements Exploration {
        public Schedule {
            directives = List.copyOf(directives);
        }
    }

    /// Covers all orderings.
    ///
    /// @param maxStates how many states may be stored
    /// @param memoryMib how large their table may become
    /// @param jobs how many JVM threads
    /// @param reduction whether steps that commute with everything are taken without their alternatives
    /// @param livelock whether fair runs without an end are looked for
    /// @param models names of those for which it is done, while others are fuzzed; none for all
    record Check(long maxStates, long memoryMib, int jobs, boolean reduction, boolean livelock, List<String> models)
            implements Exploration {
        public Check {
            models = List.copyOf(models);
        }

        /// Whether it is done under the model.
        public boolean covers(MemoryModel model) {
            return models.isEmpty() || models.contains(model.name());
        }
    }
}
