package overtake.litmus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Recorded answers of herd7: a line for each test and model, with the columns test, model, verdict, holds, states, flags, ms, names,
/// final. Fields have no commas; names are separated by blanks, final states by vertical bars.
public final class ExpectedCsv {
    private static final int COLUMNS = 9;
    private static final int MILLISECONDS = 6;
    private static final String HEADER = "test,model,";

    private final Map<String, Row> rows = new TreeMap<>();

    /// One recorded answer.
    ///
    /// @param milliseconds CPU time of herd7
    public record Row(
            String test,
            String model,
            String verdict,
            boolean holds,
            List<String> flags,
            double milliseconds,
            List<String> names,
            List<String> states) {
        public Row {
            flags = List.copyOf(flags);
            names = List.copyOf(names);
            states = List.copyOf(states);
        }
    }

    /// @throws LitmusException if a line has another form
    public static ExpectedCsv read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new LitmusException(List.of(file + ":1: cannot be read: " + e.getMessage()), e);
        }
        ExpectedCsv csv = new ExpectedCsv();
        if (lines.isEmpty() || !lines.getFirst().startsWith(HEADER)) {
            throw new LitmusException(List.of(file + ":1: another header; expected " + HEADER + "..."));
        }
        for (int i = 1; i < lines.size(); i++) {
            csv.add(file + ":" + (i + 1), lines.get(i));
        }
        return csv;
    }

    private void add(String where, String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != COLUMNS) {
            throw new LitmusException(
                    List.of(where + ": " + fields.length + " fields; expected " + COLUMNS));
        }
        Row row = new Row(
                fields[0],
                fields[1],
                fields[2],
                fields[3].equals("Ok"),
                words(fields[5], " "),
                milliseconds(where, fields[MILLISECONDS]),
                words(fields[7], " "),
                words(fields[8], "\\|"));
        rows.put(key(row.test(), row.model()), row);
    }

    private static double milliseconds(String where, String field) {
        try {
            return field.isEmpty() ? 0 : Double.parseDouble(field);
        } catch (NumberFormatException e) {
            throw new LitmusException(List.of(where + ": ms is `" + field + "`; expected a number"), e);
        }
    }

    private static List<String> words(String field, String separator) {
        return field.isEmpty() ? List.of() : List.of(field.split(separator));
    }

    private static String key(String test, String model) {
        return test + "," + model;
    }

    public int size() {
        return rows.size();
    }

    public Optional<Row> row(String test, String model) {
        return Optional.ofNullable(rows.get(key(test, model)));
    }

    /// What is different between a result and the recorded answer, each as a sentence; empty if nothing is.
    public static List<String> differences(Row row, HerdOutcome outcome) {
        List<String> differences = new ArrayList<>();
        if (!outcome.complete()) {
            differences.add("not all executions were seen");
        }
        if (!row.verdict().equals(outcome.verdict().toString())) {
            differences.add("verdict " + outcome.verdict() + ", recorded " + row.verdict());
        }
        if (row.holds() != outcome.holds()) {
            differences.add("condition " + (outcome.holds() ? "Ok" : "No") + ", recorded otherwise");
        }
        if (!row.states().isEmpty() && !row.names().equals(outcome.names())) {
            differences.add("observes " + outcome.names() + ", recorded " + row.names());
        }
        outcome.states().stream()
                .filter(state -> !row.states().contains(state))
                .forEach(state -> differences.add("state " + state + " is not recorded"));
        row.states().stream()
                .filter(state -> !outcome.states().contains(state))
                .forEach(state -> differences.add("state " + state + " is missing"));
        if (!row.flags().equals(outcome.flags())) {
            differences.add("flags " + outcome.flags() + ", recorded " + row.flags());
        }
        return differences;
    }
}
