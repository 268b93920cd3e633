package overtake.scenario;

import java.util.List;
import overtake.kernel.ModelWorld;
import overtake.lift.LiftException;
import overtake.lift.WorldLifter;
import overtake.program.World;
import overtake.program.edit.Edit;
import overtake.program.edit.EditException;

/// The seam to the lifter and to the edits of programs.
final class Lifting {
    private Lifting() {}

    /// The world or the edit is refused, for reasons that stand in lines of their own.
    static final class Refused extends RuntimeException {
        private final transient List<String> reasons;

        Refused(List<String> reasons, RuntimeException cause) {
            super(String.join("\n", reasons), cause);
            this.reasons = List.copyOf(reasons);
        }

        List<String> reasons() {
            return reasons;
        }
    }

    static World lift(String name, ModelWorld world) {
        try {
            return WorldLifter.lift(name, world);
        } catch (LiftException e) {
            throw new Refused(e.problems(), e);
        }
    }

    static World drop(World world, String site) {
        try {
            return Edit.drop(world, site);
        } catch (EditException e) {
            throw new Refused(List.of(String.valueOf(e.getMessage())), e);
        }
    }

    static World weaken(World world, String site, String to) {
        try {
            return Edit.weaken(world, site, to);
        } catch (EditException e) {
            throw new Refused(List.of(String.valueOf(e.getMessage())), e);
        }
    }
}
