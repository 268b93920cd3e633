package overtake.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import overtake.axiom.Event;
import overtake.axiom.SequentialCycles.Cycle;
import overtake.axiom.SequentialCycles.Cycle.Edge;
import overtake.machine.EventKind;
import overtake.trace.TraceLine;

/// A critical cycle of a run in words: as a sentence, and as lines of events and relations.
final class CycleText {
    private final Playback run;
    private final Cycle cycle;

    CycleText(Playback run, Cycle cycle) {
        this.run = run;
        this.cycle = cycle;
    }

    /// The relations; then each event with the relation that leads to it.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        boolean whole = cycle.gaps().isEmpty();
        lines.add(cycle.shape() + (whole
                ? ": each step is ordered, but not for everybody, as smp_mb would"
                : ": nothing orders what is in brackets"));
        lines.add(named(cycle.edges().getFirst().from()));
        for (Edge edge : cycle.edges()) {
            String arrow = edge.order().orElse("[" + edge.relation() + "]");
            boolean last = edge.to() == cycle.edges().getFirst().from();
            lines.add("-" + arrow + "-> " + (last ? "#" + number(edge.to()) : named(edge.to())));
        }
        return lines;
    }

    /// `notifier's smp_mb (between #28 and #38)`
    String ordered(Edge edge) {
        return agent(edge.to()) + "'s " + edge.order().orElse("") + " (between #" + number(edge.from()) + " and #"
                + number(edge.to()) + ")";
    }

    /// What overtook what, and what was read for that reason; the property follows.
    String sentence() {
        List<Edge> edges = cycle.gaps().isEmpty() ? cycle.weak() : cycle.gaps();
        String cause = edges.stream().map(this::cause).collect(Collectors.joining(" and "));
        return cause + consequence(edges) + run.outcome();
    }

    private String cause(Edge edge) {
        if (!edge.internal()) {
            return "Nothing orders what the plain " + operation(edge.to()) + " of " + agent(edge.to()) + " sees of "
                    + agent(edge.from()) + "'s " + operation(edge.from());
        }
        String later = operation(edge.to());
        String earlier = operation(edge.from());
        String agent = agent(edge.to());
        int first = number(edge.from());
        int second = number(edge.to());
        boolean passed = line(second).overtakes().contains(first) && line(second).kind() != EventKind.LEARN;
        if (passed || second < first) {
            return agent + "'s " + later + " overtook its earlier " + earlier;
        }
        if (event(edge.to()).is(Event.Tag.WRITE)) {
            String to = after(edge).map(this::agent).map(name -> " reached " + name).orElse(" came");
            return agent + "'s " + later + to + " before its earlier " + earlier;
        }
        return agent + "'s " + later + " did not wait for its earlier " + earlier
                + (event(edge.from()).is(Event.Tag.WRITE) ? " to reach all" : "");
    }

    /// The event of another agent that the edge behind this one leads to.
    private Optional<Integer> after(Edge edge) {
        return cycle.edges().stream().filter(next -> next.from() == edge.to()).map(Edge::to).findFirst();
    }

    /// The read of an old value, of an agent that nothing was said of yet if there is one.
    private String consequence(List<Edge> said) {
        Optional<Edge> old = cycle.edges().stream()
                .filter(edge -> edge.relation().equals("fr"))
                .sorted((a, b) -> Boolean.compare(isSaid(said, a), isSaid(said, b)))
                .findFirst();
        return old.map(edge -> {
            String text = text(edge.from());
            int is = text.lastIndexOf(" = ");
            String written = text(edge.to());
            int becomes = written.lastIndexOf(" := ");
            String read = is < 0 ? text + " (#" + number(edge.from()) + ") did not see "
                    : text.substring(0, is) + " is " + text.substring(is + 3) + " (#" + number(edge.from()) + "), not ";
            String value =
                    is < 0 || becomes < 0 ? "what " + agent(edge.to()) + "'s " + operation(edge.to()) + " made it"
                            : written.substring(becomes + 4);
            return ", so " + agent(edge.from()) + "'s " + read + value + ", and ";
        }).orElse(", so ");
    }

    private boolean isSaid(List<Edge> said, Edge edge) {
        return said.stream().anyMatch(each -> each.from() == edge.from() || each.to() == edge.from());
    }

    private Event event(int number) {
        return run.graph().orElseThrow().events().get(number);
    }

    int number(int event) {
        return run.graph().orElseThrow().mark(event);
    }

    private TraceLine line(int number) {
        return run.trace().lines().get(number - 1);
    }

    private String agent(int event) {
        return run.world().programs().get(event(event).agent()).agent();
    }

    private String text(int event) {
        return line(number(event)).text().replaceFirst(" \\(from #\\d+\\)$", "");
    }

    private String operation(int event) {
        return text(event) + " (#" + number(event) + ")";
    }

    private String named(int event) {
        return agent(event) + ": " + operation(event);
    }
}
