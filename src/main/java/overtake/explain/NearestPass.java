package overtake.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import overtake.explain.Playback.Overtaking;
import overtake.explore.shrink.Follower;
import overtake.explore.shrink.Follower.Run;
import overtake.machine.EventKind;
import overtake.memory.Lkmm;
import overtake.trace.Pick;
import overtake.trace.TraceLine;

/// Looks for a run that passes and differs as little as can be: in which one operation does not overtake, or in which one stretch of an
/// agent comes later or earlier. Candidates are tried in a fixed order, those that move fewest picks first.
final class NearestPass {
    private final Playback failing;
    private final Follower follower;

    NearestPass(Playback failing, Follower follower) {
        this.failing = failing;
        this.follower = follower;
    }

    /// A change of order, and the run that it makes.
    sealed interface Change {
        Run run();
    }

    /// @param overtakings of one line; what it overtook is performed first now
    record InOrder(List<Overtaking> overtakings, Run run) implements Change {
        int later() {
            return overtakings.getFirst().later();
        }
    }

    /// @param first line of the stretch that is moved
    /// @param last line of it
    /// @param to line that it comes right before now; 0 if it comes last
    record Moved(int first, int last, int to, Run run) implements Change {}

    Optional<Change> find() {
        return inOrder().or(this::moved);
    }

    /// The change that only performs in order what these have overtaken. Under `lkmm` the rest of the run must be possible as it was: there another order
    /// of picks may be another run altogether.
    Optional<Change> inOrderOf(List<Overtaking> some) {
        Map<Integer, List<Overtaking>> byLine = new TreeMap<>();
        failing.overtakings().stream()
                .filter(each -> some.stream()
                        .anyMatch(one -> one.later() == each.later() && one.earlier() == each.earlier()))
                .forEach(each -> byLine.computeIfAbsent(each.later(), _ -> new ArrayList<>()).add(each));
        return byLine.values().stream().map(this::inOrder).flatMap(Optional::stream)
                .filter(found -> !(failing.model() instanceof Lkmm)
                        || found.run().followed() >= failing.picks().size())
                .findFirst();
    }

    private int step(int line) {
        return failing.facts().get(line - 1).step();
    }

    private Optional<Change> inOrder() {
        Map<Integer, List<Overtaking>> byLine = new TreeMap<>();
        failing.overtakings().forEach(each -> byLine.computeIfAbsent(each.later(), _ -> new ArrayList<>()).add(each));
        return byLine.values().stream().map(this::inOrder).flatMap(Optional::stream).findFirst();
    }

    /// Performs what a line overtook before it.
    private Optional<Change> inOrder(List<Overtaking> overtakings) {
        int later = overtakings.getFirst().later();
        int at = step(later) - 1;
        List<Pick> picks = new ArrayList<>(failing.picks());
        List<Pick> before = new ArrayList<>();
        for (int i = picks.size() - 1; i > at; i--) {
            if (earlier(overtakings, i + 1)) {
                before.addFirst(plain(picks.remove(i)));
            }
        }
        for (Overtaking each : overtakings) {
            if (each.earlier() == 0) {
                before.add(new Pick(picks.get(at).agent(), Pick.Kind.PERFORM, site(each), 0));
            }
        }
        picks.addAll(at, before);
        Run run = follower.follow(picks);
        return run.passed() ? Optional.of(new InOrder(overtakings, run)) : Optional.empty();
    }

    private String site(Overtaking overtaking) {
        int agent = failing.facts().get(overtaking.later() - 1).agent();
        return failing.world().programs().get(agent).sourceAt(overtaking.pc()).site();
    }

    private static Pick plain(Pick pick) {
        return pick.kind() == Pick.Kind.DELIVER ? pick : new Pick(pick.agent(), pick.kind(), pick.site(), 0);
    }

    /// Whether a step performs or delivers something that was overtaken.
    private boolean earlier(List<Overtaking> overtakings, int step) {
        for (TraceLine line : failing.trace().lines()) {
            if (line.fault() || step(line.n()) != step || line.kind() == EventKind.SEND) {
                continue;
            }
            int operation = line.kind() == EventKind.DELIVER ? line.overtakes().getFirst() : line.n();
            if (overtakings.stream().anyMatch(each -> each.earlier() == operation)) {
                return true;
            }
        }
        return false;
    }

    /// @param rank low if the stretch stands between two of one agent
    private record Candidate(int rank, int from, int end, int to) {
        int size() {
            return end - from;
        }
    }

    private Optional<Change> moved() {
        List<Candidate> candidates = candidates();
        for (Candidate candidate : candidates) {
            List<Pick> picks = new ArrayList<>(failing.picks());
            List<Pick> stretch = List.copyOf(picks.subList(candidate.from(), candidate.end()));
            boolean later = candidate.to() >= candidate.end();
            picks.addAll(candidate.to(), stretch);
            int from = later ? candidate.from() : candidate.from() + candidate.size();
            picks.subList(from, from + candidate.size()).clear();
            Run run = follower.follow(picks);
            if (run.passed()) {
                int to = candidate.to() == failing.picks().size() ? 0 : firstLine(candidate.to());
                return Optional.of(
                        new Moved(firstLine(candidate.from()), lastLine(candidate.end() - 1), to, run));
            }
        }
        return Optional.empty();
    }

    /// Each stretch of one agent, put after or before the stretch of another one next to it.
    private List<Candidate> candidates() {
        List<Integer> starts = new ArrayList<>();
        List<Pick> picks = failing.picks();
        for (int i = 0; i < picks.size(); i++) {
            if (i == 0 || !picks.get(i).agent().equals(picks.get(i - 1).agent())) {
                starts.add(i);
            }
        }
        starts.add(picks.size());
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i + 2 < starts.size(); i++) {
            candidates.add(new Candidate(rank(starts, i), starts.get(i), starts.get(i + 1), starts.get(i + 2)));
            candidates.add(new Candidate(rank(starts, i + 1), starts.get(i + 1), starts.get(i + 2), starts.get(i)));
        }
        Collections.sort(candidates,
                Comparator.comparingInt(Candidate::rank)
                        .thenComparingInt(Candidate::size)
                        .thenComparingInt(Candidate::from)
                        .thenComparing(Candidate::to, Comparator.reverseOrder()));
        return candidates.stream().distinct().toList();
    }

    private int rank(List<Integer> starts, int stretch) {
        boolean between = stretch > 0 && stretch + 2 < starts.size()
                && failing.picks().get(starts.get(stretch) - 1).agent()
                        .equals(failing.picks().get(starts.get(stretch + 1)).agent());
        return between ? 0 : 1;
    }

    private int firstLine(int pick) {
        return Math.min(failing.frames().get(pick).lines() + 1, failing.facts().size());
    }

    private int lastLine(int pick) {
        return failing.frames().get(pick + 1).lines();
    }
}
