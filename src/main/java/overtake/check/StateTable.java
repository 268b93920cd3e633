package overtake.check;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// The fingerprints of all states that were met: two words a slot, off the heap, linear probing. Any number of JVM threads may [#add] at the same
/// time; [#grow] needs all of them to pause. A slot is chosen by the leading bits of the first word, so that the entries are nearly sorted and
/// growing is one pass over both tables.
final class StateTable implements AutoCloseable {
    static final int SLOT_BYTES = 16;
    private static final long LEAST_SLOTS = 1L << 12;
    private static final double MOST_LOAD = 0.8;
    /// Beyond that many slots, tables grow by half instead of doubling.
    private static final long LARGE = 1L << 24;
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private final long mostSlots;
    private Arena arena;
    private MemorySegment memory;
    private long slots;
    private volatile boolean largest;

    /// @param mostBytes bound on the size
    StateTable(long mostBytes) {
        mostSlots = Math.max(LEAST_SLOTS, mostBytes / SLOT_BYTES);
        slots = LEAST_SLOTS;
        arena = Arena.ofShared();
        memory = arena.allocate(slots * SLOT_BYTES, SLOT_BYTES);
    }

    long bytes() {
        return slots * SLOT_BYTES;
    }

    /// How many entries it may hold before it must grow.
    long capacity() {
        return (long) (slots * MOST_LOAD);
    }

    private static long place(long high, long slots) {
        return Math.unsignedMultiplyHigh(high, slots) * SLOT_BYTES;
    }

    /// Reads the first slot that an entry could be in, so that the memory is on its way when [#add] comes.
    long touch(long high) {
        return (long) WORD.get(memory, place(high, slots));
    }

    /// Whether it may not become larger than it is.
    boolean isLargest() {
        return largest;
    }

    /// Adds an entry, if there is room.
    ///
    /// @return whether it was added: it is new, and not every slot is taken
    boolean add(long high, long low) {
        return add(memory, slots, high == 0 ? 1 : high, low == 0 ? 1 : low);
    }

    private static boolean add(MemorySegment memory, long slots, long high, long low) {
        long end = slots * SLOT_BYTES;
        long at = place(high, slots);
        for (long n = 0; n < slots; n++) {
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

    /// Makes the table larger if it may be. Nobody else may use it meanwhile.
    ///
    /// @return whether it is larger now
    boolean grow() {
        long wanted = Math.min(mostSlots, slots < LARGE ? 2 * slots : slots + slots / 2);
        if (wanted <= slots) {
            largest = true;
            return false;
        }
        Arena fresh = Arena.ofShared();
        try {
            MemorySegment larger = fresh.allocate(wanted * SLOT_BYTES, SLOT_BYTES);
            for (long at = 0; at < slots * SLOT_BYTES; at += SLOT_BYTES) {
                long high = (long) WORD.get(memory, at);
                if (high != 0) {
                    add(larger, wanted, high, (long) WORD.get(memory, at + 8));
                }
            }
            arena.close();
            arena = fresh;
            memory = larger;
            slots = wanted;
            return true;
        } catch (OutOfMemoryError _) {
            fresh.close();
            largest = true;
            return false;
        }
    }

    /// Writes all entries.
    void save(long entries, DataOutputStream out) throws IOException {
        out.writeLong(entries);
        for (long at = 0; at < slots * SLOT_BYTES; at += SLOT_BYTES) {
            long high = (long) WORD.get(memory, at);
            if (high != 0) {
                out.writeLong(high);
                out.writeLong((long) WORD.get(memory, at + 8));
            }
        }
    }

    /// Reads what was written, into an empty table.
    ///
    /// @return how many entries there were; if they do not fit, the table is as full as it may be
    long restore(DataInputStream in) throws IOException {
        long entries = in.readLong();
        while (entries > capacity() && grow()) {
            // until it is large enough
        }
        if (entries > slots) {
            throw new Checkpoint.UnusableException(
                    "has " + entries + " states, more than fit into " + (bytes() >> 20) + " MiB; expected more memory");
        }
        for (long i = 0; i < entries; i++) {
            add(in.readLong(), in.readLong());
        }
        return entries;
    }

    @Override
    public void close() {
        arena.close();
    }
}
