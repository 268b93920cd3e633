package overtake.scenario;

/// One line of a schedule that a person wrote. It advances through what its agent *does*: under tso a store counts as done when it has
/// been sent.
public sealed interface Directive {
    /// Number of the agent.
    int agent();

    /// Where it stands, for messages.
    Origin origin();

    /// Place and text of a directive.
    record Origin(String where, int line, String text) {
        public Problem problem(String message) {
            return new Problem(where, line, "`" + text + "`: " + message);
        }
    }

    /// `vcpu0 until SITE`: until the agent has done the operation, once more since its last directive.
    record Until(int agent, String site, Origin origin) implements Directive {}

    /// `vcpu0 before SITE`: until the operation is the next one that the agent does.
    record Before(int agent, String site, Origin origin) implements Directive {}

    /// `vcpu0 3 steps`: until the agent has done that many more operations.
    record Steps(int agent, int count, Origin origin) implements Directive {}

    /// `vcpu0 to end`.
    record ToEnd(int agent, Origin origin) implements Directive {}

    /// `deliver vcpu0 2`: delivers that many of its oldest travelling operations.
    record Deliver(int agent, int count, Origin origin) implements Directive {}

    /// `interrupt vcpu0`: a hard interrupt comes on its CPU.
    record Interrupt(int agent, Origin origin) implements Directive {}

    /// `vcpu0 choose 2`: the next `choose` of the agent that has no value yet takes this one.
    record Choose(int agent, int value, Origin origin) implements Directive {}

    /// `stop`: nothing runs any more, not even to deliver what travels.
    record Stop(Origin origin) implements Directive {
        @Override
        public int agent() {
            return -1;
        }
    }
}
