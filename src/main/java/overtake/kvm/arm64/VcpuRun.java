package overtake.kvm.arm64;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.dc_civac;
import static overtake.kernel.Kernel.dsb;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.ghost_dirty;
import static overtake.kernel.Kernel.ghost_line;
import static overtake.kernel.Kernel.line_read;
import static overtake.kernel.Kernel.line_read_nc;
import static overtake.kernel.Kernel.line_write_nc;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_store_release;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.xchg;

import overtake.kernel.KernelSource;

/// KVM_RUN and the guest in it.
public final class VcpuRun {
    /// What the guest writes: newer than anything of the VMM.
    public static final int GUEST_VERSION = 9;

    private final Kvm kvm;
    private final Stage2 stage2;
    private final PendingOps pending;
    private final boolean fwb;
    private final Variant variant;
    private final Script script;

    /// As posted, of a guest that only reads.
    public VcpuRun(Kvm kvm, Stage2 stage2, PendingOps pending) {
        this(kvm, stage2, pending, false, Variant.AS_POSTED, Script.FIRST_RUN);
    }

    /// @param fwb whether stage 2 forces cacheable accesses (FEAT_S2FWB)
    public VcpuRun(Kvm kvm, Stage2 stage2, PendingOps pending, boolean fwb, Variant variant, Script script) {
        this.kvm = kvm;
        this.stage2 = stage2;
        this.pending = pending;
        this.fwb = fwb;
        this.variant = variant;
        this.script = script;
    }

    /// RUN, steps 1 to 6.
    ///
    /// @param known the newest version that was written before this KVM_RUN
    @KernelSource(file = "arch/arm64/kvm/arm.c", function = "kvm_arch_vcpu_ioctl_run", commit = "RFC v4 04/39")
    public void kvm_arch_vcpu_ioctl_run(Vcpu vcpu, int known) {
        mutex_lock(vcpu.mutex); // 1
        if (variant == Variant.REQUEST) {
            vcpu_enter_guest(vcpu);
        } else {
            if (kvm.mmu_pending_ops != 0) { // 2
                pending.kvm_mmu_perform_pending_ops(); // 3
            }
            WRITE_ONCE(vcpu.mode, 1); // 5
            smp_mb();
        }
        ensure_clean(known);
        guest(known); // 6
        WRITE_ONCE(vcpu.mode, 0);
        mutex_unlock(vcpu.mutex);
    }

    /// ENTRY with a request for each vCPU: says that it enters, looks whether there are requests, and takes them before it does what they ask for.
    @KernelSource(file = "arch/arm64/kvm/arm.c", function = "check_vcpu_requests", commit = "v5.14")
    private void vcpu_enter_guest(Vcpu vcpu) {
        WRITE_ONCE(vcpu.mode, 1);
        smp_mb();
        while (READ_ONCE(vcpu.requests) != 0) {
            WRITE_ONCE(vcpu.mode, 0);
            pending.perform(xchg(vcpu.requests, 0));
            WRITE_ONCE(vcpu.mode, 1);
            smp_mb();
        }
    }

    /// I2.2: at entry nothing written before this KVM_RUN is in the cache alone. Ghosts only.
    private void ensure_clean(int known) {
        for (GuestPage page : kvm.pages) {
            ensure("clean-at-entry",
                    fwb || !ghost(page.mapped) || !ghost_dirty(page.line) || ghost_line(page.line) > known);
        }
        ensure("icache-invalidated", !ghost(kvm.stale_icache) || known < VmmThread.CODE_VERSION);
    }

    private void guest(int known) {
        for (GuestPage page : kvm.pages) {
            handle_guest_abort(page);
            int version = fwb ? line_read(page.line) : line_read_nc(page.line);
            ensure("guest-sees-userspace", version >= known); // I2.1
        }
        if (script.guestWrites()) {
            for (GuestPage page : kvm.pages) {
                line_write_nc(page.line, GUEST_VERSION);
                ensure("guest-sees-itself", line_read_nc(page.line) == GUEST_VERSION);
            }
        }
        if (script == Script.DEVICE_READS) {
            smp_store_release(kvm.guest_wrote, 1);
        }
        if (script == Script.GUEST_ENABLES_CACHES) {
            kvm_toggle_cache();
            for (GuestPage page : kvm.pages) {
                ensure("guest-sees-itself", line_read(page.line) == GUEST_VERSION); // I2.5
            }
        }
    }

    /// A page that stage 2 does not map is mapped by the fault, with maintenance.
    @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "user_mem_abort", commit = "v5.14")
    private void handle_guest_abort(GuestPage page) {
        spin_lock(kvm.mmu_lock);
        if (!page.mapped) {
            stage2.map_clean(page);
        }
        spin_unlock(kvm.mmu_lock);
    }

    /// The guest turns its caches on: the trapped write to SCTLR_EL1.
    @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "kvm_toggle_cache", commit = "v5.14")
    private void kvm_toggle_cache() {
        for (GuestPage page : kvm.pages) {
            spin_lock(kvm.mmu_lock);
            dc_civac(page.line);
            dsb(page.line);
            spin_unlock(kvm.mmu_lock);
        }
    }
}
