package overtake.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import overtake.machine.EventKind;
import overtake.trace.TextTable.Cell;
import overtake.trace.TextTable.Colour;
import overtake.trace.TextTable.Tone;

/// Shows a trace as a table with one column an agent. An operation that is sent and travels is marked `in flight`; an operation that is
/// performed meanwhile says which ones it `overtakes`; the row of its delivery says which line it `delivers`. The violation is the last row.
public final class TraceTable {
    private static final String DELIVER = "deliver ";

    private TraceTable() {}

    /// @param width of the lines, in characters
    public static List<String> lines(Trace trace, int width, Colour colour) {
        boolean sources = trace.lines().stream().anyMatch(line -> !line.file().isEmpty());
        List<String> headers = new ArrayList<>(List.of("#"));
        if (sources) {
            headers.add("source");
        }
        headers.addAll(trace.agents());
        TextTable table = new TextTable(headers, width, colour);
        for (TraceLine line : trace.lines()) {
            if (!line.fault()) {
                table.add(row(trace, line, sources));
            }
        }
        List<String> lines = new ArrayList<>(table.lines());
        for (TraceLine line : trace.lines()) {
            if (line.fault()) {
                lines.add(table.rule());
                TextTable.wrap(violation(line), width).forEach(part -> lines.add(Tone.ALARM.paint(part, colour)));
            }
        }
        return lines;
    }

    private static List<Cell> row(Trace trace, TraceLine line, boolean sources) {
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(Integer.toString(line.n()), Tone.FAINT));
        if (sources) {
            cells.add(new Cell(source(line), Tone.FAINT));
        }
        for (String agent : trace.agents()) {
            cells.add(agent.equals(line.agent()) ? cell(line) : Cell.of(""));
        }
        return cells;
    }

    private static String source(TraceLine line) {
        return line.file().isEmpty() ? "" : line.file() + (line.line() > 0 ? ":" + line.line() : "");
    }

    private static Cell cell(TraceLine line) {
        if (line.kind() == EventKind.SEND) {
            return new Cell(line.text() + " (in flight)", Tone.WARM);
        }
        if (line.kind() == EventKind.DELIVER) {
            String what = line.text().startsWith(DELIVER) ? line.text().substring(DELIVER.length()) : line.text();
            return new Cell("delivers " + numbers(line) + ": " + what, Tone.WARM);
        }
        if (line.kind() == EventKind.LEARN) {
            List<Integer> overtaken = line.overtakes().subList(1, line.overtakes().size());
            return new Cell(line.text() + " (#" + line.overtakes().getFirst()
                    + (overtaken.isEmpty() ? ")" : ", which overtakes " + numbers(overtaken) + ")"), Tone.WARM);
        }
        return line.overtakes().isEmpty()
                ? Cell.of(line.text())
                : new Cell(line.text() + " (overtakes " + numbers(line) + ")", Tone.STRONG);
    }

    private static String numbers(TraceLine line) {
        return numbers(line.overtakes());
    }

    private static String numbers(List<Integer> lines) {
        return lines.stream().map(n -> "#" + n).collect(Collectors.joining(", "));
    }

    private static String violation(TraceLine line) {
        String source = source(line);
        return line.n() + "  VIOLATION  " + (line.agent().isEmpty() ? "" : line.agent() + ": ") + line.text()
                + (source.isEmpty() ? "" : "  at " + source);
    }
}
