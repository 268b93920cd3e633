package overtake.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import overtake.program.Program;
import overtake.program.Source;
import overtake.scenario.Overrides;
import overtake.scenario.ScenarioReader;
import overtake.scenario.Settings;

/// The tables of steps on the pages of the systems: what they name is in the programs of the system's scenarios, in that order.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StepTablesTest {
    private static final String HEAD = "| steps | method | operations, by step |";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern CLASS_AND_METHOD = Pattern.compile("([A-Z]\\w+)\\.(\\w+)");

    private final Map<String, List<Operation>> ofFolder = new LinkedHashMap<>();

    /// An operation of a method, as the table has it, and where it stands in the source.
    private record Operation(String file, String method, String name, int line) {}

    private static List<List<String>> rows(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .dropWhile(line -> !line.equals(HEAD)).skip(2).takeWhile(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
                .map(cells -> cells.subList(1, cells.size() - 1)).toList();
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private List<Operation> operations(String folder) throws IOException {
        List<Operation> known = ofFolder.get(folder);
        if (known != null) {
            return known;
        }
        Map<String, Operation> all = new LinkedHashMap<>();
        var reader = new ScenarioReader(Settings.load());
        try (Stream<Path> files = Files.list(Path.of("scenarios", folder))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".conf")).sorted().toList()) {
                for (Program program : reader.read(file, Overrides.NONE).world().programs()) {
                    program.sources().forEach(source -> add(all, source));
                    program.handler().ifPresent(handler -> handler.sources().forEach(source -> add(all, source)));
                }
            }
        }
        ofFolder.put(folder, List.copyOf(all.values()));
        return List.copyOf(all.values());
    }

    private static void add(Map<String, Operation> all, Source source) {
        int slash = source.site().indexOf('/');
        if (slash > 0) {
            String method = source.site().substring(0, slash);
            all.put(source.file() + ":" + source.line() + source.site(), new Operation(source.file(),
                    method.substring(method.indexOf('.') + 1), source.operation(), source.line()));
        }
    }

    /// `spin_lock(gpc_lock)` means `spin_lock(kvm.gpc_lock)`.
    private static boolean names(String shortName, String operation) {
        if (shortName.equals(operation)) {
            return true;
        }
        int bracket = shortName.indexOf('(');
        return bracket > 0
                && operation.startsWith(shortName.substring(0, bracket + 1))
                && operation.endsWith("." + shortName.substring(bracket + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "machinery, machinery, 35", "pfncache-lockless, pfncache-lockless regressions, 20",
        "pfncache-range-end, pfncache-range-end, 14", "tdp-roots, tdp-roots regressions, 30",
        "lockless-aging, lockless-aging, 30", "arm64-locked-memslots, arm64-locked-memslots, 15"
    })
    void every_operation_of_the_table_is_in_its_method_and_in_this_order(String page, String folders, int atLeast)
            throws IOException {
        List<List<String>> rows = rows(Path.of("docs", page + ".md"));
        List<Operation> operations = new ArrayList<>();
        for (String folder : folders.split(" ", -1)) {
            operations.addAll(operations(folder));
        }
        List<String> wrong = new ArrayList<>();
        for (List<String> row : rows) {
            Matcher method = CLASS_AND_METHOD.matcher(row.get(1));
            assertThat(method.find()).as("the method of %s", row).isTrue();
            List<Operation> own = operations.stream()
                    .filter(operation -> operation.file().equals(method.group(1) + ".java")
                            && operation.method().equals(method.group(2)))
                    .toList();
            int line = 0;
            for (String name : code(row.get(2))) {
                int from = line;
                int found = own.stream().filter(operation -> names(name, operation.name())).mapToInt(Operation::line)
                        .filter(each -> each >= from).min().orElse(-1);
                if (found < 0) {
                    wrong.add(row.get(1) + " has no " + name + " from line " + from + " on, but "
                            + new TreeSet<>(own.stream().map(each -> each.line() + " " + each.name()).toList()));
                } else {
                    line = found;
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).as(page).hasSizeGreaterThanOrEqualTo(atLeast);
    }
}
