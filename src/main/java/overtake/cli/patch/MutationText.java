package overtake.cli.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import overtake.Counterexample;
import overtake.Result;
import overtake.memory.MemoryModel;
import overtake.patch.Change;
import overtake.patch.Mutations.Answer;
import overtake.patch.Mutations.Weight;
import overtake.scenario.Scenario;
import overtake.trace.TextTable;
import overtake.trace.TextTable.Cell;
import overtake.trace.TextTable.Colour;
import overtake.trace.TextTable.Tone;

/// What carries weight, for people.
final class MutationText {
    private final Scenario scenario;
    private final int width;
    private final Colour colour;

    MutationText(Scenario scenario, int width, Colour colour) {
        this.scenario = scenario;
        this.width = width;
        this.colour = colour;
    }

    /// A row for each change, a column for each model.
    List<String> table(List<Answer> answers) {
        List<String> headers = new ArrayList<>(List.of("site", "change"));
        scenario.models().forEach(model -> headers.add(model.name()));
        headers.add("property");
        var table = new TextTable(headers, width, colour);
        Map<Change, List<Answer>> rows = new LinkedHashMap<>();
        answers.forEach(answer -> rows.computeIfAbsent(answer.change(), _ -> new ArrayList<>()).add(answer));
        rows.forEach((change, row) -> table.add(cells(change, row)));
        return table.lines();
    }

    private List<Cell> cells(Change change, List<Answer> row) {
        List<Cell> cells = new ArrayList<>(List.of(Cell.of(change.site()), Cell.of(change.text())));
        Set<String> properties = new LinkedHashSet<>();
        for (MemoryModel model : scenario.models()) {
            Optional<Answer> answer = row.stream().filter(one -> one.model().equals(model)).findFirst();
            cells.add(answer.map(one -> new Cell(one.weight().word(), tone(one.weight()))).orElse(Cell.of("")));
            answer.map(Answer::property).filter(property -> !property.isEmpty()).ifPresent(properties::add);
        }
        cells.add(Cell.of(String.join(", ", properties)));
        return cells;
    }

    private static Tone tone(Weight weight) {
        return switch (weight) {
            case LOAD_BEARING -> Tone.STRONG;
            case REDUNDANT -> Tone.FAINT;
            case UNKNOWN -> Tone.WARM;
        };
    }

    /// What was covered with nothing changed, the runs that break something, and why something is unknown.
    List<String> below(List<Answer> answers, List<Result> bases) {
        List<String> lines = new ArrayList<>(answers.isEmpty() ? List.of() : List.of(""));
        bases.forEach(base -> lines.add(base(base)));
        answers.stream().filter(answer -> answer.weight() == Weight.LOAD_BEARING).forEach(answer -> lines.add(
                line("run", answer, answer.counterexample().flatMap(Counterexample::schedule)
                        .map(Object::toString).orElse("not written"))));
        answers.stream().filter(answer -> answer.weight() == Weight.UNKNOWN)
                .forEach(answer -> lines.add(line("unknown", answer, answer.reason())));
        return lines;
    }

    /// How far it came.
    ///
    /// @param all changes that were to be tried alone
    String interrupted(List<Answer> answers, List<Change> all) {
        long tried = all.stream()
                .filter(change -> answers.stream().anyMatch(answer -> answer.change().equals(change)))
                .count();
        return "interrupted; " + tried + " of " + all.size() + " changes were tried";
    }

    private static String line(String what, Answer answer, String text) {
        return "  " + what + "  " + answer.model().name() + ", " + answer.change().site() + " "
                + answer.change().text() + ": " + text;
    }

    private static String base(Result base) {
        return "  " + base.model().name() + " with nothing changed: " + base.verdict().word() + ", "
                + base.checked()
                        .map(checked -> String.format(Locale.ROOT, "%s%,d states",
                                checked.result().complete() ? "all orderings, " : "",
                                checked.result().counts().states()))
                        .orElseGet(() -> String.format(Locale.ROOT,
                                "%,d executions, which is no proof: too many states for a check",
                                base.cost().executions()));
    }
}
