package overtake.litmus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import overtake.axiom.Candidates;
import overtake.explore.Exhaustive;
import overtake.machine.FaultKind;
import overtake.machine.Machine;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.program.Instruction;
import overtake.program.Ordering;

/// Runs litmus tests: all their executions under each model.
public final class LitmusRunner {
    /// States visited before a test is given up.
    public static final long MAX_STATES = 2_000_000;

    /// Execution graphs judged before the question for data races is given up.
    private static final long MAX_GRAPHS = 100_000;

    private LitmusRunner() {}

    /// Results of some tests, and what is wrong with those that could not be read.
    public record Run(List<LitmusResult> results, List<String> problems) {
        public Run {
            results = List.copyOf(results);
            problems = List.copyOf(problems);
        }
    }

    /// What the test does under a model. Executions that deadlock do not count; those that break a rule of the machine (a wild pointer, an
    /// unlock of what is not locked) do not count either, and are flagged.
    public static HerdOutcome outcome(LitmusTest test, MemoryModel model) {
        return outcome(test, model, MAX_STATES, () -> false);
    }

    /// As above.
    ///
    /// @param maxStates visited before the test is given up
    /// @param stop whether to give up, asked now and then
    public static HerdOutcome outcome(LitmusTest test, MemoryModel model, long maxStates, BooleanSupplier stop) {
        Machine machine = new Machine(test.world(), model, test.bounds());
        Exhaustive.Result result = Exhaustive.explore(machine, test.cells(), maxStates, stop);
        List<String> flags = new ArrayList<>(result.violations());
        flags.remove(FaultKind.DEADLOCK.property());
        boolean complete = result.complete();
        if (model instanceof Lkmm && complete && hasPlainAccesses(test)) {
            complete = addRaces(test, flags);
        }
        return HerdOutcome.of(test, result.outcomes(), flags, complete);
    }

    private static boolean hasPlainAccesses(LitmusTest test) {
        return test.world().programs().stream().flatMap(program -> program.instructions().stream())
                .anyMatch(instruction -> switch (instruction) {
                    case Instruction.Load load -> load.ordering() == Ordering.PLAIN;
                    case Instruction.Store store -> store.ordering() == Ordering.PLAIN;
                    default -> false;
                });
    }

    /// Data races are a matter of whole executions, so they are asked of all that the axioms allow. Returns whether all were seen.
    private static boolean addRaces(LitmusTest test, List<String> flags) {
        return Candidates.enumerate(test.world(), test.cells(), MAX_GRAPHS, execution -> {
            if (!execution.judgement().races().isEmpty()) {
                flags.add("data-race");
            }
            if (execution.judgement().mixed()) {
                flags.add("mixed-accesses");
            }
        }).complete();
    }

    /// Runs a file, or all tests below a folder in the order of their names.
    public static Run run(Path path, List<MemoryModel> models) {
        return run(path, models, _ -> {});
    }

    /// Runs a file, or all tests below a folder in the order of their names.
    ///
    /// @param each hears of each result as soon as it is there
    public static Run run(Path path, List<MemoryModel> models, Consumer<LitmusResult> each) {
        List<LitmusResult> results = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files(path)) {
            String shown = file.equals(path) ? path.toString() : slashes(path.relativize(file));
            try {
                LitmusTest test = LitmusReader.read(file, shown);
                for (MemoryModel model : models) {
                    LitmusResult result = result(shown, test, model);
                    results.add(result);
                    each.accept(result);
                }
            } catch (LitmusException e) {
                problems.addAll(e.problems());
            }
        }
        return new Run(results, problems);
    }

    private static LitmusResult result(String shown, LitmusTest test, MemoryModel model) {
        long start = System.nanoTime();
        HerdOutcome outcome = outcome(test, model);
        return new LitmusResult(shown, test, model.name(), outcome, (System.nanoTime() - start) / 1e6);
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            return below.filter(file -> file.toString().endsWith(".litmus") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
