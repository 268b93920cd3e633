package overtake.machine;

/// Renames agents with the same program in states of [InOrder]: their parts change places, and every core renames them in its own part. Says nothing about whether
/// that makes an equivalent state: programs may name agents, or hold numbers of agents in registers.
public final class AgentExchange {
    private final CpuCore[] cpus;
    private final LockCore[] locks;
    private final GracePeriodCore[] domains;
    private final InOrderLayout layout;

    AgentExchange(CpuCore[] cpus, LockCore[] locks, GracePeriodCore[] domains, InOrderLayout layout) {
        this.cpus = cpus;
        this.locks = locks;
        this.domains = domains;
        this.layout = layout;
    }

    /// The order of what two agents are doing; 0 if their parts are the same.
    public int compare(int[] s, int a, int b) {
        int size = cpus[a].size();
        int at = layout.cpus[a];
        int bt = layout.cpus[b];
        for (int i = 0; i < size; i++) {
            if (s[at + i] != s[bt + i]) {
                return Integer.compare(s[at + i], s[bt + i]);
            }
        }
        return 0;
    }

    /// Calls `a` what was called `b`, and the other way round.
    public void exchange(int[] s, int a, int b) {
        int size = cpus[a].size();
        int at = layout.cpus[a];
        int bt = layout.cpus[b];
        for (int i = 0; i < size; i++) {
            int kept = s[at + i];
            s[at + i] = s[bt + i];
            s[bt + i] = kept;
        }
        FaultHeader.exchange(s, a, b);
        for (int i = 0; i < locks.length; i++) {
            LockCore.exchange(s, layout.locks + LockCore.SIZE * i, a, b);
        }
        for (int i = 0; i < domains.length; i++) {
            domains[i].exchange(s, layout.domains[i], a, b);
        }
    }
}
