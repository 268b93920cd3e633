package overtake.kernel;

/// Something that runs: a vCPU, the mmu_notifier, an ioctl. Its `run` method is lifted, not called.
public interface Agent {
    void run();
}
