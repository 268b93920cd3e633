package overtake.check.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import overtake.check.states.Frontier.Chunk;

/// Who expands which chunk of a level: each JVM thread first those that it has written, because it knows most about them, then what the others have left.
public final class Deal {
    private final List<List<Chunk>> chunks;
    private final List<AtomicInteger> taken = new ArrayList<>();

    /// @param chunks by thread; of fewer than there are threads, if nobody knows more about them than others
    public Deal(List<List<Chunk>> chunks) {
        this.chunks = chunks;
        chunks.forEach(_ -> taken.add(new AtomicInteger()));
    }

    /// How many there were.
    public int size() {
        return chunks.stream().mapToInt(List::size).sum();
    }

    /// A chunk that nobody has taken, or null.
    @Nullable
    public Chunk next(int thread) {
        for (int i = 0; i < chunks.size(); i++) {
            int from = (thread + i) % chunks.size();
            List<Chunk> all = chunks.get(from);
            if (taken.get(from).get() < all.size()) {
                int number = taken.get(from).getAndIncrement();
                if (number < all.size()) {
                    return all.get(number);
                }
            }
        }
        return null;
    }
}
