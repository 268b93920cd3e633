package overtake.scenario;

import java.util.List;

/// What `run` does with a scenario.
public sealed interface Exploration {

    /// Fuzzes.
    ///
    /// @param strategy one of [overtake.explore.FuzzPlan#STRATEGIES]
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
    record Check(long maxStates, long memoryMib, int jobs, boolean reduction) implements Exploration {}
}
