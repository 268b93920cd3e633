package overtake.property;

import java.util.List;
import overtake.machine.Fault;

/// A run that broke a property.
///
/// @param steps the picks of the run, see [overtake.machine.Step]
/// @param execution number of the execution that found it, from 0
/// @param strategy name of the strategy that picked
public record Violation(Fault fault, List<Integer> steps, long execution, String strategy) {
    public Violation {
        steps = List.copyOf(steps);
    }
}
