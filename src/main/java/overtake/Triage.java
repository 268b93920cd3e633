package overtake;

import java.util.function.Supplier;
import overtake.check.Check;
import overtake.check.CheckPlan;
import overtake.check.CheckResult;
import overtake.machine.Bounds;
import overtake.machine.FaultKind;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;

/// What a violation needs: the first of the models, from the strongest to the weakest, under which the property can be broken.
///
/// @param proved whether the stronger models were covered whole; if not, they may be enough after all
public record Triage(Needs needs, boolean proved) {
    /// How many states of a stronger model are visited to find out; fuzzing stays quick.
    private static final long MOST_STATES = 100_000;
    private static final long MOST_BYTES = 16L << 20;

    /// What a violation needs.
    public enum Needs {
        NOTHING("locking error: fails under sc"),
        STORE_BUFFER("needs a store buffer: x86 is affected"),
        WEAKER_ORDER("needs weaker ordering: not on x86");

        private final String text;

        Needs(String text) {
            this.text = text;
        }

        /// For people and JSON.
        public String text() {
            return text;
        }
    }

    /// Where the property, which is broken under the model, is broken first.
    public static Triage of(World world, MemoryModel model, String property, Bounds bounds) {
        return switch (model) {
            case Sc _ -> new Triage(Needs.NOTHING, true);
            case Tso _ -> after(world, new Sc(), property, bounds, Needs.NOTHING,
                    () -> new Triage(Needs.STORE_BUFFER, true));
            case Lkmm _ -> after(world, new Sc(), property, bounds, Needs.NOTHING,
                    () -> after(world, new Tso(), property, bounds, Needs.STORE_BUFFER,
                            () -> new Triage(Needs.WEAKER_ORDER, true)));
        };
    }

    private static Triage after(World world, MemoryModel stronger, String property, Bounds bounds, Needs enough,
            Supplier<Triage> otherwise) {
        CheckPlan plan = CheckPlan.DEFAULT.withGoal(CheckPlan.Goal.NAMES_ONLY)
                .withMaxStates(MOST_STATES)
                .withMemory(MOST_BYTES)
                .withLivelock(property.equals(FaultKind.LIVELOCK.property())
                        ? CheckPlan.Livelock.SOUGHT
                        : CheckPlan.Livelock.IGNORED);
        CheckResult result = new Check(world, stronger, bounds, plan).run();
        if (result.properties().contains(property)) {
            return new Triage(enough, true);
        }
        Triage weaker = otherwise.get();
        return new Triage(weaker.needs, weaker.proved && result.complete());
    }
}
