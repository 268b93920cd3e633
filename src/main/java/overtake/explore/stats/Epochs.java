package overtake.explore.stats;

import java.util.BitSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import overtake.explore.Exercise;
import overtake.explore.strategy.Learnt;
import overtake.program.Program;
import overtake.program.World;

/// Cuts a campaign into epochs. What the executions of one have shown is looked at in the order of their numbers when all are done; only then strategies learn from it.
/// So what execution i does depends on the seed and on i, not on how many jobs there are or how fast they were.
///
/// Within an epoch every job may call [#executed] for executions of its own; [#next] is for one of them, while the others wait.
public final class Epochs {
    private static final int FIRST = 4 * Learnt.SLOTS;
    private static final int LONGEST = 64 * Learnt.SLOTS;
    /// All of the first executions are watched, then one of so many.
    private static final int FIRST_WATCHED = 4096;

    private static final int ONE_OF = 16;

    private final World world;
    private final Learnt learnt;
    private final Sites sites;
    private final BitSet known = new BitSet();
    private final Classes classes = new Classes();
    private final long[] fingerprints = new long[LONGEST];
    private final boolean[] made = new boolean[LONGEST];
    private final int[] @Nullable [] pairs = new int[LONGEST][];
    private final int[] @Nullable [] picks = new int[LONGEST][];
    private long from;
    private int size = FIRST;
    private volatile Count count = new Count(0, 0, 1);

    public Epochs(World world, Learnt learnt) {
        this.world = world;
        this.learnt = learnt;
        sites = new Sites(world);
    }

    /// What is known of the epochs that are over.
    public record Count(long counted, long classes, double chanceOfNew) {}

    /// May be asked by any JVM thread.
    public Count count() {
        return count;
    }

    /// First execution of the current epoch.
    public long from() {
        return from;
    }

    /// Behind the last one.
    public long to() {
        return from + size;
    }

    /// For one job.
    public Observation observation() {
        return new Observation(world, known);
    }

    /// Whether the execution counts here: all early ones do, then one in sixteen, drawn by its number. Watching all would cost a fifth of the machine's time.
    public static boolean watches(long execution) {
        long drawn = (execution ^ execution >>> 29) * 0xBF58476D1CE4E5B9L;
        return execution < FIRST_WATCHED || (drawn >>> 40) % ONE_OF == 0;
    }

    /// A watched execution of the current epoch is done.
    ///
    /// @param whole whether it came to an end; if not it is of no class
    /// @param run its picks; asked for only if it has shown something new
    public void executed(long execution, Observation seen, boolean whole, Supplier<int[]> run) {
        int at = (int) (execution - from);
        made[at] = true;
        if (whole) {
            fingerprints[at] = seen.fingerprint();
            int[] fresh = seen.fresh();
            if (fresh.length > 0) {
                pairs[at] = fresh;
                picks[at] = run.get();
            }
        }
    }

    /// Ends the epoch and begins the next one, which is twice as long up to a bound.
    public void next() {
        long[] tried = new long[learnt.shares().members()];
        long[] found = new long[tried.length];
        for (int i = 0; i < size; i++) {
            if (made[i]) {
                int member = learnt.shares().member(from + i);
                tried[member]++;
                found[member] += merge(i) ? 1 : 0;
            }
            made[i] = false;
            fingerprints[i] = 0;
            pairs[i] = null;
            picks[i] = null;
        }
        from += size;
        learnt.shares().learn(from, tried, found);
        size = Math.min(LONGEST, 2 * size);
        count = new Count(classes.counted(), classes.classes(),
                Statistics.chanceOfNew(classes.counted(), classes.single()));
    }

    /// @return whether the execution showed a new class
    private boolean merge(int at) {
        boolean fresh = fingerprints[at] != 0 && classes.add(fingerprints[at]);
        int[] shown = pairs[at];
        if (shown != null) {
            boolean first = false;
            for (int pair : shown) {
                first |= !known.get(pair);
                known.set(pair);
            }
            if (first) {
                Optional.ofNullable(picks[at]).ifPresent(learnt.corpus()::add);
            }
        }
        return fresh;
    }

    /// What all epochs that are over have shown.
    public Statistics statistics(Exercise.Covered covered) {
        SortedMap<String, Boolean> reached = new TreeMap<>();
        for (int agent = 0; agent < world.programs().size(); agent++) {
            Program program = world.programs().get(agent);
            for (int pc = 0; pc < Sites.length(program); pc++) {
                String site = program.sourceAt(pc).site();
                if (sites.shared(agent, pc) && !site.isEmpty()) {
                    reached.merge(program.agent() + " " + site, covered.covered(agent, pc), Boolean::logicalOr);
                }
            }
        }
        int count = (int) reached.values().stream().filter(yes -> yes).count();
        return new Statistics(classes.counted(), classes.classes(), classes.single(), reached.size(), count,
                sites.unordered(known), sites.possiblePairs());
    }
}
