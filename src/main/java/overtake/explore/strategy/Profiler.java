package overtake.explore.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import overtake.explore.Engine;
import overtake.explore.Strategy;
import overtake.machine.Choices;

/// Carries out a few runs of different kinds and counts what a [Profile] tells. Runs that met the bound on steps count only if all did: one that spins
/// says nothing about where a bug may be.
final class Profiler implements Strategy {
    private static final int PROBES = 12;

    private final int agents;
    private final SortedMap<Long, int[]> most = new TreeMap<>();
    private final SortedMap<Long, Boolean> written = new TreeMap<>();
    private final SortedMap<Long, int[]> counts = new TreeMap<>();
    private Strategy picker;
    private int length;
    private int overtakes;

    private Profiler(int agents) {
        this.agents = agents;
        picker = new RandomWalk(0);
    }

    /// A third of the probes are random walks, a third let one thread run for as long as it can, a third follow program order.
    static Profile of(Engine engine, long seed, int maxSteps) {
        int agents = engine.world().programs().size();
        Profiler profiler = new Profiler(agents);
        List<Strategy> pickers =
                List.of(new RandomWalk(seed), new Pct(seed, agents, 1, 1), new OvertakeBounded(seed, 0, 1));
        int longest = 0;
        int overtakes = 0;
        int longestCut = 1;
        for (int i = 0; i < PROBES; i++) {
            for (Strategy picker : pickers) {
                profiler.picker = picker;
                profiler.begin(i);
                if (engine.run(profiler, maxSteps) == Engine.Ending.CUT) {
                    longestCut = Math.max(longestCut, profiler.length);
                } else {
                    longest = Math.max(longest, profiler.length);
                    overtakes = Math.max(overtakes, profiler.overtakes);
                    profiler.keep();
                }
            }
        }
        int length = longest == 0 ? longestCut : longest;
        return new Profile(engine.model(), length, overtakes == 0 ? length : overtakes, profiler.contended());
    }

    @Override
    public String name() {
        return picker.name();
    }

    @Override
    public boolean everywhere() {
        return true;
    }

    @Override
    public void begin(long execution) {
        picker.begin(execution);
        counts.clear();
        length = 0;
        overtakes = 0;
    }

    @Override
    public int pick(Choices choices) {
        length += Threads.several(choices) ? 1 : 0;
        overtakes += opportunity(choices) ? 1 : 0;
        int index = picker.pick(choices);
        int target = choices.target(index);
        if (target != Choices.UNKNOWN) {
            long location = (long) Races.kind(choices.op(index)) << 32 | target;
            counts.computeIfAbsent(location, _ -> new int[Threads.count(agents)])[Threads.of(choices.step(index))]++;
            written.merge(location, !Races.reads(choices.op(index)), Boolean::logicalOr);
        }
        return index;
    }

    private static boolean opportunity(Choices choices) {
        for (int i = 0; i < choices.size(); i++) {
            if (OvertakeBounded.overtakes(choices, i)) {
                return true;
            }
        }
        return false;
    }

    private void keep() {
        counts.forEach((location, run) -> {
            int[] all = most.computeIfAbsent(location, _ -> new int[run.length]);
            for (int i = 0; i < run.length; i++) {
                all[i] = Math.max(all[i], run[i]);
            }
        });
    }

    private List<Profile.Contended> contended() {
        List<Profile.Contended> contended = new ArrayList<>();
        most.forEach((location, run) -> {
            if (written.getOrDefault(location, false) && severalAgents(run)) {
                contended.add(Profile.Contended.of((int) (location >>> 32), location.intValue(), run));
            }
        });
        return contended;
    }

    private boolean severalAgents(int[] run) {
        int users = 0;
        for (int agent = 0; agent < agents; agent++) {
            users += run[2 * agent] + run[2 * agent + 1] > 0 ? 1 : 0;
        }
        return users > 1;
    }
}
