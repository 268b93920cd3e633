package overtake.machine;

import overtake.program.World;

/// Where things are in a state of `lkmm`:
///
/// | part | holds |
/// | --- | --- |
/// | header | fault, its agent, its place; whether the run is abandoned; how many stores are alive |
/// | for each agent | the fields below, masks, registers, observations, locks held, then the window |
/// | memory | base values of cells and marks of pool objects as [MemoryCore] has them, base values of locks, promised words of locks, marks of bases |
/// | for each domain | open sections; what ended sections knew; what each agent in synchronize waits for |
/// | stores | the live stores by cell and coherence order, the *base* of a cell being older than all of them |
///
/// A mask has a bit for each live store, and two ints.
final class Layout {
    static final int FAULT = 0;
    /// On the array of one CPU: a fault that others have found.
    static final int ELSEWHERE = -1;
    static final int ABANDONED = FaultHeader.SIZE;
    static final int STORES = ABANDONED + 1;
    private static final int HEADER = STORES + 1;

    // fields of an agent
    /// Next instruction to fetch, or -1 if there is none.
    static final int FETCH = 0;
    /// Entries in the window.
    static final int COUNT = 1;
    /// Bit set of the entries that are done, two ints.
    static final int DONE = 2;
    /// Bit set of the guessed branches whose region has not ended where fetching is, two ints.
    static final int REGIONS = 4;
    /// As in [CpuCore].
    static final int STATUS = 6;
    /// See [CpuFlags].
    static final int FLAGS = 7;
    static final int RESUME = 8;
    /// Bit set of the bounds that kept an instruction from being fetched, and the place in the window that it would have got. Only where wrong
    /// guesses are undone: then the bound does not count.
    static final int MET = 9;
    static final int MET_AT = 10;
    private static final int MASKS = 11;

    // masks of an agent
    /// Stores that the agent knows: it reads nothing older.
    static final int KNOWN = 0;
    /// Retired own stores, with what they carry.
    static final int OWN = 1;
    /// What retired accesses read and wrote, with what it carries.
    static final int SEEN = 2;
    /// Retired own stores before a retired smp_wmb, carried by all later stores.
    static final int FENCED = 3;
    /// Retired own plain stores: smp_mb spreads them no earlier than the next access that is not plain.
    static final int PLAIN_OWN = 4;
    /// What ended sections told the grace period that the agent waits for.
    static final int GRACE = 5;
    /// Own stores performed ahead of a ghost question: they stay in the table, because the answer must not see them.
    static final int AHEAD = 6;
    /// How many masks an agent has whose program has neither locks nor fences other than smp_mb, smp_wmb, smp_rmb.
    private static final int BASIC = 7;
    /// Stores handed over with a spinlock, carried by all later stores.
    static final int HANDED = 7;
    /// OWN at the last retired spin_unlock.
    static final int OWN_AT_UNLOCK = 8;
    private static final int WITH_LOCKS = 9;
    /// SEEN at the last retired spin_unlock.
    static final int SEEN_AT_UNLOCK = 9;
    /// What smp_mb__after_unlock_lock has to spread.
    static final int UNLOCKED = 10;
    /// SEEN at the last retired smp_mb__before_atomic.
    static final int BEFORE = 11;
    /// SEEN at the last retired atomic.
    static final int AT_ATOMIC = 12;
    /// SEEN at the last retired spin_lock.
    static final int AT_LOCK = 13;
    /// SEEN at the last retired end of a section.
    static final int AT_END = 14;
    /// What every later access spreads.
    static final int SPREAD = 15;
    private static final int ALL = 16;

    // fields of an entry
    static final int WHAT = 0;
    /// See [MicroCode]; less where an operation has failed.
    static final int KIND = 1;
    static final int MARKS = 2;
    /// Bit set of the earlier entries that must be done first, two ints.
    static final int WAITS = 3;
    /// Operand: its value, or the entry that makes it where the mark says so. The first is the cell, lock or domain.
    static final int A = 5;
    static final int B = 6;
    static final int C = 7;
    static final int D = 8;
    /// Of a guessed branch, in place of its last two operands: the regions around it.
    static final int OUTER = 7;
    static final int RESULT = 9;
    /// The store read: its number, or one of the constants below. For the second half of an atomic the store after which to go.
    static final int SOURCE = 10;
    /// What the entry read or wrote, with what it carries.
    static final int SAW = 11;
    static final int ENTRY = 13;

    // marks of an entry: operands unknown are bits 0 to 3
    static final int UNKNOWN = 15;
    static final int ASSUMED_FAILED = 1 << 4;
    static final int ASSUMED_DONE = 1 << 5;
    static final int JUMPS = 1 << 6;
    static final int STARTED = 1 << 7;
    static final int RESERVED = 1 << 8;
    static final int NESTED = 1 << 9;
    /// A local instruction or an address that cannot be: only a wrong guess excuses it.
    static final int BAD = 1 << 10;
    /// What a fault has kept from being performed.
    static final int FAULTY = 1 << 11;

    // sources that are no live store
    static final int BASE = -1;
    static final int OLDER_THAN_BASE = -2;
    static final int NOTHING = -3;
    /// The value of an own store that is not performed yet: this minus its entry.
    static final int FORWARDED = -8;

    // fields of a store
    static final int CELL = 0;
    static final int VALUE = 1;
    /// Bit 0: an atomic has read it and will write right behind it; bit 1: a spin_unlock; bit 2: a plain store whose value is not known yet;
    /// then the owner.
    static final int INFO = 2;
    static final int CARRIES = 3;
    /// Of an unlock: own stores before it, and what accesses before it saw.
    static final int HANDS = 5;
    static final int HANDS_SEEN = 7;
    static final int TAKEN = 1;
    static final int UNLOCKS = 2;
    static final int PENDING = 4;
    static final int OWNER = 3;

    final int agents;
    final int[] agent;
    /// How many masks each agent has.
    final int[] masks;
    final int[] registers;
    final int[] observations;
    /// For each agent first how it holds each lock as far as retired: 0, -1 exclusively, or how often to read.
    final int[] held;
    final int[] window;
    final int[] capacity;
    final int cells;
    private final int locks;
    final int memory;
    final int lockWords;
    /// For each lock that somebody is about to take or give back, who has read the last word but not written the next one: the next one, else 0.
    final int promised;
    /// A bit for each cell and lock: an atomic has read the base and will write right behind it.
    final int takenBases;

    final int[] domain;
    /// For each lock whether a program may read its word without taking it.
    final boolean[] watched;
    /// For each lock whether it is a run queue: entries of it are made and taken one after the other, under a lock of its own that worlds do not show.
    final boolean[] queue;
    final int stores;
    final int storeSize;
    final int storeCapacity;
    final int size;

    Layout(World world, MicroCode[] codes, MemoryCore core, Bounds.Reach reach) {
        agents = codes.length;
        agent = new int[agents];
        masks = new int[agents];
        registers = new int[agents];
        observations = new int[agents];
        held = new int[agents];
        window = new int[agents];
        capacity = new int[agents];
        locks = world.locks().size();
        watched = new boolean[locks];
        queue = new boolean[locks];
        for (int i = 0; i < locks; i++) {
            queue[i] = !world.locks().get(i).kind().hasHolder();
        }
        int at = HEADER;
        long writes = 0;
        for (int i = 0; i < agents; i++) {
            agent[i] = at;
            masks[i] = codes[i].pseudoFences ? ALL : world.locks().isEmpty() ? BASIC : WITH_LOCKS;
            registers[i] = at + MASKS + 2 * masks[i];
            observations[i] = registers[i] + codes[i].code.registers;
            held[i] = observations[i] + codes[i].code.observations;
            window[i] = held[i] + world.locks().size() + world.domains().size();
            capacity[i] = Math.min(reach.window(), codes[i].entries);
            at = window[i] + ENTRY * capacity[i];
            writes += codes[i].writes;
            codes[i].watch(watched);
        }
        cells = world.cells().size();
        memory = at;
        lockWords = memory + core.size();
        promised = lockWords + world.locks().size();
        takenBases = promised + world.locks().size();
        at = takenBases + (cells + world.locks().size() + 31) / 32;
        domain = new int[world.domains().size()];
        for (int i = 0; i < domain.length; i++) {
            domain[i] = at;
            at += 4 + 2 * agents;
        }
        stores = at;
        storeSize = world.locks().isEmpty() ? 5 : 9;
        storeCapacity = (int) Math.min(reach.stores(), writes);
        size = at + storeSize * storeCapacity;
    }

    int mask(int agentNumber, int mask) {
        return agent[agentNumber] + MASKS + 2 * mask;
    }

    /// How deep the retired part of an agent is in sections of a domain.
    int nesting(int agentNumber, int domainNumber) {
        return held[agentNumber] + locks + domainNumber;
    }

    /// Whether a cell, or lock after the cells, is a run queue.
    boolean isQueue(int cell) {
        return cell >= cells && queue[cell - cells];
    }

    int locks() {
        return locks;
    }

    int entry(int agentNumber, int slot) {
        return window[agentNumber] + ENTRY * slot;
    }

    int store(int number) {
        return stores + storeSize * number;
    }

    /// Where the base value of a cell or, after the cells, of a lock is.
    int base(int cell) {
        return cell < cells ? memory + cell : lockWords + cell - cells;
    }

    /// What the sections of a domain knew that have ended.
    int ended(int domainNumber) {
        return domain[domainNumber] + 2;
    }

    /// The sections that an agent in synchronize waits for.
    int waitsFor(int domainNumber, int agentNumber) {
        return domain[domainNumber] + 4 + 2 * agentNumber;
    }

    static long pair(int[] s, int at) {
        return s[at] & 0xffffffffL | (long) s[at + 1] << 32;
    }

    static void pair(int[] s, int at, long value) {
        s[at] = (int) value;
        s[at + 1] = (int) (value >>> 32);
    }

    static void join(int[] s, int at, long more) {
        s[at] |= (int) more;
        s[at + 1] |= (int) (more >>> 32);
    }
}
