package overtake.actor;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.explore.strategy.RandomWalk;
import overtake.machine.Bounds;
import overtake.memory.MemoryModel;
import overtake.program.World;
import overtake.support.BenchWorlds;

/// Measures runs of a few worlds on the machine and on the actors, side by side, per second of CPU time of the
/// measuring thread. Not a test: run its main method with `-XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow`;
/// arguments are names of worlds, all if none.
public final class ActorBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 15;
    private static final long ROUND_NANOS = 300_000_000L;
    private static final int MAX_STEPS = 400;

    private ActorBenchmark() {}

    private record Rates(double executions, double steps, double deliveries) {}

    public static void main(String[] arguments) {
        try (ActorRuntime runtime = new ActorRuntime()) {
            System.out.printf("%-24s %-4s %-8s %12s %12s %12s%n", "world", "", "engine", "runs/s", "steps/s",
                    "deliveries/s");
            List<World> worlds = BenchWorlds.all().stream()
                    .filter(world -> arguments.length == 0 || List.of(arguments).contains(world.name()))
                    .toList();
            for (World world : worlds) {
                for (MemoryModel model : MemoryModel.all()) {
                    compare(runtime, world, model);
                }
            }
        }
    }

    private static void compare(ActorRuntime runtime, World world, MemoryModel model) {
        List<Engine> engines =
                List.of(new MachineEngine(world, model, Bounds.DEFAULT), runtime.open(world, model, Bounds.DEFAULT));
        Rates[][] rates = new Rates[engines.size()][ROUNDS];
        for (int round = -3; round < ROUNDS; round++) {
            for (int i = 0; i < engines.size(); i++) {
                Rates measured = measure(engines.get(i));
                if (round >= 0) {
                    rates[i][round] = measured;
                }
            }
        }
        double[] slower = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            slower[round] = rates[0][round].executions() / rates[1][round].executions();
        }
        Arrays.sort(slower);
        for (int i = 0; i < engines.size(); i++) {
            Arrays.sort(rates[i], (a, b) -> Double.compare(a.executions(), b.executions()));
            Rates median = rates[i][ROUNDS / 2];
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %-4s %-8s %,12.0f %,12.0f %,12.0f%n",
                    world.name(),
                    model.name(),
                    engines.get(i).name(),
                    median.executions(),
                    median.steps(),
                    median.deliveries());
            engines.get(i).close();
        }
        System.out.printf(
                Locale.ROOT,
                "%-24s %-4s %.2f times slower (%.2f to %.2f)%n",
                world.name(),
                model.name(),
                slower[ROUNDS / 2],
                slower[0],
                slower[ROUNDS - 1]);
    }

    private static Rates measure(Engine engine) {
        Strategy strategy = new RandomWalk(1);
        long before = engine.deliveries();
        long start = THREADS.getCurrentThreadCpuTime();
        long executions = 0;
        long steps = 0;
        long nanos = 0;
        while (nanos < ROUND_NANOS) {
            for (int i = 0; i < 100; i++) {
                strategy.begin(executions++);
                engine.run(strategy, MAX_STEPS);
                steps += engine.steps();
            }
            nanos = THREADS.getCurrentThreadCpuTime() - start;
        }
        double seconds = nanos / 1e9;
        return new Rates(executions / seconds, steps / seconds, (engine.deliveries() - before) / seconds);
    }
}
