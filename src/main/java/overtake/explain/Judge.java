package overtake.explain;

import java.util.List;

/// Judges a run by the axioms of a model.
public interface Judge {
    /// Finds no cycle in anything.
    Judge NONE = _ -> List.of();

    /// The cycle that the run makes, an edge a line, in the model's words; empty if there is none.
    List<String> cycle(Playback run);
}
