package overtake.scenario;

import overtake.kernel.ModelWorld;
import overtake.program.World;

/// The seam to the lifter and to the edits of programs.
final class Lifting {
    private Lifting() {}

    /// The world or the edit is refused, for the reason that the message gives.
    static final class Refused extends RuntimeException {
        Refused(RuntimeException cause) {
            super(cause.getMessage(), cause);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    static World lift(String name, ModelWorld world) {
        throw new UnsupportedOperationException(name + world);
    }

    static World drop(World world, String site) {
        throw new UnsupportedOperationException(world + site);
    }

    static World weaken(World world, String site, String to) {
        throw new UnsupportedOperationException(world + site + to);
    }
}
