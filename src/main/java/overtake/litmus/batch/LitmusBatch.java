package overtake.litmus.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import overtake.litmus.ExpectedCsv;
import overtake.litmus.HerdOutcome;
import overtake.litmus.LitmusException;
import overtake.litmus.LitmusReader;
import overtake.litmus.LitmusResult;
import overtake.litmus.LitmusRunner;
import overtake.litmus.LitmusTest;
import overtake.memory.MemoryModel;

/// All litmus tests below some paths, under some models, on as many JVM threads as asked for. Answers come in the order of the paths, by name
/// below a folder, whatever the number of threads.
public final class LitmusBatch {
    private final List<MemoryModel> models;
    private final long maxStates;
    private final Recorded recorded = new Recorded();
    private final List<Item> items = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean stopped;

    /// A test file.
    ///
    /// @param name as given, or relative to the folder that was given
    private record Item(Path file, String name) {}

    /// What is known about one test file.
    public sealed interface Answer {
        /// @param results one for each model
        record Results(List<Compared> results) implements Answer {
            public Results {
                results = List.copyOf(results);
            }
        }

        /// Nothing is known, because the file is wrong.
        record Wrong(LitmusException exception) implements Answer {}

        /// Nothing is known, because of a bug.
        record Failed(RuntimeException exception) implements Answer {}

        /// The batch was stopped before.
        record Missing() implements Answer {}
    }

    /// A result beside what herd7 said.
    ///
    /// @param recorded the line of the `expected.csv` that lies beside the test or above it
    public record Compared(LitmusResult result, Optional<ExpectedCsv.Row> recorded) {
        /// What is different from the record; empty if nothing is, or nothing is recorded. Of a search that was not complete
        /// nothing is said about what is missing.
        public List<String> differences() {
            return recorded.stream()
                    .flatMap(row -> ExpectedCsv.differences(row, result.outcome()).stream())
                    .filter(difference -> result.outcome().complete() || difference.endsWith("is not recorded"))
                    .toList();
        }
    }

    /// @param maxStates states visited before a test is given up
    public LitmusBatch(Collection<Path> paths, List<MemoryModel> models, long maxStates) {
        this.models = List.copyOf(models);
        this.maxStates = maxStates;
        List<String> problems = new ArrayList<>();
        for (Path path : paths) {
            find(path, problems);
        }
        if (!problems.isEmpty()) {
            throw new LitmusException(problems);
        }
    }

    private void find(Path path, List<String> problems) {
        if (!Files.isDirectory(path)) {
            if (!Files.exists(path)) {
                problems.add(path + ": no such file; expected a litmus test or a folder of them");
            }
            items.add(new Item(path, slashes(path)));
            return;
        }
        List<Path> files;
        try (Stream<Path> below = Files.walk(path)) {
            files = below.filter(file -> file.toString().endsWith(".litmus") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            problems.add(path + ": cannot be read: " + e.getMessage());
            return;
        }
        if (files.isEmpty()) {
            problems.add(path + ": no file below it ends in .litmus; expected litmus tests");
        }
        files.forEach(file -> items.add(new Item(file, slashes(path.relativize(file)))));
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }

    /// How many tests there are.
    public int size() {
        return items.size();
    }

    /// How many tests have been run; may be called from any JVM thread.
    public int done() {
        return done.get();
    }

    /// Ends the batch soon; may be called from any JVM thread.
    public void stop() {
        stopped = true;
    }

    /// Runs the tests.
    ///
    /// @param each hears the answers in order, in the calling JVM thread
    public void run(int jobs, Consumer<Answer> each) {
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            items.forEach(item -> answers.add(threads.submit(() -> answer(item))));
            for (Future<Answer> answer : answers) {
                each.accept(answer.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a worker failed", e.getCause());
        } finally {
            stop();
            threads.shutdown();
        }
    }

    private Answer answer(Item item) {
        if (stopped) {
            return new Answer.Missing();
        }
        try {
            LitmusTest test = LitmusReader.read(item.file(), slashes(item.file()));
            List<Compared> results = new ArrayList<>();
            for (MemoryModel model : models) {
                LitmusResult result = result(item.name(), test, model);
                if (stopped) {
                    return new Answer.Missing();
                }
                results.add(new Compared(result, recorded.row(item.file(), model.name())));
            }
            done.incrementAndGet();
            return new Answer.Results(results);
        } catch (LitmusException e) {
            return new Answer.Wrong(e);
        } catch (RuntimeException e) {
            return new Answer.Failed(e);
        }
    }

    private LitmusResult result(String name, LitmusTest test, MemoryModel model) {
        long start = System.nanoTime();
        HerdOutcome outcome = LitmusRunner.outcome(test, model, maxStates, () -> stopped);
        return new LitmusResult(name, test, model.name(), outcome, (System.nanoTime() - start) / 1e6);
    }
}
