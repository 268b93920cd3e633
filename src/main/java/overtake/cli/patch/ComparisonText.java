package overtake.cli.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import overtake.Counterexample;
import overtake.patch.Comparison;
import overtake.patch.Comparison.Answer;
import overtake.patch.Comparison.Gained;
import overtake.patch.Comparison.Hinge;
import overtake.patch.Side;
import overtake.patch.SiteDifference;
import overtake.scenario.Scenario;
import overtake.trace.TextTable;
import overtake.trace.TextTable.Cell;
import overtake.trace.TextTable.Colour;
import overtake.trace.TextTable.Tone;

/// What a patch changes, for people.
final class ComparisonText {
    private static final int MOST_OUTCOMES = 8;
    private static final int MOST_SITES = 12;

    private final Scenario before;
    private final Scenario after;
    private final int width;
    private final Colour colour;

    ComparisonText(Scenario before, Scenario after, int width, Colour colour) {
        this.before = before;
        this.after = after;
        this.width = width;
        this.colour = colour;
    }

    /// One line.
    String verdict(Answer answer) {
        String model = " under " + answer.model().name();
        if (!answer.gained().isEmpty()) {
            return Tone.ALARM.paint("GAINED", colour) + model + ": " + answer.gained().stream().map(Gained::property)
                    .collect(Collectors.joining(", "));
        }
        if (answer.unknown()) {
            return Tone.WARM.paint("UNKNOWN", colour) + model + lost(answer);
        }
        return Tone.GOOD.paint("NOTHING GAINED", colour) + model + lost(answer);
    }

    private static String lost(Answer answer) {
        return answer.lost().isEmpty() ? "" : "; lost: " + String.join(", ", answer.lost());
    }

    List<String> lines(Answer answer) {
        List<String> lines = new ArrayList<>(List.of(verdict(answer)));
        var table = new TextTable(List.of("", "verdict", "broken", "outcomes", "covered"), width - 2, colour);
        table.add(side("before", answer.before()));
        table.add(side("after", answer.after()));
        lines.addAll(indented(table.lines()));
        for (Gained gained : answer.gained()) {
            lines.add("  gained  " + gained.property() + ": " + gained.triage().needs().text()
                    + (gained.proved() ? "" : "; before, nothing was found, which is no proof")
                    + gained.schedule().flatMap(Counterexample::schedule).map(path -> "; " + path).orElse(""));
        }
        answer.lost().forEach(property -> lines.add(
                "  lost    " + property + (answer.after().complete() ? "" : ": not found after, which is no proof")));
        List<String> telling = Comparison.telling(
                Stream.concat(answer.before().outcomes().stream(), answer.after().outcomes().stream()).toList());
        outcomes("gained", answer.outcomesGained(), answer.before().complete() ? "" : "before", telling, lines);
        outcomes("lost", answer.outcomesLost(), answer.after().complete() ? "" : "after", telling, lines);
        sites(answer, lines);
        if (!answer.remark().isEmpty()) {
            lines.add("  " + answer.remark());
        }
        return lines;
    }

    private List<Cell> side(String name, Side side) {
        String scenario = (name.equals("before") ? before : after).path();
        String covered = side.executions() > 0
                ? String.format(Locale.ROOT, "%,d executions", side.executions())
                : String.format(Locale.ROOT, "%s%,d states", side.complete() ? "all orderings, " : "", side.states());
        String bounds = side.bounds().isEmpty() ? "" : "; met " + String.join(", ", side.bounds());
        return List.of(
                Cell.of(name + " " + scenario),
                Cell.of(side.verdict()),
                Cell.of(String.join(", ", side.broken())),
                Cell.of(side.executions() > 0 ? "" : Integer.toString(side.outcomes().size())),
                Cell.of(covered + bounds));
    }

    /// @param unproved the side that may have the outcomes too, for not everything was covered there; empty if it has not
    private static void outcomes(String what, SortedSet<Side.Ending> outcomes, String unproved, List<String> telling,
            List<String> lines) {
        if (outcomes.isEmpty()) {
            return;
        }
        lines.add("  " + what + " " + outcomes.size() + (outcomes.size() == 1 ? " outcome" : " outcomes")
                + (unproved.isEmpty() ? "" : ": not seen " + unproved + ", which is no proof"));
        outcomes.stream().limit(MOST_OUTCOMES).forEach(outcome -> lines.add("    " + telling.stream()
                .filter(outcome.values()::containsKey)
                .map(name -> name + "=" + outcome.values().get(name))
                .collect(Collectors.joining(" "))));
        if (outcomes.size() > MOST_OUTCOMES) {
            lines.add("    and " + (outcomes.size() - MOST_OUTCOMES) + " more; --json has them all");
        }
    }

    /// Those that were tried, and if none was the first few.
    private void sites(Answer answer, List<String> lines) {
        List<Hinge> tried = answer.hinges().stream().filter(hinge -> !hinge.trial().isEmpty()).toList();
        List<Hinge> shown = tried.isEmpty() ? answer.hinges().stream().limit(MOST_SITES).toList() : tried;
        if (shown.isEmpty()) {
            return;
        }
        var table = new TextTable(List.of("site", "differs", "tried alone", "flips"), width - 2, colour);
        for (Hinge hinge : shown) {
            SiteDifference difference = hinge.difference();
            String forms = difference.forms();
            boolean flips = !hinge.flips().isEmpty();
            table.add(List.of(
                    new Cell(difference.site(), flips ? Tone.STRONG : Tone.PLAIN),
                    Cell.of(difference.kind().text() + (forms.isEmpty() ? "" : ": " + forms)),
                    Cell.of(hinge.trial()),
                    new Cell(flips(hinge), flips ? Tone.STRONG : Tone.PLAIN)));
        }
        lines.addAll(indented(table.lines()));
        int more = answer.hinges().size() - shown.size();
        if (more > 0) {
            lines.add("  and " + more + (more == 1 ? " site that differs" : " sites that differ")
                    + ", not tried alone; --json has them all");
        }
    }

    private static String flips(Hinge hinge) {
        List<String> flips = new ArrayList<>(hinge.flips());
        if (hinge.flipsOutcomes() > 0) {
            flips.add(hinge.flipsOutcomes() + (hinge.flipsOutcomes() == 1 ? " outcome" : " outcomes"));
        }
        return hinge.trial().isEmpty() ? "" : flips.isEmpty() ? "nothing" : String.join(", ", flips);
    }

    private static List<String> indented(List<String> lines) {
        return lines.stream().map(line -> ("  " + line).stripTrailing()).toList();
    }
}
