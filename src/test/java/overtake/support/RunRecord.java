package overtake.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import overtake.explore.Engine;
import overtake.explore.Strategy;
import overtake.machine.EventKind;
import overtake.machine.Fault;
import overtake.machine.Journal;
import overtake.program.Program;
import overtake.program.World;

/// All that can be seen of one run.
public record RunRecord(
        Engine.Ending ending,
        Optional<Fault> fault,
        List<Integer> picks,
        List<String> choices,
        List<Event> events,
        List<Integer> cells,
        List<Integer> observations) {

    public record Event(EventKind kind, int agent, int pc, int target, int value) {}

    /// Carries out a run and records it.
    public static RunRecord of(Engine engine, Strategy strategy, int maxSteps) {
        List<Event> events = new ArrayList<>();
        engine.journal((kind, agent, pc, target, value) -> events.add(new Event(kind, agent, pc, target, value)));
        Offered offered = new Offered(strategy);
        Engine.Ending ending = engine.run(offered, maxSteps);
        engine.journal(Journal.NONE);
        List<Integer> picks = new ArrayList<>();
        for (int i = 0; i < engine.steps(); i++) {
            picks.add(engine.step(i));
        }
        return new RunRecord(
                ending, engine.fault(), picks, offered.seen, events, cells(engine), observations(engine));
    }

    private static List<Integer> cells(Engine engine) {
        List<Integer> cells = new ArrayList<>();
        for (int i = 0; i < engine.world().cells().size(); i++) {
            cells.add(engine.cell(i));
        }
        return cells;
    }

    private static List<Integer> observations(Engine engine) {
        List<Integer> observations = new ArrayList<>();
        List<Program> programs = engine.world().programs();
        for (int agent = 0; agent < programs.size(); agent++) {
            for (int slot = 0; slot < programs.get(agent).observations().size(); slot++) {
                observations.add(engine.observation(agent, slot));
            }
        }
        return observations;
    }

    /// Which instructions all runs of the engine have executed, one line an agent.
    public static List<String> coverage(Engine engine) {
        List<String> lines = new ArrayList<>();
        World world = engine.world();
        for (int agent = 0; agent < world.programs().size(); agent++) {
            Program program = world.programs().get(agent);
            int size = program.instructions().size()
                    + program.handler().map(h -> h.instructions().size()).orElse(0);
            StringBuilder line = new StringBuilder();
            for (int pc = 0; pc < size; pc++) {
                line.append(engine.covered(agent, pc) ? '+' : '-');
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /// Notes what the other strategy had to choose from.
    private static final class Offered implements Strategy {
        private final Strategy strategy;
        private final List<String> seen = new ArrayList<>();

        Offered(Strategy strategy) {
            this.strategy = strategy;
        }

        @Override
        public String name() {
            return strategy.name();
        }

        @Override
        public void begin(long execution) {
            strategy.begin(execution);
        }

        @Override
        public int pick(overtake.machine.Choices choices) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < choices.size(); i++) {
                line.append(Integer.toHexString(choices.step(i))).append(':').append(choices.op(i)).append(' ');
            }
            seen.add(line.toString());
            return strategy.pick(choices);
        }
    }
}
