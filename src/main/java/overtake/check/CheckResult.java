package overtake.check;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import overtake.property.Outcome;
import overtake.property.Verdict;
import overtake.property.Violation;

/// What a check found, and what it covered.
///
/// @param properties names of all properties that were seen broken
/// @param violations a run for each broken property that was to be shown, the verdict's first
/// @param outcomes of the runs that end well, if they were asked for; all of them if `complete`
/// @param complete whether every ordering within the bounds of the machine was covered
/// @param exercised how many guarded sites and ends of agents were reached
/// @param bounds the bounds that were met, for people
/// @param interrupted whether [Check#stop] ended it
public record CheckResult(
        Verdict verdict,
        Counts counts,
        SortedSet<String> properties,
        List<Found> violations,
        SortedSet<Outcome> outcomes,
        boolean complete,
        int exercised,
        List<String> bounds,
        boolean interrupted) {
    public CheckResult {
        properties = Collections.unmodifiableSortedSet(new TreeSet<>(properties));
        violations = List.copyOf(violations);
        outcomes = Collections.unmodifiableSortedSet(new TreeSet<>(outcomes));
        bounds = List.copyOf(bounds);
    }

    /// How much was visited.
    ///
    /// @param states stored; with reduction, those between two of them that have one successor only are not
    /// @param transitions steps carried out
    /// @param depth levels after the initial state; without reduction the most steps that a shortest run to a state needs
    /// @param tableBytes size of the table of states at the end
    /// @param reduced whether the reduction was on and does anything under the model
    /// @param symmetry whose names were not told apart
    public record Counts(long states, long transitions, int depth, long tableBytes, boolean reduced,
            Exchanged symmetry) {
        private static final double PAIRS = 0x1p-129;

        /// The chance that any two states had the same fingerprint, so that one was taken for the other: pairs of states over 2^128.
        public double collisionChance() {
            return PAIRS * states * states;
        }
    }

    /// Agents whose names were not told apart.
    ///
    /// @param groups names of agents with equal programs
    /// @param reason why there are none, for people; empty if there are
    public record Exchanged(List<List<String>> groups, String reason) {
        public Exchanged {
            groups = groups.stream().map(List::copyOf).toList();
        }
    }

    /// A violation with its cost and how much of its shortness is proved.
    ///
    /// @param lasso of a livelock
    public record Found(Violation violation, Minimum minimum, Optional<Lasso> lasso) {
        Found(Violation violation, Minimum minimum) {
            this(violation, minimum, Optional.empty());
        }
    }

    /// What is particular to a run that goes round for ever.
    ///
    /// @param round how many of its last picks are the round
    /// @param inescapable whether no order of steps leads out of the round to any end
    public record Lasso(int round, boolean inescapable) {}

    /// What a run costs.
    ///
    /// @param overtakes operations performed while an earlier one of the same CPU was still under way, or that passed over a newer store
    /// @param switches how often another agent went on
    /// @param steps picks
    public record Minimum(int overtakes, int switches, int steps, Proof proof) {}

    /// How much of the minimum is proved.
    public enum Proof {
        /// No run has fewer overtakes; of those none fewer switches; of those none fewer steps.
        ALL("fewest overtakes, then context switches, then steps: all three proved"),
        /// No run has fewer steps.
        STEPS("fewest steps: proved; overtakes and context switches may not be"),
        /// No run has fewer steps before its round.
        WAY_IN("fewest steps before the round: proved; the round may not be the shortest"),
        /// None: the space was too large to look again without reduction.
        NONE("not proved to be the shortest");

        private final String text;

        Proof(String text) {
            this.text = text;
        }

        /// For people.
        public String text() {
            return text;
        }
    }
}
