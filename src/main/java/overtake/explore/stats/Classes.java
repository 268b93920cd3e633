package overtake.explore.stats;

import java.util.Arrays;
import java.util.List;

/// Remembers the class of each execution of one job, eight bytes each.
public final class Classes {
    private static final int MOST = 1 << 22;

    private long[] seen = new long[64];
    private int size;

    /// Forgets nothing; what does not fit any more is not counted.
    public void add(long fingerprint) {
        if (size == MOST) {
            return;
        }
        if (size == seen.length) {
            seen = Arrays.copyOf(seen, 2 * size);
        }
        seen[size++] = fingerprint;
    }

    /// How many there are and how many classes, of all jobs together. The answer does not depend on who saw what.
    ///
    /// @param sites see [Statistics]
    /// @param reached see [Statistics]
    /// @param pairs see [Statistics]
    public static Statistics statistics(List<Classes> jobs, int sites, int reached, int pairs) {
        long[] all = new long[jobs.stream().mapToInt(job -> job.size).sum()];
        int at = 0;
        for (Classes job : jobs) {
            System.arraycopy(job.seen, 0, all, at, job.size);
            at += job.size;
        }
        Arrays.sort(all);
        long classes = 0;
        long single = 0;
        for (int from = 0; from < all.length;) {
            int to = from + 1;
            while (to < all.length && all[to] == all[from]) {
                to++;
            }
            classes++;
            single += to == from + 1 ? 1 : 0;
            from = to;
        }
        return new Statistics(all.length, classes, single, sites, reached, pairs);
    }
}
