package overtake.machine;

import java.util.Arrays;

/// What a grace-period domain (RCU, an srcu_struct) does with its own part of the state, in which everything is a pair of ints with four
/// bits an agent: the open sections, then for each agent that waits in synchronize the sections that it waits for.
///
/// RCU counts: sections of one agent nest, and only the outermost matters. SRCU tells its sections apart, each by a bit, because they may
/// overlap without being nested, and may end on another CPU than they began on (srcu_down_read): beginning one gives a
/// *token*, ending it takes the token.
public final class GracePeriodCore {
    /// Ends the section of the agent that is open with the highest bit: the innermost one, where sections nest.
    public static final int NO_TOKEN = 0;

    private static final int BITS = 4;
    private static final int MAX_NESTING = (1 << BITS) - 1;

    private final int agents;
    private final boolean tokens;
    private boolean faulty;

    /// @param sleepable whether the domain is an srcu_struct
    public GracePeriodCore(int agents, boolean sleepable) {
        this.agents = agents;
        this.tokens = sleepable;
    }

    public int size() {
        return 2 + 2 * agents;
    }

    public void reset(int[] s, int base) {
        Arrays.fill(s, base, base + size(), 0);
    }

    public boolean faulty() {
        return faulty;
    }

    private static long pair(int[] s, int at) {
        return s[at] & 0xffffffffL | (long) s[at + 1] << 32;
    }

    private static void pair(int[] s, int at, long value) {
        s[at] = (int) value;
        s[at + 1] = (int) (value >>> 32);
    }

    private static int open(long sections, int agent) {
        return (int) (sections >>> BITS * agent) & MAX_NESTING;
    }

    /// @return the token of the section
    public int begin(int[] s, int base, int agent) {
        long sections = pair(s, base);
        int mine = open(sections, agent);
        faulty = mine == MAX_NESTING;
        if (faulty) {
            return NO_TOKEN;
        }
        int bit = BITS * agent + (tokens ? Integer.numberOfTrailingZeros(~mine) : 0);
        pair(s, base, sections + (1L << bit));
        return tokens ? bit + 1 : NO_TOKEN;
    }

    /// @param token of the section, or [#NO_TOKEN]
    /// @return mask of the agents whose grace period has ended by this
    public int end(int[] s, int base, int agent, int token) {
        long sections = pair(s, base);
        long section = tokens ? section(sections, agent, token) : 1L << BITS * agent;
        faulty = tokens ? (sections & section) == 0 : open(sections, agent) == 0;
        if (faulty) {
            return 0;
        }
        sections -= section;
        pair(s, base, sections);
        return tokens || open(sections, agent) == 0 ? closed(s, base, section) : 0;
    }

    private static long section(long sections, int agent, int token) {
        if (token > 0 && token <= Long.SIZE) {
            return 1L << token - 1;
        }
        return token == NO_TOKEN ? (long) Integer.highestOneBit(open(sections, agent)) << BITS * agent : 0;
    }

    /// Calls agent `a` what was called `b`, and the other way round.
    void exchange(int[] s, int base, int a, int b) {
        for (int at = base; at < base + size(); at += 2) {
            long sections = pair(s, at);
            long different = open(sections, a) ^ open(sections, b);
            pair(s, at, sections ^ (different << BITS * a | different << BITS * b));
        }
        long waits = pair(s, base + 2 + 2 * a);
        pair(s, base + 2 + 2 * a, pair(s, base + 2 + 2 * b));
        pair(s, base + 2 + 2 * b, waits);
    }

    private int closed(int[] s, int base, long section) {
        int ended = 0;
        for (int i = 0; i < agents; i++) {
            long waitsFor = pair(s, base + 2 + 2 * i);
            pair(s, base + 2 + 2 * i, waitsFor & ~section);
            ended |= waitsFor == section ? 1 << i : 0;
        }
        return ended;
    }

    /// Begins a grace period. A section of the agent itself counts: waiting for it is a deadlock, as in the kernel.
    ///
    /// @return whether the agent must wait
    public boolean synchronize(int[] s, int base, int agent) {
        faulty = false;
        long sections = pair(s, base);
        if (!tokens) {
            long outermost = 0;
            for (int i = 0; i < agents; i++) {
                outermost |= open(sections, i) != 0 ? 1L << BITS * i : 0;
            }
            sections = outermost;
        }
        pair(s, base + 2 + 2 * agent, sections);
        return sections != 0;
    }
}
