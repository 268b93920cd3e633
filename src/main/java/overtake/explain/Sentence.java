package overtake.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import overtake.explain.NearestPass.Change;
import overtake.explain.NearestPass.InOrder;
import overtake.explain.NearestPass.Moved;
import overtake.machine.EventKind;
import overtake.memory.Sc;
import overtake.program.Instruction;
import overtake.trace.Trace;
import overtake.trace.TraceLine;

/// Says in one sentence what the difference between a run and the nearest passing one did.
final class Sentence {
    /// How many operations that were overtaken are named.
    private static final int MOST_NAMED = 3;

    private static final String IS = " = ";

    private final Playback run;
    private final String property;
    private final Optional<Change> change;
    private final Optional<Trace> passing;

    Sentence(Playback run, String property, Optional<Change> change, Optional<Trace> passing) {
        this.run = run;
        this.property = property;
        this.change = change;
        this.passing = passing;
    }

    String text() {
        return change.map(found -> cause(found) + consequence(found) + run.outcome()).orElseGet(this::bare);
    }

    /// What is different in the passing run.
    Optional<String> change() {
        return change.map(found -> switch (found) {
            case InOrder order -> order.overtakings().stream()
                    .map(each -> each.earlier() > 0 ? "#" + each.earlier() : operation(each))
                    .collect(Collectors.joining(", ")) + " before #" + order.later();
            case Moved moved -> span(moved) + (moved.to() == 0 ? " last" : " before #" + moved.to());
        });
    }

    private String bare() {
        List<String> agents = run.picks().stream().map(pick -> pick.agent()).distinct().toList();
        String where = run.trace().lines().getLast().text();
        return agents.size() == 1
                ? agents.getFirst() + " alone breaks " + property + ", whatever others do: " + where + "."
                : run.outcome().replaceFirst("\\.$", ": ") + where
                        + "; no order close to this one was found in which it holds.";
    }

    private TraceLine line(int number) {
        return run.trace().lines().get(number - 1);
    }

    private String cause(Change found) {
        return switch (found) {
            case InOrder order -> line(order.later()).agent() + "'s " + named(order.later()) + " overtook its earlier "
                    + listed(order.overtakings().stream()
                            .map(each -> each.earlier() > 0 ? named(each.earlier()) : operation(each))
                            .toList());
            case Moved moved -> {
                int first = operation(moved.first(), 1, moved.last());
                int last = operation(moved.last(), -1, moved.first());
                yield line(first).agent() + "'s " + named(first) + (first == last ? "" : " to " + named(last)) + " came"
                        + between(moved);
            }
        };
    }

    /// Names of operations; of many the first ones, since the note beside the sentence numbers them all.
    static String listed(List<String> names) {
        return names.size() <= MOST_NAMED
                ? String.join(" and ", names)
                : String.join(" and ", names.subList(0, MOST_NAMED - 1)) + " and " + (names.size() - MOST_NAMED + 1)
                        + " operations more";
    }

    /// The next line in a direction that is more than a delivery; the first one if there is none up to the last.
    private int operation(int from, int direction, int to) {
        for (int n = from; n != to + direction; n += direction) {
            if (isOperation(line(n))) {
                return n;
            }
        }
        return from;
    }

    private static boolean isOperation(TraceLine line) {
        return line.kind() != EventKind.END && line.kind() != EventKind.LEARN && line.kind() != EventKind.DELIVER;
    }

    private String between(Moved moved) {
        int before = neighbour(moved.first(), -1);
        int after = neighbour(moved.last(), 1);
        String first = before == 0 ? "" : line(before).agent() + "'s " + named(before);
        String second = after == 0 ? "" : line(after).agent() + "'s " + named(after);
        if (first.isEmpty() || second.isEmpty()) {
            return (first.isEmpty() ? " before " : " after ") + first + second;
        }
        boolean same = line(before).agent().equals(line(after).agent());
        return " between " + first + " and " + (same ? named(after) : second);
    }

    /// The next line of another agent in a direction, or 0.
    private int neighbour(int from, int direction) {
        for (int n = from + direction; n >= 1 && n <= run.facts().size(); n += direction) {
            if (isOperation(line(n)) && !line(n).agent().equals(line(from).agent())) {
                return n;
            }
        }
        return 0;
    }

    private String named(int number) {
        return line(number).text() + " (#" + number + ")";
    }

    private String operation(Playback.Overtaking overtaking) {
        int agent = run.facts().get(overtaking.later() - 1).agent();
        return run.world().programs().get(agent).sourceAt(overtaking.pc()).operation();
    }

    private static String span(Moved moved) {
        return "#" + moved.first() + (moved.first() == moved.last() ? "" : " to #" + moved.last());
    }

    private String consequence(Change found) {
        return found instanceof Moved moved && run.model() instanceof Sc ? meeting(moved).orElseGet(this::difference)
                : difference();
    }

    /// Where what came between met the others: the first read behind it of what it stored, else the first store over what it stored.
    private Optional<String> meeting(Moved moved) {
        for (boolean reads : new boolean[] {true, false}) {
            for (int n = moved.last() + 1; n <= run.facts().size(); n++) {
                int stored = reads == isRead(n) ? lastStore(n, moved) : 0;
                if (stored > 0) {
                    return Optional.of(", so " + line(n).agent() + "'s " + named(n)
                            + (reads ? " saw " : " overwrote ") + line(stored).agent() + "'s " + named(stored)
                            + ", and ");
                }
            }
        }
        return Optional.empty();
    }

    private Instruction instruction(int number) {
        Playback.Fact fact = run.facts().get(number - 1);
        return fact.kind() == EventKind.PERFORM
                ? run.world().programs().get(fact.agent()).instructionAt(fact.pc())
                : new Instruction.Halt();
    }

    private boolean isRead(int number) {
        return instruction(number) instanceof Instruction.Load;
    }

    private boolean stores(int number) {
        return instruction(number) instanceof Instruction.Store || instruction(number) instanceof Instruction.Rmw;
    }

    /// The line of the stretch that last stored to the cell that a line of another agent accesses; 0 if another one did, or none.
    private int lastStore(int number, Moved moved) {
        if (!isRead(number) && !stores(number)) {
            return 0;
        }
        int cell = run.facts().get(number - 1).target();
        for (int n = number - 1; n >= moved.first(); n--) {
            if (stores(n) && run.facts().get(n - 1).target() == cell) {
                return n <= moved.last() && !line(n).agent().equals(line(number).agent()) ? n : 0;
            }
        }
        return 0;
    }

    /// The first operation that reads something else in the passing run.
    private String difference() {
        Map<String, String> texts = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        passing.orElseThrow().lines().forEach(line -> texts.put(key(line, counts), line.text()));
        counts.clear();
        int from = change.map(Sentence::firstMoved).orElse(1);
        for (TraceLine line : run.trace().lines()) {
            String other = texts.getOrDefault(key(line, counts), "");
            boolean reads = line.kind() == EventKind.PERFORM && !line.fault() && line.n() >= from;
            if (reads && !other.isEmpty() && !bare(other).equals(bare(line.text()))) {
                return ", so " + line.agent() + "'s " + difference(bare(line.text()), bare(other), line.n()) + ", and ";
            }
        }
        return ", so ";
    }

    private static int firstMoved(Change change) {
        return switch (change) {
            case InOrder order -> order.later();
            case Moved moved -> moved.to() == 0 ? moved.first() : Math.min(moved.first(), moved.to());
        };
    }

    private static String key(TraceLine line, Map<String, Integer> counts) {
        String name = line.agent() + " " + line.site() + " " + line.kind();
        return name + " " + counts.merge(name, 1, Integer::sum);
    }

    /// Without the line that a forwarded value comes from.
    private static String bare(String text) {
        return text.replaceFirst(" \\(from #\\d+\\)$", "");
    }

    private static String difference(String text, String other, int number) {
        int is = text.lastIndexOf(IS);
        if (is > 0 && other.startsWith(text.substring(0, is + IS.length()))) {
            return text.substring(0, is) + " is " + text.substring(is + IS.length()) + " (#" + number + "), not "
                    + other.substring(is + IS.length());
        }
        return text + " (#" + number + ") is not " + other;
    }
}
