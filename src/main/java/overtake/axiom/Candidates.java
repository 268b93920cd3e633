package overtake.axiom;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import overtake.axiom.Communications.Communication;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.World;

/// All executions of a small world that the axioms allow, without any machine: every path of every agent for all values that its reads might
/// take, every choice of what reads read from and in which order stores come, and of these the graphs that no axiom forbids.
///
/// The number of graphs grows exponentially with the number of accesses of a location; [Result#complete] is false when `limit` was met.
public final class Candidates {
    private static final long COMBINATIONS = 20;

    private final World world;
    private final Locations locations;
    private final List<Integer> cells;
    private final long limit;
    private final Consumer<Execution> each;
    private long combinations;
    private long graphs;
    private long allowed;
    private boolean complete = true;

    /// An execution that the model allows.
    ///
    /// @param values observations by `agent:name`, final values of cells by their names
    public record Execution(ExecutionGraph graph, Judgement judgement, SortedMap<String, Integer> values) {}

    /// @param graphs how many were judged
    /// @param complete whether these were all
    public record Result(long graphs, long allowed, boolean complete) {}

    private Candidates(World world, List<Integer> cells, long limit, Consumer<Execution> each) {
        this.world = world;
        this.locations = new Locations(world);
        this.cells = List.copyOf(cells);
        this.limit = limit;
        this.each = each;
    }

    /// @param cells whose final values are wanted
    /// @param limit of graphs to judge and of paths of one agent
    /// @param each hears of each execution that is allowed
    public static Result enumerate(World world, List<Integer> cells, long limit, Consumer<Execution> each) {
        Candidates candidates = new Candidates(world, cells, limit, each);
        candidates.combine(candidates.paths());
        return new Result(candidates.graphs, candidates.allowed, candidates.complete);
    }

    // ---- paths of agents

    /// For each agent its paths, for all values that stores can put where it reads.
    private List<List<AgentPath>> paths() {
        Map<Integer, SortedSet<Integer>> values = new TreeMap<>();
        List<List<AgentPath>> all;
        boolean more;
        // A value that has gone through every store of the world has gone as far as it can.
        long rounds = 1 + world.programs().stream().flatMap(p -> p.instructions().stream())
                .filter(i -> i instanceof Instruction.Store || i instanceof Instruction.Rmw)
                .count();
        do {
            rounds--;
            all = new ArrayList<>();
            more = false;
            for (int agent = 0; agent < world.programs().size(); agent++) {
                List<AgentPath> paths = paths(agent, values);
                all.add(paths);
                for (AgentPath path : paths) { // also of those that end at a wild pointer
                    more |= writes(path, values);
                }
            }
        } while (more && complete && rounds > 0);
        return all.stream().map(paths -> paths.stream().filter(AgentPath::finished).toList()).toList();
    }

    /// Adds what a path writes. Returns whether anything is new.
    private boolean writes(AgentPath path, Map<Integer, SortedSet<Integer>> values) {
        boolean more = false;
        for (Event event : path.events()) {
            more |= event.is(Event.Tag.WRITE) && values(values, event.location()).add(event.value());
        }
        return more;
    }

    private SortedSet<Integer> values(Map<Integer, SortedSet<Integer>> values, int location) {
        return values.computeIfAbsent(location, _ -> new TreeSet<>(List.of(locations.initial(location))));
    }

    private List<AgentPath> paths(int agent, Map<Integer, SortedSet<Integer>> values) {
        List<AgentPath> paths = new ArrayList<>();
        ChoosingFeed feed = new ChoosingFeed(world, location -> List.copyOf(values(values, location)));
        do {
            feed.begin();
            AgentPath path = new AgentWalk(world, agent, feed).walk();
            paths.add(path);
            if (paths.size() > limit) {
                complete = false;
                return paths;
            }
        } while (feed.advance());
        return paths;
    }

    // ---- graphs

    /// A path with what it reads that only others can have written, and what it writes, as numbers of pairs of location and value.
    private record Offer(AgentPath path, BitSet needs, BitSet gives) {}

    private List<List<Offer>> offers(List<List<AgentPath>> paths) {
        Map<Long, Integer> numbers = new TreeMap<>();
        return paths.stream().map(some -> some.stream().map(path -> offer(path, numbers)).toList()).toList();
    }

    private Offer offer(AgentPath path, Map<Long, Integer> numbers) {
        BitSet needs = new BitSet();
        BitSet gives = new BitSet();
        for (Event event : path.events()) {
            boolean cell = event.location() >= 0 && event.location() < world.cells().size();
            if (!cell) {
                continue;
            }
            long pair = (long) event.location() << Integer.SIZE | event.value() & 0xffffffffL;
            int number = numbers.computeIfAbsent(pair, _ -> numbers.size());
            if (event.is(Event.Tag.WRITE)) {
                gives.set(number);
            } else if (event.value() != locations.initial(event.location()) && !gives.get(number)) {
                needs.set(number);
            }
        }
        return new Offer(path, needs, gives);
    }

    private void combine(List<List<AgentPath>> paths) {
        List<List<Offer>> offers = offers(paths);
        List<BitSet> rest = new ArrayList<>();
        BitSet later = new BitSet();
        rest.add(later);
        for (List<Offer> some : offers.reversed()) {
            BitSet more = (BitSet) later.clone();
            some.forEach(offer -> more.or(offer.gives()));
            rest.addFirst(more);
            later = more;
        }
        combine(offers, rest, new ArrayList<>(), new BitSet(), new BitSet());
    }

    private void combine(
            List<List<Offer>> offers, List<BitSet> rest, List<AgentPath> chosen, BitSet needs, BitSet gives) {
        if (!complete) {
            return;
        }
        BitSet missing = (BitSet) needs.clone();
        missing.andNot(gives);
        missing.andNot(rest.get(chosen.size()));
        if (!missing.isEmpty()) {
            return;
        }
        if (chosen.size() == offers.size()) {
            graphs(List.copyOf(chosen));
            return;
        }
        if (++combinations > limit * COMBINATIONS) {
            complete = false;
            return;
        }
        for (Offer offer : offers.get(chosen.size())) {
            BitSet allNeeds = (BitSet) needs.clone();
            allNeeds.or(offer.needs());
            BitSet allGives = (BitSet) gives.clone();
            allGives.or(offer.gives());
            chosen.add(offer.path());
            combine(offers, rest, chosen, allNeeds, allGives);
            chosen.removeLast();
        }
    }

    private void graphs(List<AgentPath> paths) {
        SortedSet<Integer> used = new TreeSet<>(cells);
        paths.forEach(path -> path.events().stream().filter(Event::isAccess).forEach(e -> used.add(e.location())));
        List<Event> initial = new ArrayList<>();
        used.forEach(location -> initial.add(Event.initial(location, locations.initial(location))));
        var parts = new ExecutionGraph.Parts(world, initial, paths);
        List<List<Communication>> choices = new ArrayList<>();
        for (int location : used) {
            List<Communication> some = new Communications(parts, location).all();
            if (some.isEmpty()) {
                return;
            }
            choices.add(some);
        }
        choose(parts, paths, choices, new ArrayList<>());
    }

    private void choose(ExecutionGraph.Parts parts, List<AgentPath> paths, List<List<Communication>> choices,
            List<Communication> chosen) {
        if (!complete) {
            return;
        }
        if (chosen.size() < choices.size()) {
            for (Communication next : choices.get(chosen.size())) {
                chosen.add(next);
                choose(parts, paths, choices, chosen);
                chosen.removeLast();
            }
            return;
        }
        if (++graphs > limit) {
            complete = false;
            return;
        }
        int[] source = new int[parts.events.size()];
        java.util.Arrays.fill(source, -1);
        chosen.forEach(communication -> communication.sources().forEach((read, write) -> source[read] = write));
        ExecutionGraph graph = parts.graph(source, chosen.stream().map(Communication::order).toList());
        Judgement judgement = Judge.judge(graph);
        if (judgement.allowed()) {
            allowed++;
            each.accept(new Execution(graph, judgement, values(parts, paths, chosen)));
        }
    }

    private SortedMap<String, Integer> values(
            ExecutionGraph.Parts parts, List<AgentPath> paths, List<Communication> chosen) {
        SortedMap<String, Integer> values = new TreeMap<>();
        for (int agent = 0; agent < paths.size(); agent++) {
            Program program = world.programs().get(agent);
            for (int slot = 0; slot < program.observations().size(); slot++) {
                values.put(program.agent() + ":" + program.observations().get(slot),
                        paths.get(agent).observations().get(slot));
            }
        }
        for (Communication communication : chosen) {
            Event last = parts.events.get(communication.order().getLast());
            if (cells.contains(last.location())) {
                values.put(locations.name(last.location()), last.value());
            }
        }
        return values;
    }
}
