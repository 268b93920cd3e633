package overtake.scenario.known;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/// A violation that is accepted until a day.
///
/// @param scenario absolute and normal
/// @param models names of the models under which it is accepted
/// @param until the last day
/// @param place in the register, as `file:line`
public record KnownFinding(
        Path scenario, List<String> models, String property, String reason, LocalDate until, String place) {
    public KnownFinding {
        models = List.copyOf(models);
    }
}
