package overtake.kvm.arm64;

import static overtake.kernel.Kernel.cpu_relax;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.line_read;
import static overtake.kernel.Kernel.line_write;
import static overtake.kernel.Kernel.smp_load_acquire;
import static overtake.kernel.Kernel.smp_store_release;

import overtake.kernel.Agent;

/// Agent: a thread of the VMM, which writes guest memory through its caches and calls ioctls.
final class VmmThread implements Agent {
    /// What the VMM writes at last; only with it comes code.
    static final int CODE_VERSION = 3;

    private final Kvm kvm;
    private final Vcpu vcpu;
    private final LockMemslot slot;
    private final PendingOps pending;
    private final VcpuRun run;
    private final Stage2 stage2;
    private final Script script;
    private final boolean first;

    VmmThread(Kvm kvm, Vcpu vcpu, LockMemslot slot, PendingOps pending, VcpuRun run, Stage2 stage2, Script script,
            boolean first) {
        this.kvm = kvm;
        this.vcpu = vcpu;
        this.slot = slot;
        this.pending = pending;
        this.run = run;
        this.stage2 = stage2;
        this.script = script;
        this.first = first;
    }

    @Override
    public void run() {
        if (script.resets()) {
            if (first) {
                run.kvm_arch_vcpu_ioctl_run(vcpu, 2);
            } else {
                reset_and_run();
            }
        } else if (first) {
            main_thread();
        } else {
            run.kvm_arch_vcpu_ioctl_run(vcpu, await_start());
        }
    }

    private void main_thread() {
        if (script != Script.LOCK_DURING_INVALIDATION) {
            write(1);
        }
        boolean locked = slot.kvm_mmu_lock_memslot();
        if (script == Script.LOCK_DURING_INVALIDATION || !locked) {
            return;
        }
        write(2);
        if (script == Script.UNLOCK_BEFORE_RUN) {
            slot.kvm_mmu_unlock_memslot();
        }
        if (kvm.vcpus.length > 1) {
            smp_store_release(kvm.started, 2); // pthread_create
        }
        run.kvm_arch_vcpu_ioctl_run(vcpu, 2);
        if (script == Script.HOST_VIEW) {
            host_view();
        }
    }

    /// What VCPU_INIT does to a vCPU that has run, after new code was written for it.
    private void reset_and_run() {
        write(CODE_VERSION);
        kvm.stale_icache = true;
        pending.stage2_unmap_vm();
        run.kvm_arch_vcpu_ioctl_run(vcpu, CODE_VERSION);
    }

    private void write(int version) {
        for (GuestPage page : kvm.pages) {
            line_write(page.line, version);
        }
    }

    private int await_start() {
        int known;
        while ((known = smp_load_acquire(kvm.started)) == 0) {
            cpu_relax();
        }
        return known;
    }

    /// I2.5: the host takes the memory away from the guest and reads it.
    private void host_view() {
        for (GuestPage page : kvm.pages) {
            stage2.unmap(page);
            ensure("host-sees-guest", line_read(page.line) == VcpuRun.GUEST_VERSION);
        }
    }
}
