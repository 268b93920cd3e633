package overtake.explore.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import overtake.axiom.ExecutionGraph;
import overtake.axiom.GraphRecorder;
import overtake.axiom.Judge;
import overtake.axiom.Judgement;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.explore.strategy.Sticky;
import overtake.machine.Bounds;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.program.Instruction;
import overtake.program.Ordering;
import overtake.program.World;

/// Data races by the kernel's definition in a few sampled executions, as remarks: which accesses raced, and in how many. Nothing follows from
/// their absence.
public final class RaceNotes {
    private static final int SAMPLES = 16;
    private static final int MOST_EVENTS = 400;
    private static final int MOST_NOTES = 10;

    private RaceNotes() {}

    public static List<String> of(World world, MemoryModel model, Bounds bounds, long seed, int maxSteps) {
        if (!(model instanceof Lkmm) || !GraphRecorder.understands(world) || !hasPlainAccesses(world)) {
            return List.of();
        }
        Map<Judgement.Race, Integer> races = new TreeMap<>();
        int judged = 0;
        try (Engine engine = new MachineEngine(world, model, bounds)) {
            Strategy strategy = new Sticky(seed);
            for (int i = 0; i < SAMPLES; i++) {
                strategy.begin(i);
                GraphRecorder recorder = new GraphRecorder(world, model);
                engine.journal(recorder);
                boolean whole = engine.run(strategy, maxSteps) == Engine.Ending.COMPLETED;
                if (!whole) {
                    continue;
                }
                ExecutionGraph graph = recorder.graph();
                if (graph.events().size() <= MOST_EVENTS) {
                    judged++;
                    Judge.judge(graph).races().forEach(race -> races.merge(race, 1, Integer::sum));
                }
            }
        }
        return notes(races, judged);
    }

    private static List<String> notes(Map<Judgement.Race, Integer> races, int judged) {
        List<String> notes = new ArrayList<>();
        races.forEach((race, count) -> {
            if (notes.size() < MOST_NOTES) {
                notes.add("data race under lkmm in " + count + " of " + judged + " sampled executions: " + race);
            }
        });
        if (races.size() > MOST_NOTES) {
            notes.add((races.size() - MOST_NOTES) + " more data races");
        }
        return notes;
    }

    private static boolean hasPlainAccesses(World world) {
        Stream<Instruction> all = world.programs().stream()
                .flatMap(program -> Stream.concat(program.instructions().stream(),
                        program.handler().stream().flatMap(handler -> handler.instructions().stream())));
        return all.anyMatch(instruction -> switch (instruction) {
            case Instruction.Load load -> load.ordering() == Ordering.PLAIN;
            case Instruction.Store store -> store.ordering() == Ordering.PLAIN;
            default -> false;
        });
    }
}
