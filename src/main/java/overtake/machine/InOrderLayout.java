package overtake.machine;

/// Where the parts of a state of [InOrder] begin.
final class InOrderLayout {
    /// By agent.
    final int[] cpus;

    final int memory;
    final int locks;
    /// By grace-period domain.
    final int[] domains;

    final int lines;
    /// Of the whole state.
    final int size;

    InOrderLayout(CpuCore[] cpuCores, MemoryCore memoryCore, int lockCount, GracePeriodCore[] domainCores,
            int lineCount) {
        int at = FaultHeader.SIZE;
        cpus = new int[cpuCores.length];
        for (int i = 0; i < cpus.length; i++) {
            cpus[i] = at;
            at += cpuCores[i].size();
        }
        memory = at;
        at += memoryCore.size();
        locks = at;
        at += LockCore.SIZE * lockCount;
        domains = new int[domainCores.length];
        for (int i = 0; i < domains.length; i++) {
            domains[i] = at;
            at += domainCores[i].size();
        }
        lines = at;
        size = at + LineCore.SIZE * lineCount;
    }
}
