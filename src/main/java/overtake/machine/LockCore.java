package overtake.machine;

import overtake.program.LockKind;
import overtake.program.LockMode;

/// What one lock does with its own part of the state, four ints: the exclusive holder (agent + 1, or 0); the readers, two bits of
/// nesting an agent; the waiting writers of a queued lock, first come first served, four bits each (agent + 1).
///
/// A request for a lock that does not queue, or for reading, stays in flight until the lock accepts it; which of several such requests comes
/// first is a pick. A writer of a queued lock is accepted at once and waits in the queue, since from then on new readers
/// wait behind it.
public final class LockCore {
    public static final int SIZE = 4;
    public static final int GRANTED = 1;
    public static final int WAITING = 2;
    public static final int REFUSED = 0;

    private static final LockMode[] MODES = LockMode.values();
    private static final int EXCLUSIVE = LockMode.EXCLUSIVE.ordinal();
    private static final int READ = LockMode.READ.ordinal();
    private static final int MAX_NESTING = 3;

    private final boolean queues;
    private final boolean hasHolder;
    private boolean faulty;

    public LockCore(LockKind kind) {
        queues = kind.readersQueueBehindWriters();
        hasHolder = kind.hasHolder();
    }

    public void reset(int[] s, int base) {
        s[base] = 0;
        s[base + 1] = 0;
        s[base + 2] = 0;
        s[base + 3] = 0;
    }

    /// Whether the last operation broke a rule of the lock.
    public boolean faulty() {
        return faulty;
    }

    /// What the lock accepts now, as a mask of [#gate].
    public int gates(int[] s, int base) {
        int gates = 0;
        for (LockMode mode : MODES) {
            gates |= accepts(s, base, mode.ordinal(), false) ? gate(mode.ordinal(), false) : 0;
            gates |= accepts(s, base, mode.ordinal(), true) ? gate(mode.ordinal(), true) : 0;
        }
        return gates;
    }

    /// The bit of [#gates] for a request in this mode and context.
    public static int gate(int mode, boolean interrupt) {
        return 1 << 2 * mode + (interrupt ? 1 : 0);
    }

    /// Whether a request is answered (granted or queued) if it is delivered now.
    public boolean accepts(int[] s, int base, int mode, boolean interrupt) {
        if (mode == EXCLUSIVE) {
            return s[base] == 0;
        }
        if (mode == READ) {
            return s[base] == 0 && (interrupt || s[base + 2] == 0 || !queues);
        }
        return queues || free(s, base);
    }

    private static boolean free(int[] s, int base) {
        return s[base] == 0 && s[base + 1] == 0;
    }

    private static int readers(int[] s, int base, int agent) {
        return s[base + 1] >>> 2 * agent & 3;
    }

    /// @return [#GRANTED] or [#WAITING]
    public int acquire(int[] s, int base, int agent, Request request) {
        faulty = false;
        if (request.detail == READ) {
            if (readers(s, base, agent) == MAX_NESTING) {
                faulty = true;
                return REFUSED;
            }
            s[base + 1] += 1 << 2 * agent;
            return GRANTED;
        }
        if (free(s, base)) {
            s[base] = agent + 1;
            return GRANTED;
        }
        enqueue(s, base, agent);
        return WAITING;
    }

    /// @return 1 if taken, else 0
    public int tryAcquire(int[] s, int base, int agent, Request request) {
        faulty = false;
        boolean possible = request.detail == READ
                ? accepts(s, base, request.detail, request.interrupt)
                : free(s, base);
        return possible && acquire(s, base, agent, request) == GRANTED ? 1 : 0;
    }

    /// @return the agent that the lock was handed to, or -1
    public int release(int[] s, int base, int agent, Request request) {
        faulty = false;
        if (request.detail == READ) {
            if (readers(s, base, agent) == 0) {
                faulty = true;
                return -1;
            }
            s[base + 1] -= 1 << 2 * agent;
        } else {
            if (hasHolder && s[base] != agent + 1) {
                faulty = true;
                return -1;
            }
            s[base] = 0;
        }
        if (!free(s, base) || s[base + 2] == 0) {
            return -1;
        }
        int next = dequeue(s, base);
        s[base] = next + 1;
        return next;
    }

    private static long queue(int[] s, int base) {
        return s[base + 2] & 0xffffffffL | (long) s[base + 3] << 32;
    }

    private static void queue(int[] s, int base, long queue) {
        s[base + 2] = (int) queue;
        s[base + 3] = (int) (queue >>> 32);
    }

    private static void enqueue(int[] s, int base, int agent) {
        long queue = queue(s, base);
        int places = (Long.SIZE - Long.numberOfLeadingZeros(queue) + 3) / 4;
        queue(s, base, queue | (long) (agent + 1) << 4 * places);
    }

    private static int dequeue(int[] s, int base) {
        long queue = queue(s, base);
        queue(s, base, queue >>> 4);
        return (int) (queue & 0xf) - 1;
    }

    /// Calls agent `a` what was called `b`, and the other way round.
    static void exchange(int[] s, int base, int a, int b) {
        s[base] = renamed(s[base], a, b);
        int different = readers(s, base, a) ^ readers(s, base, b);
        s[base + 1] ^= different << 2 * a | different << 2 * b;
        long before = queue(s, base);
        long after = 0;
        for (int place = 0; before >>> place != 0; place += 4) {
            after |= (long) renamed((int) (before >>> place) & 0xf, a, b) << place;
            if (place == Long.SIZE - 4) {
                break;
            }
        }
        queue(s, base, after);
    }

    /// @param holder an agent + 1, or 0
    private static int renamed(int holder, int a, int b) {
        return holder == a + 1 ? b + 1 : holder == b + 1 ? a + 1 : holder;
    }

    /// Whether the agent holds the lock in that mode, or in any if the mode is -1.
    public boolean holds(int[] s, int base, int agent, int mode) {
        boolean exclusive = s[base] == agent + 1;
        boolean read = readers(s, base, agent) != 0;
        return mode < 0 ? exclusive || read : mode == READ ? read : exclusive;
    }

    /// Whether any agent holds the lock in that mode, or in any if the mode is -1.
    public boolean held(int[] s, int base, int mode) {
        return mode < 0 ? !free(s, base) : mode == READ ? s[base + 1] != 0 : s[base] != 0;
    }

    /// Answers a query of an agent about the lock.
    public int query(int[] s, int base, int agent, Request request) {
        faulty = false;
        boolean yes = request.op == Op.ASSERT_HELD
                ? holds(s, base, agent, request.detail)
                : held(s, base, request.detail);
        return yes ? 1 : 0;
    }
}
