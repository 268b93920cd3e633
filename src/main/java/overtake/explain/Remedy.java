package overtake.explain;

import java.util.List;
import overtake.program.FenceKind;
import overtake.program.World;
import overtake.program.edit.Edit;
import overtake.program.edit.Fences;

/// Fences that would forbid what a run shows.
///
/// @param fences put in or made stronger; two where one does not do
/// @param partners what stands on the other side in this run: fences, atomics or locks of other agents, as text; empty if nothing was seen
/// @param evidence that the property is not broken any more
/// @param forbidden why the run is none with them: the axiom that forbids it by its name in the model, then the cycle, an edge a line; empty if the model
///     was not asked
public record Remedy(List<Fence> fences, List<String> partners, Evidence evidence, List<String> forbidden) {
    public Remedy {
        forbidden = List.copyOf(forbidden);
        fences = List.copyOf(fences);
        partners = List.copyOf(partners);
    }

    /// A fence.
    ///
    /// @param agent the one that ran into it
    /// @param site before which it is put, or of the fence that it replaces
    /// @param place file and line of that, or empty
    public record Fence(Form form, String agent, FenceKind kind, String site, String place) {

        World in(World world) {
            return switch (form) {
                case NEW -> Fences.before(world, site, kind);
                case STRONGER -> Edit.weaken(world, site, kind.kernelName());
            };
        }

        @Override
        public String toString() {
            String at = (place.isEmpty() ? "" : " (" + place + ")") + " of " + agent;
            return switch (form) {
                case NEW -> kind.kernelName() + "() before " + site + at;
                case STRONGER -> kind.kernelName() + "() in place of " + site + at;
            };
        }
    }

    /// How a fence comes into the program.
    public enum Form {
        NEW,
        STRONGER
    }
}
