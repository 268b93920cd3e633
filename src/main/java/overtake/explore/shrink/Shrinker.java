package overtake.explore.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import overtake.explore.shrink.Follower.Run;
import overtake.machine.Bounds;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.machine.Machine;
import overtake.memory.Access;
import overtake.memory.MemoryModel;
import overtake.program.Invariant;
import overtake.program.World;
import overtake.trace.Pick;
import overtake.trace.PickNames;

/// Makes a run that breaks a property smaller, see [Size], such that it breaks the same property. First by attempts on its named picks: an
/// agent, a part of an agent's picks, any part is left out (Zeller, Hildebrandt, "Simplifying and isolating failure-inducing input", TSE
/// 2002; our complements are not tried), deliveries come earlier, stretches of one agent are joined. Then by a search of all smaller
/// runs, within a bound: if it comes to its end, the result is minimal.
///
/// Deterministic: bounds are counts of steps and states. [#progress] and [#stop] may be called from any JVM thread.
public final class Shrinker {
    /// Bounds of the work, in ints of states copied or visited, so that it takes about as long for every model.
    private static final long ATTEMPT_INTS = 100_000_000;
    private static final long SEARCH_INTS = 40_000_000;
    private static final int MOST_OWN_PICKS = 16;

    private final World world;
    private final MemoryModel model;
    private final Bounds bounds;
    private final Machine machine;
    private final Follower follower;
    private final long budget;
    private Run best;
    private String property;
    private boolean improved;
    private long attempts;
    private volatile boolean stopped;
    private volatile Progress progress = new Progress(0, 0, new Size(0, 0, 0, 0, 0));

    /// What has been done so far.
    ///
    /// @param states visited by the search
    public record Progress(long attempts, long states, Size size) {}

    /// What became of a run.
    ///
    /// @param steps of the smaller run
    /// @param picks the same, by name
    /// @param minimal whether no smaller run breaks the property, within the bounds of the machine
    /// @param attempts how many runs were made
    /// @param states how many states were searched
    public record Result(
            List<Integer> steps,
            List<Pick> picks,
            Fault fault,
            Size before,
            Size after,
            Minimality minimal,
            long attempts,
            long states) {
        public Result {
            steps = List.copyOf(steps);
            picks = List.copyOf(picks);
        }
    }

    /// What is known about smaller runs.
    public enum Minimality {
        /// There is none.
        MINIMAL,
        /// No attempt came to a smaller one.
        LOCALLY_MINIMAL;

        public String word() {
            return this == MINIMAL ? "minimal" : "locally minimal";
        }
    }

    /// @param maxSteps bound on the picks of a run
    public Shrinker(World world, MemoryModel model, Bounds bounds, int maxSteps) {
        this.world = world;
        this.model = model;
        this.bounds = bounds;
        machine = new Machine(world, model, bounds);
        follower = new Follower(machine, maxSteps);
        budget = ATTEMPT_INTS / (machine.size() + 64);
        best = new Run(List.of(), List.of(), progress.size(), Optional.empty(), false, 0);
        property = "";
    }

    public Progress progress() {
        return progress;
    }

    /// Ends the work soon; the smallest run so far is the result.
    public void stop() {
        stopped = true;
    }

    /// @param steps a run that breaks a property
    /// @throws IllegalStateException if they do not
    public Result shrink(List<Integer> steps) {
        best = follower.follow(PickNames.of(new Machine(world, model, bounds), steps));
        if (best.fault().isEmpty()) {
            throw new IllegalStateException("no property is broken by " + steps);
        }
        property = best.fault().get().property();
        Size before = best.size();
        do {
            improved = false;
            leaveOutAgents();
            leaveOutParts();
            deliverEarly();
            join();
        } while (improved && mayGoOn());
        long states = SEARCH_INTS / (machine.size() + 32);
        Shortest search = new Shortest(world, model, bounds, states, () -> stopped);
        Minimality minimal = best.size().canBePacked() ? search(search) : Minimality.LOCALLY_MINIMAL;
        return new Result(best.steps(), best.picks(), best.fault().orElseThrow(), before, best.size(), minimal,
                attempts,
                search.visited());
    }

    private boolean mayGoOn() {
        return !stopped && follower.made() < budget;
    }

    /// Makes a run of these picks; keeps it if it is smaller and breaks the property.
    private boolean attempt(List<Pick> picks) {
        if (!mayGoOn()) {
            return false;
        }
        attempts++;
        Run run = follower.follow(picks);
        boolean breaks = run.fault().filter(fault -> fault.property().equals(property)).isPresent();
        if (breaks && run.size().compareTo(best.size()) < 0) {
            best = run;
            improved = true;
        }
        progress = new Progress(attempts, 0, best.size());
        return best == run;
    }

    private static List<String> agents(Run run) {
        return List.copyOf(new TreeSet<>(run.picks().stream().map(Pick::agent).toList()));
    }

    private void leaveOutAgents() {
        for (String agent : agents(best)) {
            attempt(best.picks().stream().filter(pick -> !pick.agent().equals(agent)).toList());
        }
    }

    /// Leaves out parts of ever smaller length, of each agent's picks, and of all.
    private void leaveOutParts() {
        for (String agent : agents(best)) {
            leaveOutParts(agent);
        }
        leaveOutParts("");
    }

    /// @param agent empty for all
    private void leaveOutParts(String agent) {
        int count = places(agent).size();
        for (int length = (count + 1) / 2; length >= 1; length = length == 1 ? 0 : (length + 1) / 2) {
            int from = 0;
            while (from < places(agent).size()) {
                List<Integer> places = places(agent);
                List<Integer> part = places.subList(from, Math.min(from + length, places.size()));
                List<Pick> rest = new ArrayList<>(best.picks());
                for (int i = part.size() - 1; i >= 0; i--) {
                    rest.remove((int) part.get(i));
                }
                from += attempt(rest) ? 0 : length;
            }
        }
    }

    private List<Integer> places(String agent) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < best.picks().size(); i++) {
            if (agent.isEmpty() || best.picks().get(i).agent().equals(agent)) {
                places.add(i);
            }
        }
        return places;
    }

    /// Moves deliveries, and under `lkmm` all else, before picks of the same agent, the earliest possible first; and takes the plainest
    /// alternative.
    private void deliverEarly() {
        for (int i = 0; i < best.picks().size(); i++) {
            Pick pick = best.picks().get(i);
            if (pick.alternative() % Pick.SAME_SITE > 0) {
                List<Pick> plain = new ArrayList<>(best.picks());
                plain.set(i, new Pick(pick.agent(), pick.kind(), pick.site(), 0));
                attempt(plain);
            }
            boolean moves = pick.kind() == Pick.Kind.DELIVER || outOfOrder();
            if (moves && i < best.picks().size() && best.picks().get(i).equals(pick)) {
                moveEarlier(i, pick);
            }
        }
    }

    /// Whether requests need not be made in program order.
    private boolean outOfOrder() {
        return !model.travels(Access.STORE) && model.mayOvertake(Access.LOAD, Access.STORE);
    }

    private void moveEarlier(int from, Pick pick) {
        List<Integer> own = places(pick.agent()).stream().filter(place -> place < from).toList();
        for (int place : own.subList(Math.max(0, own.size() - MOST_OWN_PICKS), own.size())) {
            List<Pick> moved = new ArrayList<>(best.picks());
            moved.add(place, moved.remove(from));
            if (attempt(moved)) {
                return;
            }
        }
    }

    /// Joins each stretch of one agent to the one before and to the one after.
    private void join() {
        for (int i = 0; i < best.picks().size(); i++) {
            String agent = best.picks().get(i).agent();
            boolean first = i == 0 || !best.picks().get(i - 1).agent().equals(agent);
            if (first && (joinBefore(i, end(i), agent) || joinAfter(i, end(i), agent))) {
                i = -1;
            }
        }
    }

    private int end(int from) {
        List<Pick> picks = best.picks();
        int end = from;
        while (end < picks.size() && picks.get(end).agent().equals(picks.get(from).agent())) {
            end++;
        }
        return end;
    }

    private boolean joinBefore(int from, int end, String agent) {
        int place = from - 1;
        while (place >= 0 && !best.picks().get(place).agent().equals(agent)) {
            place--;
        }
        return attempt(moved(from, end, place + 1));
    }

    private boolean joinAfter(int from, int end, String agent) {
        int place = end;
        while (place < best.picks().size() && !best.picks().get(place).agent().equals(agent)) {
            place++;
        }
        return attempt(moved(from, end, place - (end - from)));
    }

    /// The picks with a stretch moved so that it begins at a place of the rest.
    private List<Pick> moved(int from, int end, int to) {
        List<Pick> rest = new ArrayList<>(best.picks());
        List<Pick> stretch = List.copyOf(rest.subList(from, end));
        rest.subList(from, end).clear();
        rest.addAll(to, stretch);
        return rest;
    }

    /// Looks for a run that is smaller still, of each set of agents that is not larger.
    private Minimality search(Shortest search) {
        Fault fault = best.fault().orElseThrow();
        int all = (1 << world.programs().size()) - 1;
        boolean complete = true;
        for (int set : atTheEnd(fault) ? List.of(all) : sets(all, best.size().agents())) {
            boolean fewer = Integer.bitCount(set) < best.size().agents();
            Size limit = fewer
                    ? new Size(0, Short.MAX_VALUE, Short.MAX_VALUE, Short.MAX_VALUE, Short.MAX_VALUE)
                    : best.size();
            Shortest.Answer answer = search.search(set, property, limit);
            complete &= answer.complete();
            progress = new Progress(attempts, search.visited(), best.size());
            if (answer.fault().isPresent()) {
                best = follower.follow(PickNames.of(new Machine(world, model, bounds), answer.steps()));
                if (fewer) {
                    return search(search);
                }
            }
        }
        return complete ? Minimality.MINIMAL : Minimality.LOCALLY_MINIMAL;
    }

    /// Whether the property is judged when nobody can go on, so that everybody has a part in it.
    private boolean atTheEnd(Fault fault) {
        return fault.kind() == FaultKind.DEADLOCK || fault.kind() == FaultKind.LEAK
                || fault.kind() == FaultKind.INVARIANT
                        && world.invariants().get(fault.pc()).when() == Invariant.When.FINALLY;
    }

    /// The sets of at most so many agents, smaller ones first.
    private static List<Integer> sets(int all, int most) {
        List<Integer> sets = new ArrayList<>();
        for (int size = 1; size <= most; size++) {
            for (int set = 1; set <= all; set++) {
                if (Integer.bitCount(set) == size) {
                    sets.add(set);
                }
            }
        }
        return sets;
    }
}
