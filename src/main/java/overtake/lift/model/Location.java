package overtake.lift.model;

import java.util.List;
import overtake.program.Operand;

/// A shared variable that an access names.
///
/// @param type of its values
/// @param candidates the cells it can be, if `cell` is a register
public record Location(Operand cell, Class<?> type, List<Integer> candidates) {
    public Location {
        candidates = List.copyOf(candidates);
    }
}
