package overtake.check.states;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory off the heap that grows, and is zero where nothing was written yet.
interface Room extends AutoCloseable {
    /// What addresses begin at.
    long ALIGNMENT = 64;

    /// @param mostBytes how large it may become
    static Room of(long mostBytes) {
        return Reserved.of(mostBytes).orElseGet(Pieces::new);
    }

    /// Makes it larger. What was returned before is not to be used any more.
    ///
    /// @return all of it, with at least so many bytes, which begin with what was there before
    /// @throws OutOfMemoryError if there is not enough; then nothing has changed
    MemorySegment grow(long bytes);

    @Override
    void close();

    /// Takes a larger piece each time and copies into it, by what every JVM has. For a moment there are both.
    final class Pieces implements Room {
        private Arena arena = Arena.ofShared();
        private MemorySegment memory = MemorySegment.NULL;

        @Override
        public MemorySegment grow(long bytes) {
            Arena fresh = Arena.ofShared();
            try {
                MemorySegment larger = fresh.allocate(bytes, ALIGNMENT);
                MemorySegment.copy(memory, 0, larger, 0, memory.byteSize());
                arena.close();
                arena = fresh;
                memory = larger;
                return larger;
            } catch (OutOfMemoryError e) {
                fresh.close();
                throw e;
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
