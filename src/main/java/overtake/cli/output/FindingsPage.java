package overtake.cli.output;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import overtake.Overtake;
import overtake.Result;
import overtake.scenario.Scenario;
import overtake.scenario.brief.Claim;
import overtake.scenario.brief.Claims;

/// A Markdown page that sets the rows of the kernel brief beside what scenarios found of them.
public final class FindingsPage {
    private static final String OTHER = "";

    private final Claims claims;
    private final Map<String, Map<String, List<Result>>> results = new TreeMap<>();
    private final Map<String, String> differences = new LinkedHashMap<>();
    private final Map<Finding.State, Integer> counts = new EnumMap<>(Finding.State.class);

    /// @param results of scenarios with and without a row, in any order
    public FindingsPage(Claims claims, List<Result> results) {
        this.claims = claims;
        for (Result result : results) {
            String row = result.scenario().about().brief();
            this.results.computeIfAbsent(claims.row(row).isPresent() ? row : OTHER, _ -> new TreeMap<>())
                    .computeIfAbsent(result.scenario().path(), _ -> new ArrayList<>())
                    .add(result);
        }
    }

    /// The lines of the page.
    public List<String> lines() {
        List<String> table = new ArrayList<>();
        table.add("| row | change | brief | scenario | Overtake | property | covered | seconds | counterexample | |");
        table.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        claims.rows().forEach(claim -> row(table, claim));
        List<String> lines = new ArrayList<>();
        lines.add("# Findings");
        lines.add("");
        lines.add("Made by `overtake run scenarios --findings docs/FINDINGS.md`, version " + Overtake.version()
                + "; not to be edited. Every row of the kernel brief stands beside what its scenarios found.");
        lines.add("");
        lines.add(
                "Marks of the brief: V read in sources or mails, H measured with herd7 on an abstraction, E expected, M from memory, S suspected."
                        + " Its outcomes are for sc, tso, lkmm in this order: `ok`, `bad`, `open` (a question), `-` (nothing said).");
        lines.add("");
        lines.add(String.format(Locale.ROOT,
                "%d rows: %d agree in every scenario and under every model that they name, %d agree with a model left undecided,"
                        + " %d differ, %d were open questions, %d have no scenario.",
                claims.rows().size(), count(Finding.State.AGREES), count(Finding.State.PARTLY),
                count(Finding.State.DIFFERS), count(Finding.State.SETTLED), count(Finding.State.MISSING)));
        lines.add("");
        lines.addAll(table);
        lines.add("");
        lines.add("## Where the result differs from the brief");
        lines.add("");
        differences.forEach((path, note) -> lines.add("- " + link(path) + ": " + note));
        others(lines);
        return lines;
    }

    private int count(Finding.State state) {
        return counts.getOrDefault(state, 0);
    }

    private void row(List<String> table, Claim claim) {
        Finding finding = new Finding(claim, results.getOrDefault(claim.row(), Map.of()));
        Finding.State state = finding.state();
        counts.merge(state, 1, Integer::sum);
        if (state == Finding.State.MISSING) {
            table.add(cells(claim.row(), claim.change(), claimed(claim), "none", "", "", "", "", "", ""));
            return;
        }
        boolean first = true;
        for (Map.Entry<String, List<Result>> scenario : finding.results().entrySet()) {
            List<Result> found = scenario.getValue();
            boolean differs = finding.differs(scenario.getKey());
            table.add(cells(first ? claim.row() : "", first ? claim.change() : "", first ? claimed(claim) : "",
                    link(scenario.getKey()), verdicts(found), properties(found), covered(found), seconds(found),
                    counterexamples(found), first ? word(finding, state) : differs ? "**differs**" : ""));
            if (differs || state == Finding.State.SETTLED) {
                differences.put(scenario.getKey(), note(found.getFirst().scenario()));
            }
            first = false;
        }
    }

    private static String word(Finding finding, Finding.State state) {
        return switch (state) {
            case AGREES -> "agrees";
            case PARTLY -> "agrees; not decided: " + String.join(", ", finding.undecided());
            case DIFFERS -> "**differs**";
            case SETTLED -> "settled";
            case MISSING -> "";
        };
    }

    private static String claimed(Claim claim) {
        return claim.outcomes().isEmpty()
                ? "-"
                : String.join(" ", List.of("sc", "tso", "lkmm").stream()
                        .map(model -> Optional.ofNullable(claim.outcomes().get(model)).orElse("-"))
                        .toList()) + " [" + claim.mark() + "]";
    }

    private static String verdicts(List<Result> found) {
        return String.join(", ", found.stream()
                .map(result -> result.model().name() + " " + result.verdict().word()
                        + (result.ok() ? "" : " (not expected)"))
                .toList());
    }

    private static String properties(List<Result> found) {
        return String.join(", ", found.stream().map(result -> result.verdict().property())
                .filter(property -> !property.isEmpty()).distinct().toList());
    }

    private static String covered(List<Result> found) {
        return String.join("; ", found.stream().map(result -> result.model().name() + ": " + covered(result)).toList());
    }

    private static String covered(Result result) {
        return result.checked()
                .map(checked -> counted(result.engineWord(), checked.result().counts().states(), "state"))
                .orElseGet(() -> counted(result.engineWord(), result.cost().executions(), "execution"));
    }

    private static String counted(String engine, long count, String what) {
        return String.format(Locale.ROOT, "%s, %,d %s%s", engine, count, what, count == 1 ? "" : "s");
    }

    /// Where the first violation under each model is found again: the same seed finds the same run, and the checker the same shortest one.
    private static String counterexamples(List<Result> found) {
        return String.join("; ", found.stream().filter(result -> result.counterexample().isPresent())
                .map(result -> result.model().name() + ": " + counterexample(result)).toList());
    }

    private static String counterexample(Result result) {
        return result.checked().flatMap(checked -> checked.result().violations().stream().findFirst())
                .map(shown -> String.format(Locale.ROOT, "%d steps, %d switches, %d overtakes",
                        shown.minimum().steps(), shown.minimum().switches(), shown.minimum().overtakes()))
                .orElseGet(() -> String.format(Locale.ROOT, "seed %d, execution %,d", result.plan().seed(),
                        result.cost().executions()));
    }

    private static String seconds(List<Result> found) {
        return String.format(Locale.ROOT, "%.1f", found.stream().mapToDouble(result -> result.cost().seconds()).sum());
    }

    private void others(List<String> lines) {
        lines.add("");
        lines.add("## Scenarios beside the rows");
        lines.add("");
        lines.add("| scenario | shows | Overtake | property | covered | seconds | counterexample |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- |");
        results.getOrDefault(OTHER, Map.of()).forEach((path, found) -> lines.add(cells(
                link(path), found.getFirst().scenario().about().title(), verdicts(found),
                properties(found), covered(found), seconds(found), counterexamples(found))));
    }

    private static String note(Scenario scenario) {
        String note = scenario.about().note().strip().replaceAll("\\s+", " ");
        return note.isEmpty() ? "no note says why." : note;
    }

    private static String link(String path) {
        return "[" + Claim.name(path) + "](../" + path + ")";
    }

    private static String cells(String... cells) {
        return "| " + String.join(" | ", List.of(cells).stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |";
    }
}
