package overtake.kvm.vcpu;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_mb__after_srcu_read_unlock;
import static overtake.kernel.Kernel.smp_store_mb;
import static overtake.kernel.Kernel.smp_wmb;
import static overtake.kernel.Kernel.srcu_read_lock;
import static overtake.kernel.Kernel.srcu_read_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.KvmVcpu;
import overtake.kvm.Page;
import overtake.kvm.Pte;

/// Agent: a vCPU in KVM_RUN. It enters the guest, which touches one guest frame through the TLB, handles its page faults and does what others ask.
public final class VcpuRun implements Agent {
    private static final int NO_FAULT = -1;

    private final Kvm kvm;
    private final KvmVcpu vcpu;
    private final VcpuArch arch;
    private final GuestEntry form;
    private final int gfn;
    private final int entries;
    private final int accesses;

    /// @param gfn the frame that the guest touches
    /// @param entries how often it tries to enter the guest before it returns to user space
    /// @param accesses how often the guest touches the frame in one entry
    public VcpuRun(
            Kvm kvm,
            KvmVcpu vcpu,
            VcpuArch arch,
            GuestEntry form,
            int gfn,
            int entries,
            int accesses) {
        this.kvm = kvm;
        this.vcpu = vcpu;
        this.arch = arch;
        this.form = form;
        this.gfn = gfn;
        this.entries = entries;
        this.accesses = accesses;
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_vcpu_ioctl", commit = "v6.12")
    public void run() {
        int idx = srcu_read_lock(kvm.srcu);
        for (int entry = 0; entry < entries; entry++) {
            int faulted = vcpu_enter_guest(idx);
            if (faulted != NO_FAULT) {
                arch.page_fault(vcpu, faulted);
            }
        }
        srcu_read_unlock(kvm.srcu, idx);
    }

    /// ENTRY. Left with kvm->srcu held, as it is called.
    ///
    /// @return the guest frame that the guest faulted on, or -1
    @KernelSource(file = "arch/x86/kvm/x86.c", function = "vcpu_enter_guest", commit = "v6.12")
    private int vcpu_enter_guest(int idx) {
        if (READ_ONCE(vcpu.requests) != 0) {
            arch.handle_requests(vcpu);
        }
        if (form == GuestEntry.X86) {
            WRITE_ONCE(vcpu.mode, KvmVcpu.IN_GUEST_MODE);
            srcu_read_unlock(kvm.srcu, idx);
            smp_mb__after_srcu_read_unlock(); // pairs with smp_mb__before_atomic in kvm_request_needs_ipi
        } else {
            smp_store_mb(vcpu.mode, KvmVcpu.IN_GUEST_MODE);
            srcu_read_unlock(kvm.srcu, idx);
        }
        int faulted = NO_FAULT;
        if (!kvm_vcpu_exit_request()) {
            smp_mb(); // VM entry: the CPU's, not a fence of KVM
            faulted = guest();
            smp_mb(); // VM exit
        }
        WRITE_ONCE(vcpu.mode, KvmVcpu.OUTSIDE_GUEST_MODE);
        smp_wmb();
        srcu_read_lock(kvm.srcu);
        return faulted;
    }

    @KernelSource(file = "arch/x86/kvm/x86.c", function = "kvm_vcpu_exit_request", commit = "v6.12")
    private boolean kvm_vcpu_exit_request() {
        return READ_ONCE(vcpu.mode) == KvmVcpu.EXITING_GUEST_MODE || READ_ONCE(vcpu.requests) != 0;
    }

    /// The guest. The interrupt of whoever wants the vCPU out comes between two accesses, or when the guest faults.
    private int guest() {
        for (int i = 0; i < accesses; i++) {
            if (READ_ONCE(vcpu.mode) == KvmVcpu.EXITING_GUEST_MODE) {
                return NO_FAULT;
            }
            Page page = vcpu.tlb[gfn].page;
            if (page == null) {
                page = arch.walk(vcpu, gfn);
                if (page == null) {
                    return gfn;
                }
                vcpu.tlb[gfn].page = page;
            }
            access(page);
        }
        return NO_FAULT;
    }

    /// The host still maps the page at the user address behind the guest frame. Slots that move are judged by [Page] alone.
    private void access(Page page) {
        if (!kvm.memslots_change) {
            KvmMemorySlot slot = kvm.kvm_memslots().gfn_to_memslot(gfn);
            if (slot != null) {
                Pte pte = kvm.mm.pte_offset(slot.gfn_to_hva(gfn));
                ensure("guest-reaches-mapped-page", ghost(pte.page) == page);
            }
        }
        READ_ONCE(page.contents);
    }
}
