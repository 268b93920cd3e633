package overtake.cli.output;

import java.util.ArrayList;
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
    private int agreeing;
    private int settled;
    private int missing;

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
        table.add("| row | change | brief | scenario | Overtake | property | covered | seconds | |");
        table.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
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
                "%d rows: %d agree in every scenario, %d differ, %d were open questions, %d have no scenario.",
                claims.rows().size(), agreeing, claims.rows().size() - agreeing - settled - missing, settled, missing));
        lines.add("");
        lines.addAll(table);
        lines.add("");
        lines.add("## Where the result differs from the brief");
        lines.add("");
        differences.forEach((path, note) -> lines.add("- [" + name(path) + "](../" + path + "): " + note));
        others(lines);
        return lines;
    }

    private void row(List<String> table, Claim claim) {
        Map<String, List<Result>> scenarios = results.getOrDefault(claim.row(), Map.of());
        if (scenarios.isEmpty()) {
            table.add(cells(claim.row(), claim.change(), claimed(claim), "none", "", "", "", "", ""));
            missing++;
            return;
        }
        boolean open = claim.outcomes().containsValue(Claim.OPEN);
        boolean agrees = claim.historical() ? pair(claim, scenarios) : each(claim, scenarios);
        settled += open ? 1 : 0;
        agreeing += !open && agrees ? 1 : 0;
        boolean first = true;
        for (Map.Entry<String, List<Result>> scenario : scenarios.entrySet()) {
            List<Result> found = scenario.getValue();
            boolean differs = !open && !claim.historical() && found.stream().anyMatch(result -> differs(claim, result));
            table.add(cells(first ? claim.row() : "", first ? claim.change() : "", first ? claimed(claim) : "",
                    "[" + name(scenario.getKey()) + "](../" + scenario.getKey() + ")", verdicts(found),
                    properties(found), covered(found), seconds(found),
                    open ? "settled" : differs || (claim.historical() && !agrees) ? "**differs**" : "agrees"));
            if (differs || open) {
                differences.put(scenario.getKey(), note(found.getFirst().scenario()));
            }
            first = false;
        }
    }

    private static boolean each(Claim claim, Map<String, List<Result>> scenarios) {
        return scenarios.values().stream().flatMap(List::stream).noneMatch(result -> differs(claim, result));
    }

    private static boolean differs(Claim claim, Result result) {
        return claim.agrees(result.model(), result.verdict().word()).filter(agrees -> !agrees).isPresent();
    }

    /// A historical bug: one scenario is as claimed, another one passes everywhere.
    private static boolean pair(Claim claim, Map<String, List<Result>> scenarios) {
        boolean before = scenarios.values().stream()
                .anyMatch(found -> found.stream().noneMatch(result -> differs(claim, result)));
        boolean after = scenarios.values().stream()
                .anyMatch(found -> found.stream().allMatch(result -> result.verdict().word().equals("pass")));
        return before && after;
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
        return String.format(Locale.ROOT, "%s, %,d execution%s", result.engine().word(), result.cost().executions(),
                result.cost().executions() == 1 ? "" : "s");
    }

    private static String seconds(List<Result> found) {
        return String.format(Locale.ROOT, "%.1f", found.stream().mapToDouble(result -> result.cost().seconds()).sum());
    }

    private void others(List<String> lines) {
        lines.add("");
        lines.add("## Scenarios beside the rows");
        lines.add("");
        lines.add("| scenario | shows | Overtake | property | covered | seconds |");
        lines.add("| --- | --- | --- | --- | --- | --- |");
        results.getOrDefault(OTHER, Map.of()).forEach((path, found) -> lines.add(cells(
                "[" + name(path) + "](../" + path + ")", found.getFirst().scenario().about().title(), verdicts(found),
                properties(found), covered(found), seconds(found))));
    }

    private static String note(Scenario scenario) {
        String note = scenario.about().note().strip().replaceAll("\\s+", " ");
        return note.isEmpty() ? "no note says why." : note;
    }

    private static String name(String path) {
        String below = path.replace('\\', '/');
        int folder = below.indexOf("scenarios/");
        return (folder < 0 ? below : below.substring(folder + "scenarios/".length())).replaceFirst("\\.conf$", "");
    }

    private static String cells(String... cells) {
        return "| " + String.join(" | ", List.of(cells).stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |";
    }
}
