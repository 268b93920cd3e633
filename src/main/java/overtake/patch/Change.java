package overtake.patch;

import overtake.program.edit.Mutation;

/// One thing that is asked about: what would be if the code were different there.
public sealed interface Change {
    /// Where, for tables and JSON: a site, two with ` and ` between them, or `params.` and the name of a parameter.
    String site();

    /// What, such as `drop` or `weaken to smp_wmb`.
    String text();

    /// An operation is dropped or weakened.
    record Operation(Mutation mutation) implements Change {
        @Override
        public String site() {
            return mutation.site();
        }

        @Override
        public String text() {
            return mutation.text();
        }
    }

    /// Two operations are dropped or weakened, neither of which is needed while the other one is there.
    record Pair(Mutation first, Mutation second) implements Change {
        @Override
        public String site() {
            return first.site() + " and " + second.site();
        }

        @Override
        public String text() {
            return first.text().equals(second.text())
                    ? first.text() + " both"
                    : first.text() + " and " + second.text();
        }
    }

    /// The world has another value of a parameter: operations in another order, or a condition that is not looked at again.
    record Parameter(String name, String value) implements Change {
        /// How `--set` names the parameters of worlds.
        static final String PREFIX = "params.";

        @Override
        public String site() {
            return PREFIX + name;
        }

        @Override
        public String text() {
            return "set to " + value;
        }

        String assignment() {
            return site() + "=" + value;
        }
    }
}
