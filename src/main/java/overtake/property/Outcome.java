package overtake.property;

import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/// The observables at the end of a run: values by name, such as `vcpu0:r0` for an observation of an agent or `kvm.seq` for a cell.
public record Outcome(SortedMap<String, Integer> values) implements Comparable<Outcome> {
    private static final Comparator<Outcome> ORDER = Comparator.comparing(Outcome::toString);

    public Outcome {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    @Override
    public int compareTo(Outcome other) {
        return ORDER.compare(this, other);
    }

    /// Such as `0:r0=1 1:r0=0 x=2`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value));
        return text.toString();
    }
}
