package overtake.patch;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What was seen of one of the two scenarios under one model.
///
/// @param verdict `pass`, `fail` or `unknown`
/// @param broken all common properties that were seen broken
/// @param outcomes of the runs that end well; none if the world was fuzzed
/// @param complete whether every ordering was covered
/// @param states stored by the check
/// @param executions if it was fuzzed; else 0
/// @param bounds that were met, for people
public record Side(String verdict, SortedSet<String> broken, SortedSet<Ending> outcomes, boolean complete, long states,
        long executions, List<String> bounds) {
    public Side {
        broken = Collections.unmodifiableSortedSet(new TreeSet<>(broken));
        outcomes = Collections.unmodifiableSortedSet(new TreeSet<>(outcomes));
        bounds = List.copyOf(bounds);
    }

    /// The observables at the end of a run, as text.
    public record Ending(SortedMap<String, String> values) implements Comparable<Ending> {
        private static final Comparator<Ending> ORDER = Comparator.comparing(Ending::toString);

        public Ending {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }

        @Override
        public int compareTo(Ending other) {
            return ORDER.compare(this, other);
        }

        /// Such as `gpc.valid=true kvm.seq=2`.
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            values.forEach(
                    (name, value) -> text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value));
            return text.toString();
        }
    }
}
