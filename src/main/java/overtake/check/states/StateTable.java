package overtake.check.states;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.IntStream;

/// The fingerprints of all states that were met, off the heap: two words each, four entries a line of the processor's cache, the first words of the four before the second ones.
/// An entry is in the first line with room from the one on that the leading bits of its first word choose, so the entries are nearly sorted and growing is one pass over the memory.
/// Lines are filled from the front, and looking through one takes no jump that the processor could guess wrong.
///
/// Any number of JVM threads may add at the same time. They [#enter] before and [#leave] after; between the two nobody makes the table grow. It grows when 17 of 20 slots are
/// taken: to twice its size as long as it is small, then by a fourth, so that it never has more than 24 bytes an entry from [#SMALL_BYTES] on.
public final class StateTable implements AutoCloseable {
    /// Below that, time matters more than memory.
    public static final long SMALL_BYTES = 24L << 20;

    private static final int LINE_BYTES = 64;
    private static final int SLOTS = 4;
    private static final int WORD_BYTES = 8;
    /// Where second words begin in a line.
    private static final int SECOND = SLOTS * WORD_BYTES;

    private static final int LAST = (SLOTS - 1) * WORD_BYTES;
    private static final long SMALL_LINES = SMALL_BYTES / LINE_BYTES;
    private static final long LEAST_LINES = SMALL_LINES >> 8;
    /// That many lines are moved by all users together.
    private static final long MANY_LINES = 1L << 13;

    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private final long mostLines;
    private final boolean shared;
    private final int users;
    private final StampedLock growing = new StampedLock();
    private final AtomicLong count = new AtomicLong();
    private final Room room;
    private MemorySegment memory;
    private long lines = LEAST_LINES;
    private volatile boolean largest;

    /// @param mostBytes bound on the size
    /// @param users how many JVM threads add at the same time
    public StateTable(long mostBytes, int users) {
        this(mostBytes, users, Room.of(Math.max(LEAST_LINES * LINE_BYTES, mostBytes)));
    }

    /// @param room where its lines are
    StateTable(long mostBytes, int users, Room room) {
        mostLines = Math.max(LEAST_LINES, mostBytes / LINE_BYTES);
        shared = users > 1;
        this.users = users;
        this.room = room;
        memory = room.grow(bytes());
    }

    public long bytes() {
        return lines * LINE_BYTES;
    }

    /// How many entries it has, but for those of users that have not left.
    public long count() {
        return count.get();
    }

    /// How many entries it should have at most.
    private long capacity() {
        return lines * SLOTS / 20 * 17;
    }

    /// Whether it has more entries than it should and may not grow.
    public boolean isFull() {
        return largest && count.get() > capacity();
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
        while (!largest && count.get() + (long) users * atMost > capacity()) {
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
            while (!largest && count.get() + more > capacity()) {
                grow();
            }
        } finally {
            growing.unlockWrite(stamp);
        }
    }

    /// Reads the lines that entries would be in, so that the memory is on its way when [#add] comes: that in which each should be, then the next one if that is full. The reads do not
    /// wait for each other.
    ///
    /// @param highs first words of the entries
    /// @return nothing anybody needs; it keeps the compiler from leaving the reads out
    public long touch(long[] highs, int from, int to) {
        MemorySegment at = memory;
        long of = lines;
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += (long) WORD.get(at, home(highs[i], of) + LAST);
        }
        long last = (of - 1) * LINE_BYTES;
        for (int i = from; i < to; i++) {
            long line = home(highs[i], of);
            boolean full = (long) WORD.get(at, line + LAST) != 0;
            sum += (long) WORD.get(at, Math.min(line + (full ? LINE_BYTES : 0), last));
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
        long wanted = wanted();
        if (wanted <= lines) {
            largest = true;
            return;
        }
        try {
            memory = room.grow(wanted * LINE_BYTES);
        } catch (OutOfMemoryError _) {
            largest = true;
            return;
        }
        long before = lines;
        lines = wanted;
        spread(before);
    }

    /// How many lines there should be next; never so many that the step to the most would be a small one.
    private long wanted() {
        long more = lines < SMALL_LINES ? Math.min(2 * lines, SMALL_LINES) : lines + lines / 4;
        return more >= mostLines ? mostLines : Math.min(more, (lines + mostLines) / 2);
    }

    /// Moves all entries to where they belong now that there are more lines. The last ones come first: a part of them belongs behind all the old lines, and what it leaves is room for
    /// the next part. What does not fit into the lines of its turn, because it had overflowed or does so now, comes at the end.
    private void spread(long before) {
        double stretch = (double) lines / before;
        List<Strays> strays = new ArrayList<>();
        long most = lines;
        long end = before;
        long from = (long) (end / stretch) + 1;
        while (from < end) {
            strays.addAll(spread(from, end, most, stretch));
            most = end;
            end = from;
            from = (long) (end / stretch) + 1;
        }
        strays.add(spread(0, end, 0, 0));
        strays.forEach(each -> each.addTo(memory, lines));
    }

    /// Moves the entries of some lines into those between them and another one. Each of the users takes a stripe of both.
    private List<Strays> spread(long from, long end, long most, double stretch) {
        int stripes = end - from < MANY_LINES ? 1 : users;
        return IntStream.range(0, stripes)
                .parallel()
                .mapToObj(stripe -> {
                    long first = from + (end - from) * stripe / stripes;
                    long last = from + (end - from) * (stripe + 1) / stripes;
                    long firstTo = stripe == 0 ? end : (long) (first * stretch);
                    long lastTo = stripe == stripes - 1 ? most : (long) (last * stretch);
                    return spread(first, last, firstTo, lastTo);
                })
                .toList();
    }

    /// Takes all entries out of lines, and puts those that belong there into the empty lines of a stripe.
    ///
    /// @return the others
    private Strays spread(long from, long end, long firstTo, long lastTo) {
        MemorySegment in = memory;
        long of = lines;
        long least = firstTo * LINE_BYTES;
        long most = lastTo * LINE_BYTES;
        Strays strays = new Strays();
        for (long line = from * LINE_BYTES; line < end * LINE_BYTES; line += LINE_BYTES) {
            for (long slot = line; slot < line + SECOND; slot += WORD_BYTES) {
                long high = (long) WORD.get(in, slot);
                if (high == 0) {
                    break;
                }
                long low = (long) WORD.get(in, slot + SECOND);
                long home = home(high, of);
                if (home < least || !append(in, home, most, high, low)) {
                    strays.add(high, low);
                }
            }
        }
        in.asSlice(from * LINE_BYTES, (end - from) * LINE_BYTES).fill((byte) 0);
        return strays;
    }

    /// Adds an entry that is nowhere to the first line with room from one on.
    ///
    /// @return false if there is none before another one
    private static boolean append(MemorySegment memory, long start, long end, long high, long low) {
        long line = start;
        while (line < end && (long) WORD.get(memory, line + LAST) != 0) {
            line += LINE_BYTES;
        }
        if (line >= end) {
            return false;
        }
        long a = (long) WORD.get(memory, line);
        long b = (long) WORD.get(memory, line + WORD_BYTES);
        long c = (long) WORD.get(memory, line + 2 * WORD_BYTES);
        put(memory, line + firstFree(a, b, c), high, low);
        return true;
    }

    /// Entries that are in no line for a moment.
    private static final class Strays {
        private long[] words = new long[64];
        private int used;

        void add(long high, long low) {
            if (used == words.length) {
                words = Arrays.copyOf(words, 2 * used);
            }
            words[used++] = high;
            words[used++] = low;
        }

        void addTo(MemorySegment memory, long lines) {
            for (int i = 0; i < used; i += 2) {
                StateTable.add(memory, lines, words[i], words[i + 1]);
            }
        }
    }

    /// Writes all entries.
    public void save(DataOutputStream out) throws IOException {
        out.writeLong(count.get());
        for (long line = 0; line < bytes(); line += LINE_BYTES) {
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
        room.close();
    }
}
