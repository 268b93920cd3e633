package overtake.explore.goal;

import java.util.List;

/// Something that some execution is to show. Operations happen when they are performed: a store that travels when it is delivered. So an order in a goal may be one in which an agent's operations
/// overtook each other.
///
/// | spelling | reached by an execution in which |
/// | --- | --- |
/// | `A x` | agent A carries out the operation of site x |
/// | `A x before B y` | some x comes before some y |
/// | `A x between B y and C z` | an x comes after a y and before the next z, which does come |
/// | `B y reads A x` | y takes the value that x stored |
public sealed interface Goal {
    /// As it was written.
    String text();

    /// The operations that it names.
    List<Place> places();

    /// The operation of a site, by an agent.
    record Place(String agent, String site) {
        @Override
        public String toString() {
            return agent + " " + site;
        }
    }

    /// `A x`
    record Happens(String text, Place what) implements Goal {
        @Override
        public List<Place> places() {
            return List.of(what);
        }
    }

    /// `A x before B y`
    record Before(String text, Place first, Place second) implements Goal {
        @Override
        public List<Place> places() {
            return List.of(first, second);
        }
    }

    /// `A x between B y and C z`
    record Between(String text, Place what, Place from, Place to) implements Goal {
        @Override
        public List<Place> places() {
            return List.of(what, from, to);
        }
    }

    /// `B y reads A x`
    record Reads(String text, Place reader, Place writer) implements Goal {
        @Override
        public List<Place> places() {
            return List.of(reader, writer);
        }
    }
}
