package overtake.explore.strategy;

import java.util.Arrays;
import java.util.List;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;

/// What the runs of a world look like, learnt from a few of them: what strategies need to know beforehand.
///
/// @param model under which the runs were
/// @param length how many picks among two threads or more a run has, the most that was seen; see [Threads]
/// @param overtakes how many picks at which some step would overtake, the most that was seen
/// @param contended what several agents do operations on that race
public record Profile(MemoryModel model, int length, int overtakes, List<Contended> contended) {
    public Profile {
        if (length < 1 || overtakes < 1) {
            throw new IllegalArgumentException("length " + length + ", overtakes " + overtakes);
        }
        contended = List.copyOf(contended);
    }

    /// A profile of which only the length is known, under `sc`.
    public static Profile ofLength(int length) {
        return new Profile(new Sc(), length, length, List.of());
    }

    /// Something shared that operations race on.
    ///
    /// @param kind of the operations, see [Races#kind]
    /// @param counts by thread, how many operations on it a run has, the most that was seen
    record Contended(int kind, int target, List<Integer> counts) {
        Contended {
            counts = List.copyOf(counts);
        }

        static Contended of(int kind, int target, int[] counts) {
            return new Contended(kind, target, Arrays.stream(counts).boxed().toList());
        }
    }
}
