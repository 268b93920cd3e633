package overtake.scenario.worlds;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.ensure;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;

/// Worlds with something wrong with them.
public final class Broken {
    private Broken() {}

    /// Its constructor throws.
    public record Constructor(@Param(value = "1", max = 9, meaning = "an even number") int even) implements ModelWorld {
        public Constructor {
            if (even % 2 != 0) {
                throw new IllegalStateException("even is " + even);
            }
        }

        @Override
        public void compose(Composition composition) {}
    }

    /// Its compose throws.
    public record Compose() implements ModelWorld {
        @Override
        public void compose(Composition composition) {
            throw new IllegalStateException("no pages left");
        }
    }

    /// A world, but no record.
    public static final class NoRecord implements ModelWorld {
        @Override
        public void compose(Composition composition) {}
    }

    /// A record, but no world.
    public record NoWorld() {}

    public record Parameterless() implements ModelWorld {
        @Override
        public void compose(Composition composition) {}
    }

    /// A parameter can be an int, a boolean or an enum.
    public record LongParameter(long size) implements ModelWorld {
        @Override
        public void compose(Composition composition) {}
    }

    /// Its default is beyond its own range of spellings.
    public record WrongDefault(@Param(value = "many", meaning = "how many") int pages) implements ModelWorld {
        @Override
        public void compose(Composition composition) {}
    }

    /// A parameter without a default.
    public record NoDefault(int pages) implements ModelWorld {
        @Override
        public void compose(Composition composition) {}
    }

    /// Its agent does what cannot be lifted.
    public record Unliftable() implements ModelWorld {
        static final class Shared {
            int value;
        }

        record Loop(Shared shared) implements Agent {
            @Override
            public void run() {
                WRITE_ONCE(shared.value, (int) System.nanoTime());
            }
        }

        @Override
        public void compose(Composition composition) {
            composition.agent("cpu0", new Loop(new Shared()));
        }
    }

    /// What its property guards never runs.
    public record NeverRuns() implements ModelWorld {
        record Guard(Unliftable.Shared shared) implements Agent {
            @Override
            public void run() {
                if (READ_ONCE(shared.value) == 1) {
                    ensure("never", false);
                }
            }
        }

        @Override
        public void compose(Composition composition) {
            composition.agent("cpu0", new Guard(new Unliftable.Shared()));
        }
    }
}
