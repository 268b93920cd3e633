package overtake.axiom;

import java.util.List;
import java.util.Optional;

/// What the model says about one graph.
///
/// @param broken the axiom that forbids it, if any
/// @param cycle what it breaks the axiom with, for people: events and the relations between them; empty if it is allowed
/// @param races its data races, by the model's definition; empty if it is forbidden
/// @param mixed whether some agent mixes plain writes with marked accesses of one location
public record Judgement(Optional<Axiom> broken, List<String> cycle, List<Race> races, boolean mixed) {
    public Judgement {
        cycle = List.copyOf(cycle);
        races = List.copyOf(races);
    }

    /// Two accesses of one location, of which one is a plain one, that nothing orders.
    ///
    /// @param first as `agent site`
    /// @param second as `agent site`
    public record Race(String location, String first, String second) implements Comparable<Race> {
        private static final java.util.Comparator<Race> ORDER =
                java.util.Comparator.comparing(Race::location).thenComparing(Race::first).thenComparing(Race::second);

        @Override
        public int compareTo(Race other) {
            return ORDER.compare(this, other);
        }

        /// `gpc.khva: vcpu0 a/b, notifier c/d`.
        @Override
        public String toString() {
            return location + ": " + first + ", " + second;
        }
    }

    public boolean allowed() {
        return broken.isEmpty();
    }
}
