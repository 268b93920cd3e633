package overtake.check.states;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The fingerprints of all states that were met: two words a slot, four slots a line of the processor's cache, off the heap. A fingerprint is in the first line with room from
/// the one on that the leading bits of its first word choose, so the entries are nearly sorted and growing is one pass over both tables.
///
/// Any number of JVM threads may add at the same time. They [#enter] before and [#leave] after; between the two nobody makes the table grow. It grows by a third when nine tenths
/// are taken, so that it never has more than 24 bytes an entry but for the first few thousand.
public final class StateTable implements AutoCloseable {
    static final int SLOT_BYTES = 16;
    private static final int LINE_BYTES = 64;
    private static final int SLOTS_OF_LINE = LINE_BYTES / SLOT_BYTES;
    private static final long LEAST_LINES = 1L << 10;
    /// Tables with that many lines are copied by all users together.
    private static final long MANY_LINES = 1L << 14;

    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private final long mostLines;
    private final boolean shared;
    private final int users;
    private final StampedLock growing = new StampedLock();
    private final AtomicLong count = new AtomicLong();
    private Arena arena;
    private MemorySegment memory;
    private long lines;
    private volatile boolean largest;

    /// @param mostBytes bound on the size
    /// @param users how many JVM threads add at the same time
    public StateTable(long mostBytes, int users) {
        mostLines = Math.max(LEAST_LINES, mostBytes / LINE_BYTES);
        lines = LEAST_LINES;
        shared = users > 1;
        this.users = users;
        arena = Arena.ofShared();
        memory = arena.allocate(lines * LINE_BYTES, LINE_BYTES);
    }

    public long bytes() {
        return lines * LINE_BYTES;
    }

    /// How many entries it has, but for those of users that have not left.
    public long count() {
        return count.get();
    }

    private static long capacity(long lines) {
        return lines * SLOTS_OF_LINE / 10 * 9;
    }

    /// Whether it has more entries than it should and may not grow.
    public boolean isFull() {
        return largest && count.get() > capacity(lines);
    }

    private static long place(long high, long lines) {
        return Math.unsignedMultiplyHigh(high, lines) * LINE_BYTES;
    }

    /// Begins to add. The table grows before, if it should.
    ///
    /// @param atMost how many entries may be added until [#leave]
    /// @return what [#leave] asks for
    public long enter(int atMost) {
        long stamp = growing.readLock();
        while (!largest && count.get() + (long) users * atMost > capacity(lines)) {
            growing.unlockRead(stamp);
            growFor((long) users * atMost);
            stamp = growing.readLock();
        }
        return stamp;
    }

    /// @param added how many entries were
    public void leave(long stamp, int added) {
        if (added > 0) {
            count.addAndGet(added);
        }
        growing.unlockRead(stamp);
    }

    private void growFor(long more) {
        long stamp = growing.writeLock();
        try {
            while (!largest && count.get() + more > capacity(lines)) {
                grow();
            }
        } finally {
            growing.unlockWrite(stamp);
        }
    }

    /// Reads the lines that entries would be in, so that the memory is on its way when [#add] comes. The reads do not wait for each other.
    ///
    /// @param highs first words of the entries
    /// @return nothing anybody needs; it keeps the compiler from leaving the reads out
    public long touch(long[] highs, int from, int to) {
        MemorySegment at = memory;
        long of = lines;
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += (long) WORD.get(at, place(highs[i], of));
        }
        return sum;
    }

    /// Adds an entry, if there is room.
    ///
    /// @return whether it was added: it is new, and not every slot is taken
    public boolean add(long high, long low) {
        long first = high == 0 ? 1 : high;
        long second = low == 0 ? 1 : low;
        return shared ? addShared(memory, lines, first, second) : add(memory, lines, first, second);
    }

    /// Adds an entry while nobody else does.
    private static boolean add(MemorySegment memory, long lines, long high, long low) {
        long end = lines * LINE_BYTES;
        long at = place(high, lines);
        for (long left = end; left > 0; left -= SLOT_BYTES) {
            long there = (long) WORD.get(memory, at);
            if (there == 0) {
                WORD.set(memory, at, high);
                WORD.set(memory, at + 8, low);
                return true;
            }
            if (there == high && (long) WORD.get(memory, at + 8) == low) {
                return false;
            }
            at += SLOT_BYTES;
            at = at == end ? 0 : at;
        }
        return false;
    }

    private static boolean addShared(MemorySegment memory, long lines, long high, long low) {
        long end = lines * LINE_BYTES;
        long at = place(high, lines);
        for (long left = end; left > 0; left -= SLOT_BYTES) {
            long there = (long) WORD.getVolatile(memory, at);
            if (there == 0) {
                there = (long) WORD.compareAndExchange(memory, at, 0L, high);
                if (there == 0) {
                    WORD.setRelease(memory, at + 8, low);
                    return true;
                }
            }
            if (there == high && second(memory, at + 8) == low) {
                return false;
            }
            at += SLOT_BYTES;
            at = at == end ? 0 : at;
        }
        return false;
    }

    /// The second word, as soon as whoever took the slot has written it.
    private static long second(MemorySegment memory, long at) {
        long low = (long) WORD.getAcquire(memory, at);
        while (low == 0) {
            Thread.onSpinWait();
            low = (long) WORD.getAcquire(memory, at);
        }
        return low;
    }

    /// Makes the table larger if it may be. Nobody else uses it meanwhile.
    private void grow() {
        long wanted = Math.min(mostLines, lines + lines / 3 + 1);
        if (wanted <= lines) {
            largest = true;
            return;
        }
        Arena fresh = Arena.ofShared();
        try {
            MemorySegment larger = fresh.allocate(wanted * LINE_BYTES, LINE_BYTES);
            copy(larger, wanted);
            arena.close();
            arena = fresh;
            memory = larger;
            lines = wanted;
        } catch (OutOfMemoryError _) {
            fresh.close();
            largest = true;
        }
    }

    /// Copies all entries. Each of the users takes a stripe of lines, and adds what belongs into its own stripe of the larger table; what does not, because it had overflowed or does
    /// so now, comes at the end.
    private void copy(MemorySegment to, long of) {
        int stripes = lines < MANY_LINES ? 1 : users;
        List<LongStream> strays = IntStream.range(0, stripes)
                .parallel()
                .mapToObj(stripe -> copy(to, of, stripe, stripes))
                .toList();
        for (LongStream each : strays) {
            each.forEach(at -> add(to, of, (long) WORD.get(memory, at), (long) WORD.get(memory, at + 8)));
        }
    }

    /// Copies the entries of a stripe.
    ///
    /// @return the places of those that do not belong into that stripe of the larger table
    private LongStream copy(MemorySegment to, long of, int stripe, int stripes) {
        long end = lines * (stripe + 1) / stripes * LINE_BYTES;
        long least = of * stripe / stripes * LINE_BYTES;
        long most = of * (stripe + 1) / stripes * LINE_BYTES;
        LongStream.Builder strays = LongStream.builder();
        for (long from = lines * stripe / stripes * LINE_BYTES; from < end; from += SLOT_BYTES) {
            long high = (long) WORD.get(memory, from);
            if (high != 0 && !move(from, high, to, of, least, most)) {
                strays.add(from);
            }
        }
        return strays.build();
    }

    private boolean move(long from, long high, MemorySegment to, long of, long least, long most) {
        long at = place(high, of);
        if (at < least) {
            return false;
        }
        while (at < most && (long) WORD.get(to, at) != 0) {
            at += SLOT_BYTES;
        }
        if (at >= most) {
            return false;
        }
        WORD.set(to, at, high);
        WORD.set(to, at + 8, (long) WORD.get(memory, from + 8));
        return true;
    }

    /// Writes all entries.
    public void save(DataOutputStream out) throws IOException {
        out.writeLong(count.get());
        for (long at = 0; at < lines * LINE_BYTES; at += SLOT_BYTES) {
            long high = (long) WORD.get(memory, at);
            if (high != 0) {
                out.writeLong(high);
                out.writeLong((long) WORD.get(memory, at + 8));
            }
        }
    }

    /// Makes room for entries that [#save] has written.
    ///
    /// @return whether they fit
    public boolean makeRoom(long entries) {
        growFor(entries);
        return entries <= lines * SLOTS_OF_LINE;
    }

    /// Reads entries that [#save] has written, into a table with room for them.
    public void restore(DataInputStream in, long entries) throws IOException {
        for (long i = 0; i < entries; i++) {
            add(in.readLong(), in.readLong());
        }
        count.set(entries);
    }

    @Override
    public void close() {
        arena.close();
    }
}
