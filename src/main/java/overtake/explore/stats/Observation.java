package overtake.explore.stats;

import java.util.Arrays;
import java.util.BitSet;
import overtake.machine.Journal;
import overtake.program.World;

/// Watches the executions of one job, one after the other.
public final class Observation {
    private final Interleaving interleaving;
    private final BitSet known;
    private int[] fresh = new int[16];
    private int size;

    /// @param known pairs that need no telling; read here, changed by others only while this job does not run
    Observation(World world, BitSet known) {
        this.known = known;
        interleaving = new Interleaving(world, this::pair);
    }

    /// To be told what happens.
    public Journal journal() {
        return interleaving;
    }

    /// An execution begins.
    public void begin() {
        size = 0;
        interleaving.begin();
    }

    private void pair(int number) {
        if (known.get(number)) {
            return;
        }
        for (int i = 0; i < size; i++) {
            if (fresh[i] == number) {
                return;
            }
        }
        if (size == fresh.length) {
            fresh = Arrays.copyOf(fresh, 2 * size);
        }
        fresh[size++] = number;
    }

    /// Of the class of the execution so far; not 0.
    long fingerprint() {
        long fingerprint = interleaving.fingerprint();
        return fingerprint == 0 ? 1 : fingerprint;
    }

    /// The pairs that the execution has shown and that are not known, in the order in which they came.
    int[] fresh() {
        return Arrays.copyOf(fresh, size);
    }
}
