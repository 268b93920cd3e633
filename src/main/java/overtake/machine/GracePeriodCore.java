package overtake.machine;

/// What a grace-period domain (RCU, an srcu_struct) does with its own part of the state: one int with two bits of nesting an agent, then
/// for each agent that waits in synchronize a mask of the agents whose open sections it waits for.
public final class GracePeriodCore {
    private static final int MAX_NESTING = 3;

    private final int agents;
    private boolean faulty;

    public GracePeriodCore(int agents) {
        this.agents = agents;
    }

    public int size() {
        return 1 + agents;
    }

    public void reset(int[] s, int base) {
        java.util.Arrays.fill(s, base, base + size(), 0);
    }

    public boolean faulty() {
        return faulty;
    }

    private static int nesting(int[] s, int base, int agent) {
        return s[base] >>> 2 * agent & 3;
    }

    public void begin(int[] s, int base, int agent) {
        faulty = nesting(s, base, agent) == MAX_NESTING;
        if (!faulty) {
            s[base] += 1 << 2 * agent;
        }
    }

    /// @return mask of the agents whose grace period has ended by this
    public int end(int[] s, int base, int agent) {
        faulty = nesting(s, base, agent) == 0;
        if (faulty) {
            return 0;
        }
        s[base] -= 1 << 2 * agent;
        int ended = 0;
        for (int i = 0; i < agents && nesting(s, base, agent) == 0; i++) {
            int waitsFor = s[base + 1 + i];
            s[base + 1 + i] = waitsFor & ~(1 << agent);
            ended |= waitsFor == 1 << agent ? 1 << i : 0;
        }
        return ended;
    }

    /// Begins a grace period. A section of the agent itself counts: waiting for it is a deadlock, as in the kernel.
    ///
    /// @return whether the agent must wait
    public boolean synchronize(int[] s, int base, int agent) {
        faulty = false;
        int open = 0;
        for (int i = 0; i < agents; i++) {
            open |= nesting(s, base, i) != 0 ? 1 << i : 0;
        }
        s[base + 1 + agent] = open;
        return open != 0;
    }
}
