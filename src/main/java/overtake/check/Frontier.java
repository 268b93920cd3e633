package overtake.check;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// States of one level in the order in which one JVM thread met them, with their fingerprints, packed into chunks of ints. A chunk is what a JVM thread takes
/// to expand.
final class Frontier {
    private static final int CHUNK_INTS = 1 << 14;
    /// Larger states are mostly zeros; those are left out.
    private static final int WHOLE = 192;
    private static final int FINGERPRINT = 4;

    private final int size;
    private final List<Chunk> chunks = new ArrayList<>();
    private long states;

    /// Records one after another.
    static final class Chunk {
        private int[] ints;
        private int used;
        private int records;

        Chunk(int capacity) {
            ints = new int[capacity];
        }

        int records() {
            return records;
        }
    }

    /// @param size ints in a state
    Frontier(int size) {
        this.size = size;
    }

    long states() {
        return states;
    }

    long bytes() {
        return (long) chunks.size() * 4 * Math.max(CHUNK_INTS, size);
    }

    List<Chunk> chunks() {
        return chunks;
    }

    /// Takes over the states of another frontier.
    void addAll(Frontier other) {
        chunks.addAll(other.chunks);
        states += other.states;
        other.chunks.clear();
        other.states = 0;
    }

    void add(int[] state, long high, long low) {
        int most = FINGERPRINT + size + (size + 31) / 32;
        Chunk chunk = chunks.isEmpty() ? null : chunks.getLast();
        if (chunk == null || chunk.ints.length - chunk.used < most) {
            chunk = new Chunk(Math.max(CHUNK_INTS, most));
            chunks.add(chunk);
        }
        int[] to = chunk.ints;
        int at = chunk.used;
        to[at] = (int) (high >>> 32);
        to[at + 1] = (int) high;
        to[at + 2] = (int) (low >>> 32);
        to[at + 3] = (int) low;
        at += FINGERPRINT;
        if (size <= WHOLE) {
            System.arraycopy(state, 0, to, at, size);
            at += size;
        } else {
            at = pack(state, to, at);
        }
        chunk.used = at;
        chunk.records++;
        states++;
    }

    /// For every 32 ints a mask of those that are not zero, then these.
    private int pack(int[] state, int[] to, int start) {
        int at = start;
        for (int from = 0; from < size; from += 32) {
            int place = at++;
            int mask = 0;
            for (int i = from; i < Math.min(size, from + 32); i++) {
                if (state[i] != 0) {
                    mask |= 1 << i - from;
                    to[at++] = state[i];
                }
            }
            to[place] = mask;
        }
        return at;
    }

    /// Reads the states of a chunk one after another.
    static final class Cursor {
        private final int size;
        private final int[] ints;
        private final int end;
        private int at;
        private long high;
        private long low;

        Cursor(Chunk chunk, int size) {
            this.size = size;
            ints = chunk.ints;
            end = chunk.used;
        }

        long high() {
            return high;
        }

        long low() {
            return low;
        }

        /// Reads the next state.
        ///
        /// @return whether there was one
        boolean next(int[] state) {
            if (at == end) {
                return false;
            }
            high = (long) ints[at] << 32 | ints[at + 1] & 0xffffffffL;
            low = (long) ints[at + 2] << 32 | ints[at + 3] & 0xffffffffL;
            at += FINGERPRINT;
            if (size <= WHOLE) {
                System.arraycopy(ints, at, state, 0, size);
                at += size;
            } else {
                unpack(state);
            }
            return true;
        }

        private void unpack(int[] state) {
            Arrays.fill(state, 0);
            for (int from = 0; from < size; from += 32) {
                for (int mask = ints[at++]; mask != 0; mask &= mask - 1) {
                    state[from + Integer.numberOfTrailingZeros(mask)] = ints[at++];
                }
            }
        }
    }

    void save(DataOutputStream out) throws IOException {
        out.writeInt(chunks.size());
        for (Chunk chunk : chunks) {
            out.writeInt(chunk.records);
            save(Arrays.copyOf(chunk.ints, chunk.used), out);
        }
    }

    void restore(DataInputStream in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            Chunk chunk = new Chunk(0);
            chunk.records = in.readInt();
            chunk.ints = restoreInts(in);
            chunk.used = chunk.ints.length;
            chunks.add(chunk);
            states += chunk.records;
        }
    }

    static void save(int[] ints, DataOutputStream out) throws IOException {
        out.writeInt(ints.length);
        for (int each : ints) {
            out.writeInt(each);
        }
    }

    static int[] restoreInts(DataInputStream in) throws IOException {
        int[] ints = new int[in.readInt()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = in.readInt();
        }
        return ints;
    }
}
