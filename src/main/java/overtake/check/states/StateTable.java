package overtake.check.states;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;

/// The fingerprints of all states that were met, off the heap: two words each, four entries a line of the processor's cache, the first words of the four before the second ones.
/// An entry is in the first line with room from the one on that the leading bits of its first word choose, so the entries are nearly sorted and growing is one pass over the memory.
/// Lines are filled from the front, and looking through one takes no jump that the processor could guess wrong.
///
/// Any number of JVM threads may add at the same time. They [#enter] before and [#leave] after; between the two nobody makes the table grow. It grows when 17 of 20 slots are
/// taken: to twice its size as long as it is small, then by a fourth, so that it never has more than 24 bytes an entry from [#SMALL_BYTES] on.
///
/// The lines are divided into [Regions], each of which belongs to one thread at a time: to take a region for some dozen entries costs less than to take a slot for each. An entry stays in
/// its region: behind the last line comes the first one.
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
    /// So many lines are moved by all users together, each taking stripes of them.
    private static final long MANY_LINES = 1L << 13;

    /// Stripes a user, since they do not all come at once.
    private static final int STRIPES = 2;

    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private final long mostLines;
    private final int users;
    private final Regions regions;
    private final Together moving = new Together();
    private final StampedLock growing = new StampedLock();
    private final AtomicLong count = new AtomicLong();
    private final Room room;
    private MemorySegment memory;
    private long lines = LEAST_LINES;
    private volatile boolean largest;
    private volatile boolean crowded;

    /// @param mostBytes bound on the size
    /// @param users how many JVM threads add at the same time
    public StateTable(long mostBytes, int users) {
        this(mostBytes, users, Room.of(Math.max(LEAST_LINES * LINE_BYTES, mostBytes)));
    }

    /// @param room where its lines are
    StateTable(long mostBytes, int users, Room room) {
        mostLines = Math.max(LEAST_LINES, rounded(mostBytes / LINE_BYTES));
        this.users = users;
        regions = new Regions(users);
        this.room = room;
        memory = room.grow(bytes());
    }

    /// As many lines as all regions may have that are equally large.
    private static long rounded(long lines) {
        return lines / Regions.MOST * Regions.MOST;
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

    /// Whether it has more entries than it should and may not grow, or could not take one.
    public boolean isFull() {
        return crowded || largest && count.get() > capacity();
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
        long more = (long) users * atMost;
        for (int looks = 1;; looks++) {
            long stamp = growing.tryReadLock();
            if (stamp != 0 && hasRoom(more)) {
                return stamp;
            }
            if (stamp != 0) {
                growing.unlockRead(stamp);
            }
            if (stamp == 0 || !growFor(more)) {
                moving.help(looks);
            }
        }
    }

    /// @param added how many entries were
    public void leave(long stamp, int added) {
        if (added > 0) {
            count.addAndGet(added);
        }
        growing.unlockRead(stamp);
    }

    /// Whether that many entries more may be added before it should grow, or it cannot grow.
    private boolean hasRoom(long more) {
        return largest || count.get() + more <= capacity();
    }

    /// Makes the table grow, unless somebody else uses it.
    ///
    /// @return whether nobody did
    private boolean growFor(long more) {
        long stamp = growing.tryWriteLock();
        if (stamp == 0) {
            return false;
        }
        try {
            while (!hasRoom(more)) {
                grow();
            }
            return true;
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

    /// Whether several JVM threads add at the same time.
    boolean isShared() {
        return users > 1;
    }

    /// Who may add to which lines. How many there are is the same until [#leave].
    Regions regions() {
        return regions;
    }

    /// Adds an entry, if there is room.
    ///
    /// @return whether it was added: it is new, and not every slot is taken
    public boolean add(long high, long low) {
        int region = regions.of(high);
        for (int looks = 1; isShared() && !regions.take(region); looks++) {
            Together.pause(looks);
        }
        try {
            return add(memory, lines, first(region), first(region + 1), notZero(high), notZero(low));
        } finally {
            regions.leave(region);
        }
    }

    /// Adds entries of one region one after another, as [#add] does; the region belongs to the caller.
    ///
    /// @param places where the words of the entries stand; those of a piece of it are added
    /// @param fresh is told for each whether it was
    void add(int region, long[] highs, long[] lows, int[] places, int from, int to, boolean[] fresh) {
        MemorySegment in = memory;
        long of = lines;
        long start = first(region);
        long end = first(region + 1);
        for (int i = from; i < to; i++) {
            int place = places[i];
            fresh[place] = add(in, of, start, end, notZero(highs[place]), notZero(lows[place]));
        }
    }

    /// Adds entries one after another, as [#add] does, while nobody else does.
    ///
    /// @param fresh gets the places of those that were added, in order
    /// @return how many were
    int add(long[] highs, long[] lows, int entries, int[] fresh) {
        MemorySegment in = memory;
        long of = lines;
        long end = bytes();
        int added = 0;
        for (int i = 0; i < entries; i++) {
            fresh[added] = i;
            added += add(in, of, 0, end, notZero(highs[i]), notZero(lows[i])) ? 1 : 0;
        }
        return added;
    }

    /// Where the first line of a region is.
    private long first(int region) {
        return lines / regions.count() * LINE_BYTES * region;
    }

    /// Zero is for slots without an entry.
    private static long notZero(long word) {
        return word == 0 ? 1 : word;
    }

    /// Adds an entry to its region, which nobody else uses.
    ///
    /// @param start of the region
    /// @param end of the region
    private boolean add(MemorySegment memory, long lines, long start, long end, long high, long low) {
        long line = home(high, lines);
        for (long left = end - start; left > 0; left -= LINE_BYTES) {
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
            line = line == end ? start : line;
        }
        crowded = true;
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

    private static boolean has(MemorySegment memory, long line, long high, long low) {
        for (long slot = line; slot < line + SECOND; slot += WORD_BYTES) {
            if ((long) WORD.get(memory, slot) == high && (long) WORD.get(memory, slot + SECOND) == low) {
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
        regions.divide(lines);
        spread(before);
    }

    /// How many lines there should be next; never so many that the step to the most would be a small one.
    private long wanted() {
        long more = lines < SMALL_LINES ? Math.min(2 * lines, SMALL_LINES) : lines + lines / 4;
        return more >= mostLines ? mostLines : rounded(Math.min(more, (lines + mostLines) / 2));
    }

    /// Moves all entries to where they belong now that there are more lines. The last ones come first: a part of them belongs behind all the old lines, and what it leaves is room for
    /// the next part. What does not fit into the lines of its turn, because it had overflowed or does so now, comes at the end.
    private void spread(long before) {
        double stretch = (double) lines / before;
        Queue<Strays> strays = new ConcurrentLinkedQueue<>();
        long most = lines;
        long end = before;
        long from = (long) (end / stretch) + 1;
        while (from < end) {
            spread(from, end, most, stretch, strays);
            most = end;
            end = from;
            from = (long) (end / stretch) + 1;
        }
        strays.add(spread(0, end, 0, 0));
        strays.forEach(each -> each.addTo(this));
    }

    /// Moves the entries of some lines into those between them and another one. Whoever waits takes stripes of both.
    private void spread(long from, long end, long most, double stretch, Queue<Strays> strays) {
        int stripes = end - from < MANY_LINES || users == 1 ? 1 : STRIPES * users;
        moving.work(stripes, stripe -> {
            long first = from + (end - from) * stripe / stripes;
            long last = from + (end - from) * (stripe + 1) / stripes;
            long firstTo = stripe == 0 ? end : (long) (first * stretch);
            long lastTo = stripe == stripes - 1 ? most : (long) (last * stretch);
            strays.add(spread(first, last, firstTo, lastTo));
        });
    }

    /// Takes all entries out of lines, and puts those that belong there into the empty lines of a stripe.
    ///
    /// @return the others
    private Strays spread(long from, long end, long firstTo, long lastTo) {
        MemorySegment in = memory;
        long of = lines;
        long ofRegion = of / regions.count();
        Strays strays = new Strays();
        byte[] taken = new byte[Math.toIntExact(lastTo - firstTo)];
        for (long line = from * LINE_BYTES; line < end * LINE_BYTES; line += LINE_BYTES) {
            for (long slot = line; slot < line + SECOND; slot += WORD_BYTES) {
                long high = (long) WORD.get(in, slot);
                if (high == 0) {
                    break;
                }
                long low = (long) WORD.get(in, slot + SECOND);
                long to = home(high, of) / LINE_BYTES - firstTo;
                long limit = Math.min(lastTo, ofRegion * (regions.of(high) + 1)) - firstTo;
                while (0 <= to && to < limit && taken[(int) to] == SLOTS) {
                    to++;
                }
                if (0 <= to && to < limit) {
                    put(in, (firstTo + to) * LINE_BYTES + taken[(int) to]++ * WORD_BYTES, high, low);
                } else {
                    strays.add(high, low);
                }
            }
        }
        in.asSlice(from * LINE_BYTES, (end - from) * LINE_BYTES).fill((byte) 0);
        return strays;
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

        void addTo(StateTable table) {
            for (int i = 0; i < used; i += 2) {
                table.add(words[i], words[i + 1]);
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
