package overtake.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import overtake.Counterexample;
import overtake.Replayed;
import overtake.Result;
import overtake.Shrunk;
import overtake.Survival;
import overtake.explore.shrink.Shrinker;
import overtake.machine.Bounds;
import overtake.memory.Lkmm;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.property.Verdict;
import overtake.property.Violation;
import overtake.trace.TextTable.Colour;
import overtake.trace.TextTable.Tone;
import overtake.trace.TraceTable;

/// Results for people.
public final class Report {
    private final int width;
    private final Colour colour;
    private final Bounds bounds;

    public Report(int width, Colour colour, Bounds bounds) {
        this.width = width;
        this.colour = colour;
        this.bounds = bounds;
    }

    /// The verdict of one scenario under one model, in one line.
    public String verdict(Result result) {
        String property = result.verdict().property();
        return paint(result.verdict()) + "  " + result.scenario().path() + " under " + result.model().name()
                + (property.isEmpty() ? "" : ": " + property);
    }

    private String paint(Verdict verdict) {
        String word = verdict.word().toUpperCase(Locale.ROOT);
        return switch (verdict) {
            case Verdict.Pass _ -> Tone.GOOD.paint(word, colour);
            case Verdict.Fail _, Verdict.Vacuous _ -> Tone.ALARM.paint(word, colour);
            case Verdict.Unknown _ -> Tone.WARM.paint(word, colour);
        };
    }

    /// The verdict with everything that stands behind it.
    public List<String> lines(Result result) {
        List<String> lines = new ArrayList<>();
        lines.add(verdict(result));
        switch (result.verdict()) {
            case Verdict.Fail _ -> result.counterexamples().forEach(found -> lines.addAll(lines(result, found)));
            case Verdict.Pass _ -> {
                lines.add(item("covered", cost(result)));
                seen(result).ifPresent(lines::add);
                lines.add(item("bounds", bounds(result) + "; none was met"));
                result.checked().ifPresent(checked -> lines.addAll(CheckText.pass(checked.result())));
            }
            case Verdict.Unknown unknown -> {
                lines.add(item("met", String.join(", ", unknown.bounds())));
                lines.add(item("covered", cost(result)));
                seen(result).ifPresent(lines::add);
                lines.add(item("bounds", bounds(result)));
            }
            case Verdict.Vacuous vacuous -> {
                lines.add(item("never ran", String.join(", ", vacuous.sites())));
                lines.add(item("covered", cost(result)));
                seen(result).ifPresent(lines::add);
                lines.add(item("bounds", bounds(result)));
            }
        }
        result.goals().forEach(goal -> lines.addAll(GoalText.lines(goal)));
        return lines;
    }

    private List<String> lines(Result result, Counterexample found) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(TraceTable.lines(found.trace(), width, colour));
        lines.add("");
        Violation violation = found.violation();
        lines.add(item("broken", violation.fault().property()));
        int picks = found.shrunk().map(shrunk -> shrunk.result().before().steps()).orElse(violation.steps().size());
        lines.add(item("found", CheckText.minimum(result, violation)
                .orElseGet(() -> String.format(Locale.ROOT, "in execution %,d by %s, after %d picks",
                        violation.execution() + 1, violation.strategy(), picks))));
        CheckText.round(result, violation).ifPresent(text -> lines.add(item("round", text)));
        found.standings().forEach(at -> lines.add(item("stuck", at.agent() + " " + at.text())));
        found.shrunk().ifPresent(shrunk -> lines.add(item("shrunk", shrunk(shrunk.result()))));
        result.triage().ifPresent(triage -> lines.add(item("triage", CheckText.triage(triage))));
        lines.add(item("cost", cost(result)));
        found.schedule().ifPresent(path -> {
            lines.add(item("schedule", path.toString()));
            lines.add(item("replay", replayCommand(path.toString())));
        });
        return lines;
    }

    private static String shrunk(Shrinker.Result result) {
        return "to " + result.after() + "; " + result.minimal().word() + String.format(Locale.ROOT,
                " (%,d attempts, %,d states searched)", result.attempts(), result.states());
    }

    /// A recorded run, made smaller.
    public List<String> lines(Shrunk shrunk) {
        List<String> lines = new ArrayList<>(TraceTable.lines(shrunk.trace(), width, colour));
        lines.add("");
        lines.add(item("broken", shrunk.result().fault().property()));
        lines.add(item("before", shrunk.result().before().toString()));
        lines.add(item("shrunk", shrunk(shrunk.result())));
        lines.add(item("schedule", shrunk.schedule().toString()));
        lines.add(item("replay", replayCommand(shrunk.schedule().toString())));
        return lines;
    }

    public String verdict(Shrunk shrunk) {
        Replayed replayed = shrunk.replayed();
        return Tone.GOOD.paint("SHRUNK", colour) + "  " + replayed.scenario().path() + " under "
                + replayed.model().name() + ": from " + shrunk.result().before().steps() + " to "
                + shrunk.result().after().steps() + " picks, " + shrunk.result().minimal().word();
    }

    public static String replayCommand(String path) {
        return Launcher.command() + " replay " + Launcher.quoted(path);
    }

    static String item(String name, String text) {
        return String.format(Locale.ROOT, "  %-9s  %s", name, text);
    }

    private static String cost(Result result) {
        if (result.checked().isPresent()) {
            return CheckText.cost(result.checked().get(), result.cost().seconds());
        }
        long abandoned = result.cost().abandoned();
        return String.format(Locale.ROOT, "%,d execution%s%s, %,d deliveries, %.2f s; strategy %s, seed %d, engine %s",
                result.cost().executions(), result.cost().executions() == 1 ? "" : "s",
                abandoned == 0 ? "" : String.format(Locale.ROOT, " (%,d abandoned)", abandoned),
                result.cost().deliveries(),
                result.cost().seconds(), result.strategy(), result.plan().seed(), result.engine().word());
    }

    private static Optional<String> seen(Result result) {
        return result.statistics().map(seen -> item("seen", String.format(Locale.ROOT,
                "%,d interleavings in %,d executions, the next is new with chance %.2g; %d of %d sites, %d of %d pairs raced",
                seen.classes(), seen.counted(), seen.chanceOfNew(), seen.reached(), seen.sites(), seen.pairs(),
                seen.possible())));
    }

    private String bounds(Result result) {
        String first = result.checked()
                .map(checked -> "max-states " + checked.plan().maxStates())
                .orElse("max-steps " + result.plan().maxSteps());
        return first + switch (result.model()) {
            case Sc _, Tso _ -> ", store-channel " + bounds.channel();
            case Lkmm _ -> ", window " + bounds.reach().window() + ", guesses " + bounds.reach().guesses()
                    + ", store-table " + bounds.reach().stores();
        };
    }

    /// A recorded run, made again.
    public List<String> lines(Replayed replayed) {
        List<String> lines = new ArrayList<>(TraceTable.lines(replayed.trace(), width, colour));
        lines.add("");
        int followed = replayed.survival().map(Survival::followed).orElse(replayed.picks());
        lines.add(item("picks", followed + " of " + replayed.schedule().picks().size()));
        lines.add(item("cost", String.format(Locale.ROOT, "%,d deliveries, %.2f s; engine %s",
                replayed.deliveries(), replayed.seconds(), replayed.engine().word())));
        return lines;
    }

    public String verdict(Replayed replayed) {
        String run = replayed.scenario().path() + " under " + replayed.model().name();
        return replayed.divergence()
                .map(divergence -> Tone.ALARM.paint("DIVERGED", colour) + "  " + run + ": " + divergence
                        + replayed.survival().map(survival -> "; " + survival.text()).orElse(""))
                .orElseGet(() -> Tone.GOOD.paint("REPLAYED", colour) + "  " + run + ": "
                        + replayed.schedule().property() + " is broken again, pick for pick");
    }
}
