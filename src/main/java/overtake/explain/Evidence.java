package overtake.explain;

import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.explore.shrink.Shortest;
import overtake.explore.strategy.FuzzPlan;
import overtake.machine.Bounds;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// Whether a property can be broken, and how that was established.
///
/// @param states visited by a search of all runs
/// @param executions made by strategies after the search had met its bound
/// @param steps a run that breaks it, if there is one
public record Evidence(Answer answer, long states, long executions, List<Integer> steps) {
    private static final long STATE_INTS = 30_000_000;
    private static final long EXECUTIONS = 2000;

    public Evidence {
        steps = List.copyOf(steps);
    }

    /// What is known.
    public enum Answer {
        BROKEN,
        /// In no run, within the bounds of the machine.
        NEVER_BROKEN,
        /// In none that was looked at.
        NOT_SEEN
    }

    /// Searches all runs within a bound on states; if that does not do, tries some.
    ///
    /// @param property empty for any
    /// @param stop whether to give up, asked now and then
    static Evidence of(
            World world, MemoryModel model, Bounds bounds, int maxSteps, String property, BooleanSupplier stop) {
        if (stop.getAsBoolean()) {
            return new Evidence(Answer.NOT_SEEN, 0, 0, List.of());
        }
        long states = STATE_INTS / new Machine(world, model, bounds).size();
        Shortest search = new Shortest(world, model, bounds, states, stop);
        Shortest.Answer found = search.search(property);
        if (found.fault().isPresent()) {
            return new Evidence(Answer.BROKEN, search.visited(), 0, found.steps());
        }
        if (found.complete()) {
            return new Evidence(Answer.NEVER_BROKEN, search.visited(), 0, List.of());
        }
        FuzzPlan plan = new FuzzPlan("portfolio", 1, EXECUTIONS, maxSteps, false);
        try (Engine engine = new MachineEngine(world, model, bounds)) {
            Strategy strategy = plan.newStrategy(world, plan.profile(engine));
            for (long i = 0; i < EXECUTIONS; i++) {
                if (stop.getAsBoolean()) {
                    return new Evidence(Answer.NOT_SEEN, search.visited(), i, List.of());
                }
                strategy.begin(i);
                if (engine.run(strategy, maxSteps) == Engine.Ending.VIOLATED
                        && engine.fault().orElseThrow().property().equals(property)) {
                    return new Evidence(Answer.BROKEN, search.visited(), i + 1, steps(engine));
                }
            }
        }
        return new Evidence(Answer.NOT_SEEN, search.visited(), EXECUTIONS, List.of());
    }

    private static List<Integer> steps(Engine engine) {
        return IntStream.range(0, engine.steps()).map(engine::step).boxed().toList();
    }

    /// How the answer was established.
    public String basis() {
        return switch (answer) {
            case BROKEN -> executions > 0
                    ? String.format(Locale.ROOT, "execution %,d", executions)
                    : String.format(Locale.ROOT, "a search of %,d states", states);
            case NEVER_BROKEN -> String.format(Locale.ROOT, "all %,d states, within the bounds of the machine", states);
            case NOT_SEEN ->
                String.format(Locale.ROOT, "%,d executions and %,d states, not all", executions, states);
        };
    }

    /// `broken`, `never broken`, `not seen broken`.
    public String word() {
        return switch (answer) {
            case BROKEN -> "broken";
            case NEVER_BROKEN -> "never broken";
            case NOT_SEEN -> "not seen broken";
        };
    }
}
