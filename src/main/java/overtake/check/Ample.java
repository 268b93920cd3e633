package overtake.check;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import overtake.machine.Choices;
import overtake.machine.InFlight;
import overtake.machine.Machine;
import overtake.machine.Op;
import overtake.machine.Request;
import overtake.machine.Step;

/// Chooses, in a state of `sc` or `tso`, steps that are enough to carry out there: all of them, or all alternatives of one request, or one delivery, that commutes with
/// everything that anybody else can do before it. These are singleton persistent sets (Godefroid, "Partial-order methods for the verification of
/// concurrent systems", LNCS 1032), where an agent's CPU and its channel are processes of their own.
///
/// A request or a delivery is enough if
///
/// - nobody else, from where it stands on, touches what it conflicts with before it gets a lock that this agent holds now, and no such operation
///   travels already. The lock is not given back before, because that comes later in the program or in the channel;
/// - the CPU and the channel of one agent do not conflict either: only loads that ask no questions commute with deliveries behind them;
/// - a delivery comes when the agent's interrupt has come: where a fence has nothing to wait for, no interrupt comes between the operation before it and the end;
/// - no invariant of every state reads what it changes, so that no violation is passed over;
/// - it is not *sticky*. Every loop of every program has a sticky request, so every cycle of states has one that is expanded whole, and no step is put off for
///   ever. This needs no knowledge of what was visited: the choice is a function of the state, and counts do not depend on the order of visits;
/// - it does not end the run as a violation; this the caller sees afterwards.
final class Ample {
    private final Conflicts conflicts;
    private final InFlight inFlight;
    private final Machine machine;
    private final int agents;
    private final int locks;
    private final Request request = new Request();
    private final Request other = new Request();
    private final TouchSets touches;
    private final TouchSets conflicting;
    private final int[] pcs;
    private final int[] counts;
    private int[] state = new int[0];
    private int mover;
    private long exclusive;
    private long held;
    private int from;
    private int to;
    private boolean proper;
    private boolean passing;

    Ample(Conflicts conflicts, Machine machine, InFlight inFlight) {
        this.conflicts = conflicts;
        this.machine = machine;
        this.inFlight = inFlight;
        agents = machine.agents();
        locks = machine.world().locks().size();
        pcs = new int[agents];
        counts = new int[agents];
        Resources resources = conflicts.resources();
        touches = new TouchSets((op, target, to) -> resources.touches(op, target, false, to));
        conflicting = new TouchSets(resources::conflicts);
    }

    /// First of the chosen steps.
    int from() {
        return from;
    }

    /// Behind the last of the chosen steps.
    int to() {
        return to;
    }

    /// Whether steps were left out.
    boolean proper() {
        return proper;
    }

    /// Whether the state has one chosen step and need not be stored: it is on no cycle without another state that is.
    boolean passing() {
        return passing;
    }

    /// Chooses among the steps of a state, at least one.
    void choose(int[] s, Choices choices) {
        int n = choices.size();
        from = 0;
        to = n;
        proper = false;
        passing = n == 1 && !isSticky(s, choices.step(0));
        if (n == 1) {
            return;
        }
        state = s;
        for (int agent = 0; agent < agents; agent++) {
            pcs[agent] = machine.pc(s, agent);
            counts[agent] = inFlight.travelling(s, agent);
        }
        for (int i = 0; i < n; i++) {
            int step = choices.step(i);
            int agent = Step.agent(step);
            int end = i + 1;
            while (end < n && Step.agent(choices.step(end)) == agent
                    && Step.slot(choices.step(end)) == Step.slot(step)) {
                end++;
            }
            boolean enough = switch (Step.slot(step)) {
                case Step.REQUEST -> requestIsEnough(agent);
                case Step.CHANNEL -> deliveryIsEnough(agent);
                default -> false;
            };
            if (enough) {
                from = i;
                to = end;
                proper = end - i < n;
                passing = end == i + 1;
                return;
            }
            i = end - 1;
        }
    }

    private boolean isSticky(int[] s, int step) {
        int agent = Step.agent(step);
        return switch (Step.slot(step)) {
            case Step.REQUEST -> conflicts.isSticky(agent, machine.pc(s, agent));
            case Step.CHANNEL -> conflicts.deliversInCycles(agent);
            default -> false;
        };
    }

    private boolean requestIsEnough(int agent) {
        int pc = pcs[agent];
        if (conflicts.isSticky(agent, pc) || conflicts.returnsBehind(agent, pc)
                || inFlight.interruptible(state, agent)) {
            return false;
        }
        inFlight.asked(state, agent, request);
        if (grants() || conflicts.invariants().concern(request)) {
            return false;
        }
        int travelling = counts[agent];
        if (travelling > 0 && (!commutesWithDeliveries() || conflicts.asksBehind(agent, pc))) {
            return false;
        }
        mover = agent;
        lookAtLocks();
        for (int i = 0; i < travelling; i++) {
            inFlight.sent(state, agent, i, other);
            if (other.op == Op.FREE) {
                return false;
            }
            if (other.op == Op.UNLOCK) {
                exclusive &= ~(1L << other.target);
                held &= ~(1L << other.target);
            }
        }
        return isQuiet() && isQuiet(conflicts.behind(agent, pc));
    }

    private boolean commutesWithDeliveries() {
        return request.op == Op.LOAD || request.op == Op.CHOOSE || request.op == Op.YIELD;
    }

    /// Whether others may go on and ask questions when the operation is performed.
    private boolean grants() {
        return conflicts.asksWhenGranted() && (request.op == Op.UNLOCK || request.op == Op.SECTION_END);
    }

    private boolean deliveryIsEnough(int agent) {
        if (conflicts.deliversInCycles(agent) || inFlight.interruptIsToCome(state, agent)) {
            return false;
        }
        int pc = pcs[agent];
        if (!inFlight.asks(state, agent) && goesOnVisibly(agent, pc)) {
            return false;
        }
        inFlight.sent(state, agent, 0, request);
        if (grants() || conflicts.invariants().concern(request)
                || conflicts.minds(agent, pc, request.op, request.target)) {
            return false;
        }
        mover = agent;
        lookAtLocks();
        return isQuiet();
    }

    /// Whether somebody could tell whether the CPU, which waits for its deliveries, has gone on: by a question that it asks then.
    private boolean goesOnVisibly(int agent, int pc) {
        return conflicts.asksBehind(agent, pc) || conflicts.returnsBehind(agent, pc);
    }

    private void lookAtLocks() {
        exclusive = 0;
        held = 0;
        for (int lock = 0; lock < locks; lock++) {
            if (inFlight.holds(state, mover, lock)) {
                held |= 1L << lock;
                exclusive |= inFlight.holdsExclusively(state, mover, lock) ? 1L << lock : 0;
            }
        }
    }

    /// Whether nobody else touches what the request conflicts with.
    private boolean isQuiet() {
        return isQuiet(conflicting.of(request.op, request.target));
    }

    private boolean isQuiet(int[] sought) {
        for (int agent = 0; agent < agents; agent++) {
            if (agent != mover && sought.length > 0 && !keepsOff(agent, sought)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the agent does not touch in any of these ways, neither from where it stands on nor by what travels from it.
    private boolean keepsOff(int agent, int[] sought) {
        int pc = pcs[agent];
        for (int touch : sought) {
            if (!conflicts.keepsOff(agent, pc, touch, exclusive, held)) {
                return false;
            }
        }
        for (int i = counts[agent] - 1; i >= 0; i--) {
            inFlight.sent(state, agent, i, other);
            if (meet(touches.of(other.op, other.target), sought)) {
                return false;
            }
        }
        return true;
    }

    private static boolean meet(int[] some, int[] others) {
        for (int a : some) {
            for (int b : others) {
                if (a == b) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Finds out the touches of an operation.
    private interface Lister {
        void list(int op, int target, IntConsumer to);
    }

    /// The touches of operations, kept from when they were first asked for.
    private static final class TouchSets {
        private static final int[] UNKNOWN = {-1};
        private static final int MOST_TARGETS = 1 << 12;

        private final Lister lister;
        /// By operation and one more than the target, since -1 is none.
        private int[][][] known = new int[0][][];

        TouchSets(Lister lister) {
            this.lister = lister;
        }

        int[] of(int op, int target) {
            int at = target + 1;
            if (op < known.length && at >= 0 && at < known[op].length && known[op][at] != UNKNOWN) {
                return known[op][at];
            }
            IntStream.Builder found = IntStream.builder();
            lister.list(op, target, found);
            int[] set = found.build().toArray();
            if (at >= 0 && at < MOST_TARGETS) {
                keep(op, at, set);
            }
            return set;
        }

        private void keep(int op, int at, int[] set) {
            if (op >= known.length) {
                int before = known.length;
                known = Arrays.copyOf(known, op + 1);
                Arrays.fill(known, before, op + 1, new int[0][]);
            }
            if (at >= known[op].length) {
                int before = known[op].length;
                known[op] = Arrays.copyOf(known[op], 2 * at + 1);
                Arrays.fill(known[op], before, 2 * at + 1, UNKNOWN);
            }
            known[op][at] = set;
        }
    }
}
