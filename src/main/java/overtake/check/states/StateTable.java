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

/// The fingerprints of all states that were met, off the heap: two words each, four entries a line of the processor's cache, the first words of the four before the second ones.
/// An entry is in the first line with room from the one on that the leading bits of its first word choose, so the entries are nearly sorted and growing is one pass over both
/// tables. Lines are filled from the front, and looking through one takes no jump that the processor could guess wrong.
///
/// Any number of JVM threads may add at the same time. They [#enter] before and [#leave] after; between the two nobody makes the table grow. It grows by a third when nine tenths
/// are taken, so that it never has more than 24 bytes an entry but for the first few thousand.
public final class StateTable implements AutoCloseable {
    private static final int LINE_BYTES = 64;
    private static final int SLOTS = 4;
    private static final int WORD_BYTES = 8;
    /// Where second words begin in a line.
    private static final int SECOND = SLOTS * WORD_BYTES;

    private static final int LAST = (SLOTS - 1) * WORD_BYTES;
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
        return lines * SLOTS / 10 * 9;
    }

    /// Whether it has more entries than it should and may not grow.
    public boolean isFull() {
        return largest && count.get() > capacity(lines);
    }

    /// Where the line is in which an entry should be.
    private static long home(long high, long lines) {
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
            sum += (long) WORD.get(at, home(highs[i], of));
        }
        return sum;
    }

    /// Adds an entry, if there is room.
    ///
    /// @return whether it was added: it is new, and not every slot is taken
    public boolean add(long high, long low) {
        long first = notZero(high);
        long second = notZero(low);
        return shared ? addShared(memory, lines, first, second) : add(memory, lines, first, second);
    }

    /// Adds entries one after another, as [#add] does.
    ///
    /// @param fresh gets the places of those that were added, in order
    /// @return how many were
    public int add(long[] highs, long[] lows, int entries, int[] fresh) {
        MemorySegment to = memory;
        long of = lines;
        int added = 0;
        for (int i = 0; i < entries; i++) {
            long first = notZero(highs[i]);
            long second = notZero(lows[i]);
            fresh[added] = i;
            added += (shared ? addShared(to, of, first, second) : add(to, of, first, second)) ? 1 : 0;
        }
        return added;
    }

    /// Zero is for slots without an entry.
    private static long notZero(long word) {
        return word == 0 ? 1 : word;
    }

    /// Adds an entry while nobody else does.
    private static boolean add(MemorySegment memory, long lines, long high, long low) {
        long end = lines * LINE_BYTES;
        long line = home(high, lines);
        for (long left = lines; left > 0; left--) {
            long a = (long) WORD.get(memory, line);
            long b = (long) WORD.get(memory, line + WORD_BYTES);
            long c = (long) WORD.get(memory, line + 2 * WORD_BYTES);
            long d = (long) WORD.get(memory, line + LAST);
            if (equal(a, b, c, d, high) > 0 && has(memory, line, high, low)) {
                return false;
            }
            if (d == 0) {
                put(memory, line + firstFree(a, b, c), high, low);
                return true;
            }
            line += LINE_BYTES;
            line = line == end ? 0 : line;
        }
        return false;
    }

    /// How many of four words are equal to another one.
    private static int equal(long a, long b, long c, long d, long word) {
        return (a == word ? 1 : 0) + (b == word ? 1 : 0) + (c == word ? 1 : 0) + (d == word ? 1 : 0);
    }

    /// Where the first free slot of a line is whose last is free.
    private static long firstFree(long a, long b, long c) {
        return (a == 0 ? 0L : WORD_BYTES) + (b == 0 ? 0L : WORD_BYTES) + (c == 0 ? 0L : WORD_BYTES);
    }

    private static void put(MemorySegment memory, long slot, long high, long low) {
        WORD.set(memory, slot, high);
        WORD.set(memory, slot + SECOND, low);
    }

    /// Whether a line has an entry.
    private static boolean has(MemorySegment memory, long line, long high, long low) {
        for (long slot = line; slot < line + SECOND; slot += WORD_BYTES) {
            if ((long) WORD.getOpaque(memory, slot) == high && second(memory, slot + SECOND) == low) {
                return true;
            }
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

    /// Adds an entry while others may. Who takes the first free slot of a line is who adds; the others look at the line again.
    private static boolean addShared(MemorySegment memory, long lines, long high, long low) {
        long end = lines * LINE_BYTES;
        long line = home(high, lines);
        long left = lines;
        while (left > 0) {
            long a = (long) WORD.getOpaque(memory, line);
            long b = (long) WORD.getOpaque(memory, line + WORD_BYTES);
            long c = (long) WORD.getOpaque(memory, line + 2 * WORD_BYTES);
            long d = (long) WORD.getOpaque(memory, line + LAST);
            if (equal(a, b, c, d, high) > 0 && has(memory, line, high, low)) {
                return false;
            }
            if (d != 0) {
                line += LINE_BYTES;
                line = line == end ? 0 : line;
                left--;
                continue;
            }
            long slot = line + firstFree(a, b, c);
            if (WORD.compareAndSet(memory, slot, 0L, high)) {
                WORD.setRelease(memory, slot + SECOND, low);
                return true;
            }
        }
        return false;
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
            each.forEach(slot -> add(to, of, (long) WORD.get(memory, slot), (long) WORD.get(memory, slot + SECOND)));
        }
    }

    /// Copies the entries of a stripe.
    ///
    /// @return the places of those that do not belong into that stripe of the larger table
    private LongStream copy(MemorySegment to, long of, int stripe, int stripes) {
        MemorySegment from = memory;
        long end = lines * (stripe + 1) / stripes * LINE_BYTES;
        long least = of * stripe / stripes * LINE_BYTES;
        long most = of * (stripe + 1) / stripes * LINE_BYTES;
        LongStream.Builder strays = LongStream.builder();
        for (long line = lines * stripe / stripes * LINE_BYTES; line < end; line += LINE_BYTES) {
            for (long slot = line; slot < line + SECOND; slot += WORD_BYTES) {
                long high = (long) WORD.get(from, slot);
                if (high == 0) {
                    break;
                }
                if (!copy(high, (long) WORD.get(from, slot + SECOND), to, home(high, of), least, most)) {
                    strays.add(slot);
                }
            }
        }
        return strays.build();
    }

    private static boolean copy(long high, long low, MemorySegment to, long home, long least, long most) {
        long line = home;
        if (line < least) {
            return false;
        }
        while (line < most && (long) WORD.get(to, line + LAST) != 0) {
            line += LINE_BYTES;
        }
        if (line >= most) {
            return false;
        }
        long a = (long) WORD.get(to, line);
        long b = (long) WORD.get(to, line + WORD_BYTES);
        long c = (long) WORD.get(to, line + 2 * WORD_BYTES);
        put(to, line + firstFree(a, b, c), high, low);
        return true;
    }

    /// Writes all entries.
    public void save(DataOutputStream out) throws IOException {
        out.writeLong(count.get());
        for (long line = 0; line < lines * LINE_BYTES; line += LINE_BYTES) {
            for (long slot = line; slot < line + SECOND; slot += WORD_BYTES) {
                long high = (long) WORD.get(memory, slot);
                if (high != 0) {
                    out.writeLong(high);
                    out.writeLong((long) WORD.get(memory, slot + SECOND));
                }
            }
        }
    }

    /// Makes room for entries that [#save] has written.
    ///
    /// @return whether they fit
    public boolean makeRoom(long entries) {
        growFor(entries);
        return entries <= lines * SLOTS;
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
