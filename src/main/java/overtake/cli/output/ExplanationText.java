package overtake.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import overtake.Explained;
import overtake.explain.Explanation;
import overtake.explain.Explanation.Scene;
import overtake.explain.Remedy;
import overtake.trace.TextTable;
import overtake.trace.TextTable.Colour;
import overtake.trace.TextTable.Tone;
import overtake.trace.Trace;
import overtake.trace.TraceLine;
import overtake.trace.TraceTable;

/// Explanations for people.
public final class ExplanationText {
    /// The width of a mail that may still be quoted a few times.
    public static final int MAIL_WIDTH = 75;

    private static final int NAME = 11;
    private static final int MOST_COLUMNS = 5;

    private final int width;
    private final Colour colour;

    public ExplanationText(int width, Colour colour) {
        this.width = width;
        this.colour = colour;
    }

    /// Everything, with the places of the sources.
    public List<String> lines(Explained explained) {
        List<String> lines = head(explained);
        lines.addAll(TraceTable.lines(withoutIdle(explained.explanation().run().readable()), width, colour));
        lines.add("");
        lines.addAll(details(explained.explanation()));
        return lines;
    }

    /// The same in less width: no places of sources in the table, and no table at all where there are too many agents.
    public List<String> mail(Explained explained) {
        List<String> lines = head(explained);
        Trace trace = withoutIdle(explained.explanation().run().readable());
        if (trace.agents().size() <= MOST_COLUMNS) {
            Trace bare = new Trace(trace.agents(), trace.lines().stream().map(ExplanationText::withoutPlace).toList());
            lines.addAll(TraceTable.lines(bare, width, colour));
        } else {
            for (TraceLine line : trace.lines()) {
                lines.addAll(TextTable.wrap(line.n() + "  " + line.agent() + "  " + line.text(), width));
            }
        }
        lines.add("");
        lines.addAll(details(explained.explanation()));
        return lines;
    }

    private List<String> head(Explained explained) {
        Explanation explanation = explained.explanation();
        List<String> lines = new ArrayList<>(TextTable.wrap(
                explained.replayed().scenario().path() + " under " + explained.replayed().model().name() + ": "
                        + explanation.property(),
                width));
        lines.add("");
        TextTable.wrap(explanation.sentence(), width)
                .forEach(line -> lines.add(Tone.STRONG.paint(line.strip(), colour)));
        lines.add("");
        return lines;
    }

    private static Trace withoutIdle(Trace trace) {
        List<String> agents = trace.agents().stream()
                .filter(agent -> trace.lines().stream().anyMatch(line -> line.agent().equals(agent)))
                .toList();
        return new Trace(agents.isEmpty() ? trace.agents() : agents, trace.lines());
    }

    private static TraceLine withoutPlace(TraceLine line) {
        return new TraceLine(line.n(), line.agent(), line.kind(), line.site(), line.text(), "", 0, line.overtakes(),
                line.fault());
    }

    private List<String> details(Explanation explanation) {
        List<String> lines = new ArrayList<>();
        cycle(lines, explanation.cycle());
        explanation.change().ifPresent(change -> item(lines, "passes with", change + "; the rest in the same order"));
        for (Scene scene : explanation.scenes()) {
            item(lines, scene.when(), scene(scene));
        }
        explanation.remedy().ifPresent(remedy -> remedy(lines, remedy));
        item(lines, "triage", explanation.triage().stream()
                .map(each -> each.model() + ": " + each.evidence().word() + " (" + basis(explanation, each) + ")")
                .collect(Collectors.joining("; ")));
        if (!explanation.kind().isEmpty()) {
            item(lines, "so it", explanation.kind());
        }
        return lines;
    }

    private static String basis(Explanation explanation, Explanation.Shown shown) {
        boolean own = shown.model().equals(explanation.run().model().name());
        return own ? "this run" : shown.evidence().basis();
    }

    private static String scene(Scene scene) {
        List<String> parts = new ArrayList<>();
        if (!scene.memory().isEmpty()) {
            parts.add(String.join(", ", scene.memory()));
        }
        parts.add(
                scene.inFlight().isEmpty() ? "nothing in flight" : "in flight " + String.join(", ", scene.inFlight()));
        parts.add(scene.held().isEmpty() ? "no lock held" : String.join(", ", scene.held()));
        return String.join("; ", parts);
    }

    private void remedy(List<String> lines, Remedy remedy) {
        String fences = remedy.fences().stream().map(Remedy.Fence::toString).collect(Collectors.joining(" and "));
        String partners =
                remedy.partners().isEmpty() ? "" : "; on the other side " + String.join(", ", remedy.partners());
        item(lines, "forbidden by", fences + partners + "; then " + remedy.evidence().word() + ": "
                + remedy.evidence().basis());
        if (remedy.forbidden().size() > 1) {
            item(lines, "by axiom", remedy.forbidden().getFirst() + ": "
                    + String.join(" ", remedy.forbidden().subList(1, remedy.forbidden().size())));
        }
    }

    /// The relations, then an event a line.
    private void cycle(List<String> lines, List<String> cycle) {
        for (int i = 0; i < cycle.size(); i++) {
            item(lines, i == 0 ? "cycle" : "", cycle.get(i));
        }
    }

    private void item(List<String> lines, String name, String text) {
        String indent = " ".repeat(NAME + 3);
        List<String> wrapped = TextTable.wrap(text, width - indent.length());
        for (int i = 0; i < wrapped.size(); i++) {
            String start = i == 0 ? String.format(java.util.Locale.ROOT, "%-" + (NAME + 3) + "s", name) : indent;
            lines.add(start + wrapped.get(i).strip());
        }
    }
}
