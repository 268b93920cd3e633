package overtake.litmus;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import overtake.property.Outcome;

/// A statement about a final state, as conditions and filters make it. Its text is as herd7 prints it.
public sealed interface Proposition {

    boolean holds(Outcome outcome);

    /// Everything that the proposition names.
    default SortedSet<Observable> observables() {
        SortedSet<Observable> all = new TreeSet<>();
        switch (this) {
            case Truth _ -> {}
            case Is atom -> all.add(atom.what());
            case Equal atom -> {
                all.add(atom.a());
                all.add(atom.b());
            }
            case Not not -> all.addAll(not.operand().observables());
            case And and -> and.operands().forEach(operand -> all.addAll(operand.observables()));
            case Or or -> or.operands().forEach(operand -> all.addAll(operand.observables()));
        }
        return all;
    }

    record Truth(boolean value) implements Proposition {
        @Override
        public boolean holds(Outcome outcome) {
            return value;
        }

        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /// @param shown the value as final states show it
    record Is(Observable what, int value, String shown) implements Proposition {
        @Override
        public boolean holds(Outcome outcome) {
            return what.value(outcome) == value;
        }

        @Override
        public String toString() {
            return what.label() + "=" + shown;
        }
    }

    record Equal(Observable a, Observable b) implements Proposition {
        @Override
        public boolean holds(Outcome outcome) {
            return a.value(outcome) == b.value(outcome);
        }

        @Override
        public String toString() {
            return a.label() + "=" + b.label();
        }
    }

    record Not(Proposition operand) implements Proposition {
        @Override
        public boolean holds(Outcome outcome) {
            return !operand.holds(outcome);
        }

        @Override
        public String toString() {
            return "not (" + operand + ")";
        }
    }

    record And(List<Proposition> operands) implements Proposition {
        public And {
            operands = List.copyOf(operands);
        }

        @Override
        public boolean holds(Outcome outcome) {
            return operands.stream().allMatch(operand -> operand.holds(outcome));
        }

        @Override
        public String toString() {
            return operands.stream()
                    .map(operand -> operand instanceof Or ? "(" + operand + ")" : operand.toString())
                    .collect(Collectors.joining(" /\\ "));
        }
    }

    record Or(List<Proposition> operands) implements Proposition {
        public Or {
            operands = List.copyOf(operands);
        }

        @Override
        public boolean holds(Outcome outcome) {
            return operands.stream().anyMatch(operand -> operand.holds(outcome));
        }

        @Override
        public String toString() {
            return operands.stream().map(Proposition::toString).collect(Collectors.joining(" \\/ "));
        }
    }
}
