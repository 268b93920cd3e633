package overtake.litmus;

import java.util.Comparator;
import overtake.property.Outcome;

/// What a final state is about: a register of a thread, or a shared variable.
public sealed interface Observable extends Comparable<Observable> {
    Comparator<Observable> ORDER = Comparator.comparingInt(Observable::rank).thenComparing(Observable::name);

    String name();

    /// As final states and propositions name it: `0:r1` or `x`.
    String label();

    /// Its value when a run has ended, see [Variables] for pointers.
    int value(Outcome outcome);

    private static int rank(Observable observable) {
        return switch (observable) {
            case Register register -> register.thread();
            case Variable _ -> Integer.MAX_VALUE;
        };
    }

    /// Registers by thread and name, then variables by name.
    @Override
    default int compareTo(Observable other) {
        return ORDER.compare(this, other);
    }

    record Register(int thread, String name) implements Observable {
        @Override
        public String label() {
            return thread + ":" + name;
        }

        @Override
        public int value(Outcome outcome) {
            return outcome.values().getOrDefault("P" + label(), 0);
        }
    }

    record Variable(String name) implements Observable {
        @Override
        public String label() {
            return name;
        }

        @Override
        public int value(Outcome outcome) {
            return outcome.values().getOrDefault(name, 0);
        }
    }
}
