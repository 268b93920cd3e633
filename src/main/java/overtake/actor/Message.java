package overtake.actor;

import overtake.machine.Change;
import overtake.machine.Choices;
import overtake.machine.EventKind;
import overtake.machine.Fault;
import overtake.machine.FaultKind;

/// What the actors of a world say to each other. Every message is immutable, so the same one may be sent many times.
///
/// Only an [Ask] with a slot is a pick: it stays in flight until the conductor delivers it. All others are delivered at
/// once, those that a message caused before those that were sent after it, which is the order of calls in
/// [overtake.machine.Machine].
sealed interface Message
        permits Ask,
        Contents,
        Message.Performed,
        Message.FromConductor,
        Message.ToCpu,
        Message.ToConductor,
        Message.ToOwner {

    /// From the conductor.
    sealed interface FromConductor extends Message {}

    /// From the owner of a part of the state, about the request, query or travelling operation of the CPU.
    sealed interface ToCpu extends Message {}

    /// From any seat.
    sealed interface ToConductor extends Message {}

    /// To the conductor itself, when the world is opened: from now on what it is told arrives at once.
    record Open() implements FromConductor {
        static final Open MESSAGE = new Open();
    }

    /// A run begins: take your initial state. CPUs run up to their first request.
    ///
    /// @param traced whether CPUs tell what happens
    record Begin(boolean traced) implements FromConductor {
        static final Begin TRACED = new Begin(true);
        static final Begin UNTRACED = new Begin(false);
    }

    /// To memory and locks: show the monitor what you hold.
    record Reveal() implements FromConductor {
        static final Reveal MESSAGE = new Reveal();
    }

    /// To memory and the monitor: nothing will happen any more; is anything wrong with that?
    record Conclude() implements FromConductor {
        static final Conclude MESSAGE = new Conclude();
    }

    /// From memory or a lock to the monitor: this was done.
    record Performed(Ask ask) implements Message {}

    /// The answer to the pending request or query.
    record Reply(int value) implements ToCpu {
        private static final int LOWEST = -16;
        private static final Reply[] COMMON = new Reply[272];

        static {
            for (int i = 0; i < COMMON.length; i++) {
                COMMON[i] = new Reply(LOWEST + i);
            }
        }

        static Reply of(int value) {
            int at = value - LOWEST;
            return at >= 0 && at < COMMON.length ? COMMON[at] : new Reply(value);
        }
    }

    /// The pending request is queued; a [Reply] will come.
    record Queued() implements ToCpu {
        static final Queued MESSAGE = new Queued();
    }

    /// The oldest travelling operation has arrived and was performed.
    record Acknowledged() implements ToCpu {
        static final Acknowledged MESSAGE = new Acknowledged();
    }

    /// What was asked breaks a rule of the owner.
    ///
    /// @param travelled whether it was the oldest travelling operation, not the pending instruction
    record Refused(FaultKind kind, boolean travelled) implements ToCpu {}

    /// A lock's answer to "whom would you answer now", see [overtake.machine.LockCore#gates].
    record Gates(int lock, int accepted) implements ToConductor {}

    /// The interrupt that the CPU offered is taken back.
    record Withdrawn(int agent) implements ToConductor {}

    /// The CPU has come to its end.
    record Ended(int agent) implements ToConductor {}

    record Failed(Fault fault) implements ToConductor {}

    /// Under lkmm: the guesses of a CPU can no longer be right, so that the run is none.
    record Abandoned() implements ToConductor {
        static final Abandoned MESSAGE = new Abandoned();
    }

    /// Under lkmm: what a CPU can do now.
    final class Offers implements ToConductor {
        private final int[] steps;
        private final int[] ops;
        private final int[] targets;
        private final boolean stuck;

        /// @param stuck whether an access is ready but can never be performed
        Offers(Choices choices, boolean stuck) {
            steps = new int[choices.size()];
            ops = new int[choices.size()];
            targets = new int[choices.size()];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = choices.step(i);
                ops[i] = choices.op(i);
                targets[i] = choices.target(i);
            }
            this.stuck = stuck;
        }

        boolean stuck() {
            return stuck;
        }

        void addTo(Choices choices) {
            for (int i = 0; i < steps.length; i++) {
                choices.add(steps[i], ops[i], targets[i]);
            }
        }
    }

    // ---- under lkmm

    /// To memory, a domain, or from it.
    sealed interface ToOwner extends Message {}

    /// A change has been made. From a CPU to the owner; then from the owner to everybody else.
    ///
    /// @param from the CPU that has made it already, or -1
    record Changed(Change change, int from) implements ToOwner {}

    /// A CPU wants a change to be made, and waits for the answer.
    record Asked(Change change, int agent, int pc) implements ToOwner {}

    /// A CPU has done what it can.
    record Settled(Change.Know know) implements ToOwner {}

    /// Conductor to CPU: what can you do?
    ///
    /// @param faulty whether a fault has been found
    record WhatNow(boolean faulty) implements FromConductor {}

    /// Conductor to CPU: this was picked.
    record Go(int step) implements FromConductor {}

    /// All have been told.
    record Told() implements ToCpu {
        static final Told MESSAGE = new Told();
    }

    /// The store has its place.
    ///
    /// @param broken the invariant that it breaks, or -1
    record Placed(Change.Place place, int broken) implements ToCpu {}

    /// See [overtake.machine.LkmmCpu#pooled].
    record Pooled(Change.Pool pool, int answer, int fault, int broken) implements ToCpu {}

    /// The section has begun.
    record Begun(Change.Begin begin, int token) implements ToCpu {}

    /// The grace period has begun.
    record Awaits(Change.Await await) implements ToCpu {}

    /// To a CPU in a grace period: a section of that agent begins, so all must know what you have seen.
    record SayWhatYouSaw(int agent, int pc) implements ToCpu {}

    /// A line of the trace, see [overtake.machine.Journal].
    record Happened(EventKind kind, int agent, int pc, int target, int value) implements ToConductor {}
}
