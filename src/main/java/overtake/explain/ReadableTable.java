package overtake.explain;

import java.util.ArrayList;
import java.util.List;
import overtake.machine.EventKind;
import overtake.trace.Trace;
import overtake.trace.TraceLine;

/// A trace without what a reader need not see, under the same numbers: ends of agents, guesses, what was undone; deliveries to agents that do
/// not look at the location afterwards; and deliveries before which nobody did anything, so that the store did not travel as far as anyone
/// can tell.
final class ReadableTable {
    private final Playback run;

    ReadableTable(Playback run) {
        this.run = run;
    }

    Trace trace() {
        List<TraceLine> lines = new ArrayList<>();
        for (TraceLine line : run.trace().lines()) {
            if (line.fault()) {
                lines.add(line);
            } else if (isShown(line)) {
                lines.add(shown(line));
            }
        }
        return new Trace(run.trace().agents(), lines);
    }

    private boolean isShown(TraceLine line) {
        return switch (line.kind()) {
            case END, GUESS, SQUASH -> false;
            case LEARN -> isOfUse(line, line.overtakes().getFirst());
            case DELIVER -> !isAtOnce(line.overtakes().getFirst(), line.n());
            default -> !line.text().endsWith(" (undone)");
        };
    }

    private TraceLine shown(TraceLine line) {
        return switch (line.kind()) {
            case LEARN -> {
                List<Integer> stores = new ArrayList<>(List.of(line.overtakes().getFirst()));
                line.overtakes().stream().skip(1).filter(store -> isOfUse(line, store)).forEach(stores::add);
                yield with(line, line.kind(), stores);
            }
            case SEND -> isDeliveredAtOnce(line) ? with(line, EventKind.PERFORM, List.of()) : line;
            default -> line;
        };
    }

    private static TraceLine with(TraceLine line, EventKind kind, List<Integer> overtakes) {
        return new TraceLine(line.n(), line.agent(), kind, line.site(), line.text(), line.file(), line.line(),
                overtakes,
                line.fault());
    }

    /// Whether the agent of a delivery looks at the location of a store afterwards.
    private boolean isOfUse(TraceLine delivery, int store) {
        Playback.Fact stored = run.facts().get(store - 1);
        return run.facts().subList(delivery.n(), run.facts().size()).stream()
                .anyMatch(fact -> fact.agent() == run.facts().get(delivery.n() - 1).agent()
                        && fact.target() == stored.target()
                        && fact.kind() != EventKind.LEARN);
    }

    private boolean isDeliveredAtOnce(TraceLine sent) {
        return run.trace().lines().stream()
                .filter(line -> line.kind() == EventKind.DELIVER && line.overtakes().getFirst() == sent.n())
                .anyMatch(line -> isAtOnce(sent.n(), line.n()));
    }

    /// Whether between a store and its delivery its agent only sent and delivered, and others did nothing.
    private boolean isAtOnce(int sent, int delivered) {
        String agent = run.trace().lines().get(sent - 1).agent();
        return run.trace().lines().subList(sent, delivered - 1).stream()
                .allMatch(line -> line.agent().equals(agent)
                        && (line.kind() == EventKind.SEND || line.kind() == EventKind.DELIVER));
    }
}
