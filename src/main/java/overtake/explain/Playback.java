package overtake.explain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import overtake.axiom.ExecutionGraph;
import overtake.axiom.GraphRecorder;
import overtake.machine.Bounds;
import overtake.machine.EntryKind;
import overtake.machine.EventKind;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.machine.Journal;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.program.CellType;
import overtake.program.World;
import overtake.trace.Holdings;
import overtake.trace.Pick;
import overtake.trace.PickNames;
import overtake.trace.Trace;
import overtake.trace.TraceLine;
import overtake.trace.TraceRecorder;

/// One run, step by step, with what is in memory, what travels and who holds what after each step.
///
/// @param frames one for each pick, after one for the initial state
/// @param facts one for each line of the trace but the violation
/// @param graph its execution graph, with the numbers of lines as marks; empty for worlds that the kernel's model says nothing about
public record Playback(
        World world, MemoryModel model, List<Pick> picks, Trace trace, List<Frame> frames, List<Fact> facts,
        Optional<Fault> fault, Optional<ExecutionGraph> graph) {
    public Playback {
        picks = List.copyOf(picks);
        frames = List.copyOf(frames);
        facts = List.copyOf(facts);
    }

    /// What there is after a step.
    ///
    /// @param lines how many lines of the trace have been written
    /// @param cells values, by number of the cell; under `lkmm` the ones last in coherence order
    /// @param cacheLines who holds what of each, such as `page.line: memory 1, cache 2 dirty`
    /// @param channels by agent the lines whose operations travel, the oldest first
    /// @param held what is held, one phrase each, such as `gpc.lock: held by vcpu0`
    public record Frame(int lines, List<Integer> cells, List<String> cacheLines, List<List<Integer>> channels,
            List<String> held) {
        public Frame {
            cells = List.copyOf(cells);
            cacheLines = List.copyOf(cacheLines);
            channels = List.copyOf(channels);
            held = List.copyOf(held);
        }
    }

    /// What the event of a line of the trace was.
    ///
    /// @param step number of the pick that caused it, from 1; 0 for what came before the first
    /// @param agent number of the agent
    /// @param target cell, lock or domain, or -1
    /// @param overtaken under `lkmm` the instructions that come earlier in program order and were not performed yet
    public record Fact(
            int step, EventKind kind, int agent, int pc, int target, int value, List<Integer> overtaken) {
        public Fact {
            overtaken = List.copyOf(overtaken);
        }
    }

    /// An operation was performed before one of its agent that comes earlier in program order.
    ///
    /// @param later its line
    /// @param earlier line of the one that it overtook; 0 if that was not performed before the run ended
    /// @param pc of the one that it overtook
    public record Overtaking(int later, int earlier, int pc) {}

    /// In the order of lines.
    public List<Overtaking> overtakings() {
        List<Overtaking> all = new ArrayList<>();
        for (TraceLine line : trace.lines()) {
            if (line.fault() || line.kind() == EventKind.DELIVER || line.kind() == EventKind.LEARN) {
                continue;
            }
            List<Integer> missing = new ArrayList<>(facts.get(line.n() - 1).overtaken());
            for (int earlier : line.overtakes()) {
                int pc = facts.get(earlier - 1).pc();
                missing.remove(Integer.valueOf(pc));
                all.add(new Overtaking(line.n(), earlier, pc));
            }
            missing.forEach(pc -> all.add(new Overtaking(line.n(), 0, pc)));
        }
        return all;
    }

    /// Those, and the deliveries of stores that came before earlier ones of their agent had reached the reader.
    public List<Overtaking> reorderings() {
        List<Overtaking> all = new ArrayList<>(overtakings());
        for (TraceLine line : trace.lines()) {
            if (line.kind() == EventKind.LEARN) {
                int later = line.overtakes().getFirst();
                line.overtakes().stream().skip(1)
                        .forEach(earlier -> all.add(new Overtaking(later, earlier, facts.get(earlier - 1).pc())));
            }
        }
        return all;
    }

    /// How a sentence about it ends: `no-stale-cache is broken.`, `the run ends in deadlock.`
    String outcome() {
        Fault end = fault.orElseThrow();
        boolean named = end.kind() == FaultKind.CHECK || end.kind() == FaultKind.INVARIANT;
        return named ? end.property() + " is broken." : "the run ends in " + end.property() + ".";
    }

    /// The trace without what a reader need not see, under the same numbers, see [ReadableTable].
    public Trace readable() {
        return new ReadableTable(this).trace();
    }

    /// Makes the run.
    ///
    /// @param steps see [overtake.machine.Step]
    public static Playback of(World world, MemoryModel model, Bounds bounds, List<Integer> steps) {
        return new Recording(world, model, bounds).make(steps);
    }

    /// `gpc.valid = true`
    public String cell(Frame frame, int cell) {
        CellType type = world.cells().get(cell).type();
        return world.cells().get(cell).name() + " = " + world.show(type, frame.cells().get(cell));
    }

    /// The frame after the step that wrote a line.
    public Frame frameOf(int line) {
        return frames.get(line > facts.size() ? frames.size() - 1 : facts.get(line - 1).step());
    }

    private static final class Recording implements Journal {
        private final World world;
        private final Machine machine;
        private final PickNames names;
        private final TraceRecorder recorder;
        private final Holdings holdings;
        private final Optional<GraphRecorder> graphs;
        private final List<Deque<Integer>> travelling = new ArrayList<>();
        private final List<Fact> facts = new ArrayList<>();
        private final List<Integer> overtaken = new ArrayList<>();
        private final List<Frame> frames = new ArrayList<>();

        Recording(World world, MemoryModel model, Bounds bounds) {
            this.world = world;
            machine = new Machine(world, model, bounds);
            recorder = new TraceRecorder(world);
            holdings = new Holdings(world);
            graphs = GraphRecorder.understands(world) ? Optional.of(new GraphRecorder(world, model)) : Optional.empty();
            world.programs().forEach(_ -> travelling.add(new ArrayDeque<>()));
            names = new PickNames(machine);
            machine.journal(this);
            names.reset();
        }

        Playback make(List<Integer> steps) {
            List<Pick> picks = new ArrayList<>();
            frames.add(frame());
            for (int step : steps) {
                picks.add(names.name(step));
                names.apply(step);
                frames.add(frame());
            }
            Optional<Fault> fault = machine.ending(names.state());
            return new Playback(world, machine.model(), picks, recorder.trace(fault), frames, facts, fault,
                    graphs.map(GraphRecorder::graph));
        }

        private Frame frame() {
            List<Integer> cells = new ArrayList<>();
            for (int i = 0; i < world.cells().size(); i++) {
                cells.add(machine.cell(names.state(), i));
            }
            List<List<Integer>> channels = new ArrayList<>();
            travelling.forEach(channel -> channels.add(List.copyOf(channel)));
            return new Frame(recorder.size(), cells, recorder.cacheLines(), channels,
                    holdings.holds().stream().map(this::held).toList());
        }

        private String held(Holdings.Hold hold) {
            String name = switch (hold.kind()) {
                case LOCK -> world.locks().get(hold.number()).name();
                case SECTION -> "the read-side sections of " + world.domains().get(hold.number()).name();
            };
            return name + ": " + holdings.describe(hold);
        }

        @Override
        public void event(EventKind kind, int agent, int pc, int target, int value) {
            names.event(kind, agent, pc, target, value);
            holdings.event(kind, agent, pc, target, value);
            recorder.event(kind, agent, pc, target, value);
            graphs.ifPresent(graph -> {
                graph.mark(recorder.size());
                graph.event(kind, agent, pc, target, value);
            });
            if (recorder.size() > facts.size()) {
                facts.add(new Fact(frames.size(), kind, agent, pc, target, value, overtaken));
                overtaken.clear();
            }
            if (kind == EventKind.OVERTAKE) {
                overtaken.add(pc);
            }
            if (kind == EventKind.SEND) {
                travelling.get(agent).addLast(recorder.size());
            } else if (kind == EventKind.DELIVER) {
                travelling.get(agent).removeFirst();
            }
        }

        @Override
        public void entry(EntryKind kind, int agent, int slot, int number) {
            graphs.ifPresent(graph -> graph.entry(kind, agent, slot, number));
        }
    }
}
