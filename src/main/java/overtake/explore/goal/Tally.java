package overtake.explore.goal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import overtake.explore.goal.Happenings.Operation;
import overtake.program.Program;
import overtake.program.World;

/// Counts for one goal what executions did about it.
final class Tally {
    private static final int MOST_TOLD = 5;

    private final World world;
    private final Goal goal;
    private long executions;
    private long reached;
    private final TreeMap<String, Long> instead = new TreeMap<>();
    private int nearest = Integer.MAX_VALUE;
    private String nearestText = "";

    Tally(World world, Goal goal) {
        this.world = world;
        this.goal = goal;
    }

    /// The places of a goal's operations in a run, in their order.
    private int[] at(List<Operation> made, Goal.Place place) {
        return IntStream.range(0, made.size()).filter(i -> is(made.get(i), place)).toArray();
    }

    private boolean is(Operation operation, Goal.Place place) {
        Program program = world.programs().get(operation.agent);
        return program.agent().equals(place.agent()) && program.sourceAt(operation.pc).site().equals(place.site());
    }

    /// An execution is over.
    void add(List<Operation> made) {
        executions++;
        String miss = switch (goal) {
            case Goal.Happens happens -> at(made, happens.what()).length > 0 ? "" : never(happens.what());
            case Goal.Before before -> before(made, before);
            case Goal.Between between -> between(made, between);
            case Goal.Reads reads -> reads(made, reads);
        };
        if (miss.isEmpty()) {
            reached++;
        } else {
            instead.merge(miss, 1L, Long::sum);
        }
    }

    private static String never(Goal.Place place) {
        return place + " did not happen";
    }

    private void near(int distance, String text) {
        if (distance < nearest || distance == nearest && text.compareTo(nearestText) < 0) {
            nearest = distance;
            nearestText = text;
        }
    }

    private static String operations(int count) {
        return count == 1 ? "1 operation" : count + " operations";
    }

    private String before(List<Operation> made, Goal.Before before) {
        int[] first = at(made, before.first());
        int[] second = at(made, before.second());
        if (first.length == 0 || second.length == 0) {
            return never(first.length == 0 ? before.first() : before.second());
        }
        int distance = first[0] - second[second.length - 1];
        if (distance < 0) {
            return "";
        }
        near(distance, before.first() + " came " + operations(distance) + " after " + before.second());
        return before.first() + " came after " + before.second();
    }

    private String between(List<Operation> made, Goal.Between between) {
        int[] what = at(made, between.what());
        int[] from = at(made, between.from());
        int[] to = at(made, between.to());
        for (Goal.Place place : between.places()) {
            if (at(made, place).length == 0) {
                return never(place);
            }
        }
        String best = between.to() + " did not come after " + between.from();
        int distance = Integer.MAX_VALUE;
        for (int open : from) {
            int close = first(to, open);
            if (close < 0) {
                continue;
            }
            int inside = first(what, open);
            if (inside >= 0 && inside < close) {
                return "";
            }
            if (inside >= 0 && inside - close < distance) {
                distance = inside - close;
                best = between.what() + " came after " + between.to();
            }
            int earlier = last(what, open);
            if (earlier >= 0 && open - earlier < distance) {
                distance = open - earlier;
                best = between.what() + " came before " + between.from();
            }
        }
        if (distance < Integer.MAX_VALUE) {
            near(distance, best.replaceFirst(" came ", " came " + operations(distance) + " "));
        }
        return best;
    }

    /// The first of the places behind one, or -1.
    private static int first(int[] places, int behind) {
        for (int place : places) {
            if (place > behind) {
                return place;
            }
        }
        return -1;
    }

    private static int last(int[] places, int before) {
        int last = -1;
        for (int place : places) {
            last = place < before ? place : last;
        }
        return last;
    }

    private String reads(List<Operation> made, Goal.Reads reads) {
        String miss = never(reads.reader());
        for (int i : at(made, reads.reader())) {
            Operation reader = made.get(i);
            if (reader.source != reader && is(reader.source, reads.writer())) {
                return "";
            }
            Program writer = world.programs().get(reader.source.agent);
            miss = reads.reader() + (reader.source == reader ? " read the initial value"
                    : " read from " + writer.agent() + " " + writer.sourceAt(reader.source.pc).site());
        }
        return miss;
    }

    /// Adds what another job counted; the answer does not depend on the order.
    void add(Tally other) {
        executions += other.executions;
        reached += other.reached;
        other.instead.forEach((what, count) -> instead.merge(what, count, Long::sum));
        if (!other.nearestText.isEmpty()) {
            near(other.nearest, other.nearestText);
        }
    }

    GoalReport report() {
        return new GoalReport(goal.text(), executions, reached,
                instead.entrySet().stream()
                        .map(entry -> new GoalReport.Instead(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparingLong(GoalReport.Instead::executions).reversed()
                                .thenComparing(GoalReport.Instead::what))
                        .limit(MOST_TOLD)
                        .toList(),
                nearestText.isEmpty() ? Optional.empty() : Optional.of(nearestText));
    }
}
