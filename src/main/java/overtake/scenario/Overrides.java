package overtake.scenario;

import java.util.List;

/// What the command line adds to a scenario file.
///
/// @param models names of models in place of the file's; none leaves the file's
/// @param drops sites to drop after the file's own
/// @param weakenings `SITE=to`, after the file's own
/// @param sets `path=value` in HOCON, in place of what the file has there
public record Overrides(List<String> models, List<String> drops, List<String> weakenings, List<String> sets) {
    public static final Overrides NONE = new Overrides(List.of(), List.of(), List.of(), List.of());

    public Overrides {
        models = List.copyOf(models);
        drops = List.copyOf(drops);
        weakenings = List.copyOf(weakenings);
        sets = List.copyOf(sets);
    }

    public Overrides withModels(List<String> others) {
        return new Overrides(others, drops, weakenings, sets);
    }

    public Overrides withSets(List<String> others) {
        return new Overrides(models, drops, weakenings, others);
    }
}
