package overtake.kvm.rangeend;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.cond_resched;
import static overtake.kernel.Kernel.cpu_relax;
import static overtake.kernel.Kernel.smp_rmb;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.KernelSource;
import overtake.kernel.sched.WaitQueueEntry;
import overtake.kvm.Kvm;

/// WAIT: until no active invalidation holds the address (brief 3.3 and 3.6). Numbers in comments are its steps.
public final class GpcWait {
    private static final int POLLS = 2;

    private final Kvm kvm;
    private final OneCpu cpu;
    private final WaitPolicy policy;
    private final boolean test_before_prepare;
    private final boolean test_unlocked;

    /// Unchanged, each task on a CPU of its own.
    public GpcWait(Kvm kvm, WaitPolicy policy) {
        this(kvm, new OneCpu(false, false), policy);
    }

    public GpcWait(Kvm kvm, OneCpu cpu, WaitPolicy policy) {
        this(kvm, cpu, policy, false, false);
    }

    public GpcWait(Kvm kvm, OneCpu cpu, WaitPolicy policy, boolean test_before_prepare, boolean test_unlocked) {
        this.kvm = kvm;
        this.cpu = cpu;
        this.policy = policy;
        this.test_before_prepare = test_before_prepare;
        this.test_unlocked = test_unlocked;
    }

    /// @param entry of the task that waits
    @KernelSource(file = "virt/kvm/pfncache.c", function = "gpc_wait_for_invalidations", commit = "mail of 21 Aug 2024, patch 3 of 5; polling: mail of 15 Oct 2024, patches 2 and 5 of 5")
    public void gpc_wait_for_invalidations(int uhva, WaitQueueEntry entry) {
        switch (policy) {
            case BUSY_WAIT -> busy_wait(uhva);
            case COND_RESCHED -> {
                while (gpc_invalidations_pending(uhva)) {
                    cpu.yield_to_others();
                    cond_resched();
                }
            }
            case WAIT_QUEUE -> sleep(uhva, entry);
            case HALT_POLL -> {
                int polls = 0;
                while (polls < POLLS && gpc_invalidations_pending(uhva)) {
                    cpu_relax();
                    polls++;
                }
                sleep(uhva, entry);
            }
        }
    }

    private void busy_wait(int uhva) {
        while (gpc_invalidations_pending(uhva)) {
            cpu_relax();
            cpu.polls_again();
        }
    }

    private void sleep(int uhva, WaitQueueEntry entry) {
        if (test_before_prepare) {
            sleep_after_test(uhva, entry);
            return;
        }
        lock(); // WAIT 1
        kvm.gpc_invalidate_wq.prepare_to_wait(entry); // 2
        while (gpc_invalidations_pending(uhva)) { // 3
            unlock(); // 4
            cpu.leave();
            entry.task.schedule(); // 5
            cpu.run();
            lock(); // 6
            kvm.gpc_invalidate_wq.prepare_to_wait(entry);
        }
        kvm.gpc_invalidate_wq.finish_wait(entry);
        unlock();
    }

    /// Mutant 3.6.
    private void sleep_after_test(int uhva, WaitQueueEntry entry) {
        lock();
        while (gpc_invalidations_pending(uhva)) {
            unlock();
            kvm.gpc_invalidate_wq.prepare_to_wait(entry);
            entry.task.schedule();
            lock();
        }
        unlock();
        kvm.gpc_invalidate_wq.finish_wait(entry);
    }

    private void lock() {
        if (!test_unlocked) {
            spin_lock(kvm.mn_invalidate_lock);
        }
    }

    private void unlock() {
        if (!test_unlocked) {
            spin_unlock(kvm.mn_invalidate_lock);
        }
    }

    /// Whether some active invalidation may hold the address. Asked without the lock a wrong answer costs a round of the loop.
    @KernelSource(file = "virt/kvm/pfncache.c", function = "gpc_invalidations_pending", commit = "mail of 21 Aug 2024, patch 2 of 5")
    private boolean gpc_invalidations_pending(int uhva) {
        if (READ_ONCE(kvm.mn_active_invalidate_count) == 0) {
            return false;
        }
        smp_rmb();
        return uhva >= READ_ONCE(kvm.mmu_gpc_invalidate_range_start)
                && uhva < READ_ONCE(kvm.mmu_gpc_invalidate_range_end);
    }
}
