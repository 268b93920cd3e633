package overtake.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import overtake.litmus.HerdOutcome;
import overtake.litmus.LitmusRunner;
import overtake.litmus.batch.LitmusBatch;
import overtake.litmus.batch.LitmusBatch.Answer;
import overtake.litmus.batch.LitmusFamilies;
import overtake.memory.Lkmm;

/// Measures litmus tests under `lkmm`: a folder of tests against the milliseconds that its expected.csv records for herd7, and families that
/// grow until one test takes longer than it may. herd7 itself is not run.
public final class LitmusBench {
    private static final int MOST_THREADS = 15;
    private static final double NANOS = 1e9;

    private LitmusBench() {}

    /// When the course is stopped, the rows so far are the result; one test of a family is not cut short.
    ///
    /// @param most CPU time of one test after which its family is left
    public static List<Bench.Row> run(Path folder, Duration most, Course course) {
        List<Bench.Row> rows = new ArrayList<>();
        course.measures("litmus tests of " + folder);
        corpus(folder, rows, course);
        for (LitmusFamilies family : LitmusFamilies.values()) {
            if (!course.stopped()) {
                course.measures("litmus family " + family);
                family(family, most, rows, course);
            }
        }
        return rows;
    }

    private static void corpus(Path folder, List<Bench.Row> rows, Course course) {
        double[] sums = new double[2];
        LitmusBatch batch = new LitmusBatch(List.of(folder), List.of(new Lkmm()), LitmusRunner.MAX_STATES);
        course.works(batch::stop);
        batch.run(1, answer -> {
            if (answer instanceof Answer.Results results) {
                for (LitmusBatch.Compared compared : results.results()) {
                    sums[0] += compared.result().milliseconds();
                    sums[1] += compared.recorded().map(row -> row.milliseconds()).orElse(0.0);
                }
            }
        });
        course.works(null);
        if (course.stopped()) {
            return;
        }
        rows.add(new Bench.Row("litmus lkmm, " + batch.size() + " tests, cold JVM", "ms", sums[0]));
        rows.add(new Bench.Row("litmus lkmm, recorded for herd7", "ms", sums[1]));
    }

    private static void family(LitmusFamilies family, Duration most, List<Bench.Row> rows, Course course) {
        double seconds = 0;
        for (int n = 2; n <= MOST_THREADS && seconds < most.toNanos() / NANOS && !course.stopped(); n++) {
            long start = cpu();
            HerdOutcome outcome = LitmusRunner.outcome(family.test(n), new Lkmm());
            seconds = (cpu() - start) / NANOS;
            String name = "litmus lkmm " + family + "-" + n + ", " + outcome.states().size() + " states"
                    + (outcome.complete() ? "" : ", bound met");
            rows.add(new Bench.Row(name, "CPU-s", seconds));
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
