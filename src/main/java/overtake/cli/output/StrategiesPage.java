package overtake.cli.output;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import overtake.Overtake;
import overtake.bench.StrategyBench;
import overtake.bench.StrategyBench.Cell;
import overtake.bench.StrategyBench.Line;
import overtake.explore.strategy.FuzzPlan;
import overtake.trace.TextTable;
import overtake.trace.TextTable.Colour;

/// What strategies needed to find a violation, as a table for people and as a Markdown page, with the rules that the default is held to.
public final class StrategiesPage {
    private static final double MOST_TIMES = 2;
    private static final double MOST_EXECUTIONS = 100;
    private static final String MISSING_BARRIER = "pfncache-lockless/without-refresh-smp_mb.conf";

    private final StrategyBench.Plan plan;
    private final List<Line> lines;
    private final int scenarios;

    public StrategiesPage(StrategyBench.Plan plan, StrategyBench.Measured measured) {
        this.plan = plan;
        lines = measured.lines();
        scenarios = measured.scenarios();
    }

    /// `37 / 1.2`: median executions and milliseconds; `>1000 (3)` if the median is at the cap, and with how many seeds there was a violation all the same.
    public static String text(Cell cell) {
        return cell.capped()
                ? String.format(Locale.ROOT, ">%.0f (%d)", cell.executions(), cell.found())
                : String.format(Locale.ROOT, cell.milliseconds() < 10 ? "%.0f / %.1f" : "%.0f / %.0f",
                        cell.executions(), cell.milliseconds());
    }

    private static String ratio(double ratio) {
        return Double.isInfinite(ratio) ? "never" : String.format(Locale.ROOT, "%.2f", ratio);
    }

    private List<String> titles() {
        List<String> titles = new ArrayList<>(List.of("scenario", "model"));
        titles.addAll(plan.strategies());
        titles.add("ratio");
        if (hasOwn()) {
            titles.add("to all");
        }
        return titles;
    }

    private boolean hasOwn() {
        return plan.strategies().stream().anyMatch(FuzzPlan.OWN::contains);
    }

    private List<String> row(Line line) {
        List<String> row = new ArrayList<>(List.of(line.scenario(), line.model()));
        line.cells().forEach(cell -> row.add(text(cell)));
        row.add(ratio(line.ratio()));
        if (hasOwn()) {
            row.add(ratio(line.ratioToAll()));
        }
        return row;
    }

    /// A table for the terminal, and the rules.
    public List<String> table(int width, Colour colour) {
        TextTable table = new TextTable(titles(), width, colour);
        lines.forEach(line -> table.add(row(line).stream().map(TextTable.Cell::of).toList()));
        List<String> all = new ArrayList<>(table.lines());
        all.add("");
        all.addAll(rules());
        return all;
    }

    private List<String> rules() {
        List<String> rules = new ArrayList<>();
        if (scenarios < plan.scenarios().size()) {
            rules.add("Interrupted: " + scenarios + " of " + plan.scenarios().size() + " scenarios were looked at.");
        }
        List<Line> beyond = lines.stream().filter(line -> line.ratio() > MOST_TIMES).toList();
        long all = lines.stream().filter(line -> line.ratioToAll() <= MOST_TIMES).count();
        rules.add(String.format(Locale.ROOT,
                "Portfolio within %.0f times of the best published strategy: %s; in %d of %d rows.",
                MOST_TIMES, beyond.isEmpty() ? "held" : "NOT held", lines.size() - beyond.size(), lines.size())
                + (hasOwn()
                        ? String.format(Locale.ROOT, " With the forms of its own among the others: in %d.", all)
                        : ""));
        beyond.stream().sorted(Comparator.comparingDouble(Line::ratio).reversed())
                .forEach(line -> rules.add(
                        "- " + line.scenario() + " under " + line.model() + ": " + ratio(line.ratio())));
        lines.stream().filter(line -> line.scenario().replace('\\', '/').endsWith(MISSING_BARRIER))
                .forEach(line -> rules.add(barrier(line)));
        return rules;
    }

    private static String barrier(Line line) {
        return line.cells().stream().filter(cell -> cell.strategy().equals(StrategyBench.DEFAULT)).findFirst()
                .map(cell -> String.format(Locale.ROOT,
                        "Missing smp_mb of the refresh under %s within %.0f executions on the median: %s (%s).",
                        line.model(), MOST_EXECUTIONS,
                        !cell.capped() && cell.executions() <= MOST_EXECUTIONS ? "held" : "NOT held", text(cell)))
                .orElse("");
    }

    /// The lines of the page.
    public List<String> page() {
        List<String> page = new ArrayList<>();
        page.add("# Strategies");
        page.add("");
        page.add(String.format(Locale.ROOT,
                "Made by `overtake bench --strategies --seeds %d --cap %d%s --page docs/STRATEGIES.md`, version %s; not to be edited.",
                plan.seeds(), plan.cap(), hasOwn() ? " --own-forms" : "", Overtake.version()));
        page.add("");
        page.add(String.format(Locale.ROOT,
                "For each scenario that is expected to fail, under each such model: median executions / median CPU milliseconds to the first violation"
                        + " over %d seeds, at most %d executions each. `>%d (n)`: more than half of the seeds met that bound, n found one."
                        + " The ratio is that of the portfolio's executions to those of the best published strategy%s.",
                plan.seeds(), plan.cap(), plan.cap(),
                hasOwn() ? "; that to all counts the forms of its own too" : ""));
        page.add("");
        rules().forEach(rule -> {
            page.add(rule);
            if (!rule.startsWith("-")) {
                page.add("");
            }
        });
        page.add("");
        page.add("| " + String.join(" | ", titles()) + " |");
        page.add("|" + " --- |".repeat(titles().size()));
        lines.forEach(line -> page.add("| " + String.join(" | ", row(line)) + " |"));
        return page;
    }
}
