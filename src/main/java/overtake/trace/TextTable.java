package overtake.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Lays out rows of text in columns, and wraps cells so that a line is no longer than a given width.
public final class TextTable {
    private static final String GAP = " | ";
    private static final int NARROWEST = 8;
    /// A line may break after these, the first ones best.
    private static final String BREAKS = " /,(._";

    private final int width;
    private final Colour colour;
    private final List<String> headers;
    private final List<List<Cell>> rows = new ArrayList<>();

    /// Whether tones are shown by escape sequences of terminals.
    public enum Colour {
        OFF,
        ON
    }

    /// How a cell is shown where there is colour.
    public enum Tone {
        PLAIN(""),
        FAINT("\u001b[2m"),
        STRONG("\u001b[1m"),
        GOOD("\u001b[32m"),
        WARM("\u001b[33m"),
        ALARM("\u001b[1;31m");

        private static final String RESET = "\u001b[0m";

        private final String start;

        Tone(String start) {
            this.start = start;
        }

        public String paint(String text, Colour colour) {
            return colour == Colour.OFF || start.isEmpty() || text.isBlank() ? text : start + text + RESET;
        }
    }

    /// A text in its tone.
    public record Cell(String text, Tone tone) {
        public static Cell of(String text) {
            return new Cell(text, Tone.PLAIN);
        }
    }

    /// @param width of the lines, in characters
    public TextTable(List<String> headers, int width, Colour colour) {
        this.headers = List.copyOf(headers);
        this.width = width;
        this.colour = colour;
    }

    /// @param cells as many as there are headers
    public void add(List<Cell> cells) {
        if (cells.size() != headers.size()) {
            throw new IllegalArgumentException(cells.size() + " cells under " + headers);
        }
        rows.add(List.copyOf(cells));
    }

    /// A line for each line of the table, with no spaces at its end.
    public List<String> lines() {
        int[] widths = widths();
        List<String> lines =
                new ArrayList<>(row(headers.stream().map(text -> new Cell(text, Tone.STRONG)).toList(), widths));
        lines.add(rule(widths));
        rows.forEach(row -> lines.addAll(row(row, widths)));
        return lines;
    }

    /// The line under the headers.
    public String rule() {
        return rule(widths());
    }

    private static String rule(int[] widths) {
        return Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining("-+-"));
    }

    private int[] widths() {
        int[] widths = headers.stream().mapToInt(String::length).toArray();
        for (List<Cell> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).text().length());
            }
        }
        int most = width - GAP.length() * (widths.length - 1);
        while (Arrays.stream(widths).sum() > most) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private List<String> row(List<Cell> cells, int[] widths) {
        List<List<String>> wrapped = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            wrapped.add(wrap(cells.get(i).text(), widths[i]));
            height = Math.max(height, wrapped.getLast().size());
        }
        List<String> lines = new ArrayList<>();
        for (int k = 0; k < height; k++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String part = k < wrapped.get(i).size() ? wrapped.get(i).get(k) : "";
                line.append(i == 0 ? "" : GAP).append(cells.get(i).tone().paint(part, colour));
                line.append(" ".repeat(Math.max(0, widths[i] - part.length())));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /// The text in lines of at most that width; lines after the first are indented where there is room.
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String indent = width > 2 * NARROWEST ? "  " : "";
        String rest = text;
        while (rest.length() > width) {
            int cut = cut(rest, width, indent.length() + 1);
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = indent + rest.substring(cut).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    /// Where the first line ends: after the last space, or else after another sign that allows a break, or else anywhere.
    private static int cut(String text, int width, int least) {
        for (int i = 0; i < BREAKS.length(); i++) {
            char sign = BREAKS.charAt(i);
            int at = text.lastIndexOf(sign, sign == ' ' ? width : width - 1);
            if (at >= Math.max(least, sign == ' ' ? width / 3 : width / 2)) {
                return at + 1;
            }
        }
        return width;
    }
}
