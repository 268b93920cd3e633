package overtake.check.states;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// States of one level in the order in which one JVM thread met them, with their fingerprints, packed into chunks of ints. A chunk is what a JVM thread takes
/// to expand. It has either states or numbers of [Contents]; beside numbers there may be the leaves of [Effects] that are known already.
public final class Frontier {
    /// Ints of a fingerprint in a record.
    public static final int FINGERPRINT = 4;

    private static final int CHUNK_INTS = 1 << 14;
    /// Larger states are mostly zeros; those are left out.
    private static final int WHOLE = 192;
    private static final int LEAST_SPARE = 256;
    private static final Chunk NONE = new Chunk(new int[0]);

    private final int size;
    private final int parts;
    private final int leaves;
    private final List<Chunk> chunks = new ArrayList<>();
    /// Arrays of chunks that are done with.
    private final Deque<int[]> spare = new ArrayDeque<>();

    /// How many chunks a level had at most: so many arrays are kept.
    private int mostChunks = LEAST_SPARE;

    private Chunk plain = NONE;
    private Chunk numbered = NONE;
    private long states;

    /// Records one after another.
    public static final class Chunk {
        /// How many ints a record with numbers has; 0 if there are states.
        private final int record;
        private final @Nullable Object knownBy;
        private int[] ints;
        private int used;
        private int records;

        Chunk(int[] ints) {
            this(ints, 0, null);
        }

        Chunk(int[] ints, int record, @Nullable Object knownBy) {
            this.ints = ints;
            this.record = record;
            this.knownBy = knownBy;
        }

        /// Whether records have numbers: each is a fingerprint, then one number a part, then perhaps one leaf an agent.
        public boolean isNumbered() {
            return record > 0;
        }

        /// How many ints a record with numbers has.
        public int record() {
            return record;
        }

        /// Whether the leaves are those of [Effects#memory], so that they mean something there.
        public boolean isKnownBy(Object memory) {
            return knownBy == memory;
        }

        /// The records.
        public int[] ints() {
            return ints;
        }

        /// How many ints the records have.
        public int used() {
            return used;
        }
    }

    /// @param size ints in a state
    public Frontier(int size) {
        this(size, 0);
    }

    /// @param parts how many a state has, if numbers come too
    public Frontier(int size, int parts) {
        this(size, parts, 0);
    }

    /// @param leaves how many leaves come with numbers
    public Frontier(int size, int parts, int leaves) {
        this.size = size;
        this.parts = parts;
        this.leaves = leaves;
    }

    public long states() {
        return states;
    }

    public long bytes() {
        return (long) chunks.size() * 4 * Math.max(CHUNK_INTS, size);
    }

    public List<Chunk> chunks() {
        return chunks;
    }

    /// Takes over the states of another frontier.
    public void addAll(Frontier other) {
        chunks.addAll(other.chunks);
        states += other.states;
        other.mostChunks = Math.max(other.mostChunks, other.chunks.size());
        other.chunks.clear();
        other.states = 0;
        other.plain = NONE;
        other.numbered = NONE;
    }

    /// Takes the memory of a chunk that nobody reads any more.
    public void recycle(Chunk done) {
        if (done.ints.length == CHUNK_INTS && spare.size() < mostChunks) {
            spare.push(done.ints);
        }
        done.ints = new int[0];
        done.used = 0;
    }

    private Chunk plain() {
        int most = FINGERPRINT + size + (size + 31) / 32;
        if (plain.ints.length - plain.used < most) {
            plain = new Chunk(room(most));
            chunks.add(plain);
        }
        return plain;
    }

    private Chunk numbered(@Nullable Object knownBy) {
        int most = FINGERPRINT + parts + leaves;
        if (numbered.ints.length - numbered.used < most || numbered.knownBy != knownBy) {
            numbered = new Chunk(room(most), most, knownBy);
            chunks.add(numbered);
        }
        return numbered;
    }

    private int[] room(int most) {
        boolean fits = most <= CHUNK_INTS && !spare.isEmpty();
        return fits ? spare.pop() : new int[Math.max(CHUNK_INTS, most)];
    }

    private static int put(int[] to, int at, long high, long low) {
        to[at] = (int) (high >>> 32);
        to[at + 1] = (int) high;
        to[at + 2] = (int) (low >>> 32);
        to[at + 3] = (int) low;
        return at + FINGERPRINT;
    }

    /// The word of a fingerprint that two ints of a record hold.
    public static long word(int[] ints, int at) {
        return (long) ints[at] << 32 | ints[at + 1] & 0xffffffffL;
    }

    /// Adds a state.
    public void add(int[] state, long high, long low) {
        Chunk chunk = plain();
        int[] to = chunk.ints;
        int at = put(to, chunk.used, high, low);
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

    /// Adds the state that a step leads to, with the leaves that are the same there.
    ///
    /// @param numbers have those of the state before, from a place on, and then its leaves
    public void add(int[] numbers, int from, Effects effects, int step, long high, long low) {
        Chunk chunk = numbered(effects.memory());
        int[] to = chunk.ints;
        int at = put(to, chunk.used, high, low);
        System.arraycopy(numbers, from, to, at, parts + leaves);
        effects.carryOut(step, to, at);
        effects.dropChanged(step, to, at + parts, leaves);
        chunk.used = at + parts + leaves;
        chunk.records++;
        states++;
    }

    /// Adds a state by its numbers, with the leaves that are known.
    ///
    /// @param memory of [Effects#memory]
    public void add(Spot spot, Object memory) {
        if (!spot.isNumbered()) {
            add(spot.state(), spot.high(), spot.low());
            return;
        }
        Chunk chunk = numbered(memory);
        int at = put(chunk.ints, chunk.used, spot.high(), spot.low());
        System.arraycopy(spot.numbers(), 0, chunk.ints, at, parts + leaves);
        chunk.used = at + parts + leaves;
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

    /// Reads the states of a chunk that is not numbered, one after another.
    public static final class Cursor {
        private final int size;
        private final int[] ints;
        private final int end;
        private int at;
        private long high;
        private long low;

        public Cursor(Chunk chunk, int size) {
            this.size = size;
            ints = chunk.ints;
            end = chunk.used;
        }

        public long high() {
            return high;
        }

        public long low() {
            return low;
        }

        /// Reads the next state.
        ///
        /// @return whether there was one
        public boolean next(int[] state) {
            if (at == end) {
                return false;
            }
            high = word(ints, at);
            low = word(ints, at + 2);
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

    /// The states of a chunk with numbers, written out.
    private Frontier written(Chunk chunk, Contents contents) {
        Frontier out = new Frontier(size);
        int[] state = new int[size];
        for (int at = 0; at < chunk.used; at += chunk.record) {
            contents.state(chunk.ints, at + FINGERPRINT, state);
            out.add(state, word(chunk.ints, at), word(chunk.ints, at + 2));
        }
        return out;
    }

    /// Writes all states out.
    ///
    /// @param contents what numbers mean
    public void save(DataOutputStream out, Optional<Contents> contents) throws IOException {
        out.writeLong(states);
        for (Chunk chunk : chunks) {
            if (chunk.isNumbered()) {
                for (Chunk whole : written(chunk, contents.orElseThrow()).chunks) {
                    save(whole, out);
                }
            } else {
                save(chunk, out);
            }
        }
    }

    private static void save(Chunk chunk, DataOutputStream out) throws IOException {
        out.writeInt(chunk.records);
        save(Arrays.copyOf(chunk.ints, chunk.used), out);
    }

    /// Reads what [#save] has written.
    public void restore(DataInputStream in) throws IOException {
        for (long left = in.readLong(); left > 0; left -= chunks.getLast().records) {
            Chunk chunk = new Chunk(new int[0]);
            chunk.records = in.readInt();
            chunk.ints = restoreInts(in);
            chunk.used = chunk.ints.length;
            chunks.add(chunk);
            states += chunk.records;
        }
    }

    public static void save(int[] ints, DataOutputStream out) throws IOException {
        out.writeInt(ints.length);
        for (int each : ints) {
            out.writeInt(each);
        }
    }

    public static int[] restoreInts(DataInputStream in) throws IOException {
        int[] ints = new int[in.readInt()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = in.readInt();
        }
        return ints;
    }
}
