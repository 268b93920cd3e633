package overtake.program.edit;

import java.util.List;
import java.util.Optional;

/// An operation of the agents that a scenario can name, and what can be done to it.
///
/// @param agents that contain it, in the order of the world
/// @param keptBecause why it cannot be dropped; empty if it can
/// @param weakerForms what it can be weakened to, as [Edit#weaken] takes it; for a fence all other fences, stronger ones too
public record SiteInfo(
        String site,
        String operation,
        String file,
        int line,
        List<String> agents,
        Optional<String> keptBecause,
        List<String> weakerForms) {
    public SiteInfo {
        agents = List.copyOf(agents);
        weakerForms = List.copyOf(weakerForms);
    }

    public boolean canBeDropped() {
        return keptBecause.isEmpty();
    }
}
