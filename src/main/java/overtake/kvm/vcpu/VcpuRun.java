package overtake.kvm.vcpu;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_mb__after_srcu_read_unlock;
import static overtake.kernel.Kernel.smp_store_mb;
import static overtake.kernel.Kernel.smp_wmb;
import static overtake.kernel.Kernel.srcu_read_lock;
import static overtake.kernel.Kernel.srcu_read_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.Kvm;
import overtake.kvm.KvmVcpu;

/// Agent: a vCPU in KVM_RUN. It does what others ask, enters the guest, and handles the guest's page faults.
public final class VcpuRun implements Agent {
    private final Kvm kvm;
    private final KvmVcpu vcpu;
    private final VcpuArch arch;
    private final GuestEntry form;
    private final int entries;

    /// As on x86.
    public VcpuRun(Kvm kvm, KvmVcpu vcpu, VcpuArch arch, int entries) {
        this(kvm, vcpu, arch, GuestEntry.X86, entries);
    }

    /// @param entries how often it tries to enter the guest before it returns to user space
    public VcpuRun(Kvm kvm, KvmVcpu vcpu, VcpuArch arch, GuestEntry form, int entries) {
        this.kvm = kvm;
        this.vcpu = vcpu;
        this.arch = arch;
        this.form = form;
        this.entries = entries;
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_vcpu_ioctl", commit = "v6.12")
    public void run() {
        int idx = kvm_vcpu_srcu_read_lock();
        for (int entry = 0; entry < entries; entry++) {
            arch.before_entry(vcpu, entry);
            idx = vcpu_enter_guest(idx);
        }
        kvm_vcpu_srcu_read_unlock(idx);
    }

    /// ENTRY.
    ///
    /// @param idx of the SRCU section that the vCPU is in, outside the guest
    /// @return that of the next one
    @KernelSource(file = "arch/x86/kvm/x86.c", function = "vcpu_enter_guest", commit = "v6.12")
    private int vcpu_enter_guest(int idx) {
        if (READ_ONCE(vcpu.requests) != 0) {
            arch.handle_requests(vcpu);
        }
        arch.kvm_mmu_reload(vcpu);
        if (form == GuestEntry.ARM64) {
            smp_store_mb(vcpu.mode, KvmVcpu.IN_GUEST_MODE);
            kvm_vcpu_srcu_read_unlock(idx);
        } else {
            WRITE_ONCE(vcpu.mode, KvmVcpu.IN_GUEST_MODE);
            kvm_vcpu_srcu_read_unlock(idx);
            if (form == GuestEntry.X86) {
                smp_mb__after_srcu_read_unlock(); // pairs with smp_mb__before_atomic in kvm_request_needs_ipi
            } else {
                smp_mb();
            }
        }
        int faulted = VcpuArch.NO_FAULT;
        if (!kvm_vcpu_exit_request()) {
            smp_mb(); // VM entry: the CPU's, not a fence of KVM
            faulted = arch.guest(vcpu);
            smp_mb(); // VM exit
        }
        WRITE_ONCE(vcpu.mode, KvmVcpu.OUTSIDE_GUEST_MODE);
        smp_wmb();
        int next = kvm_vcpu_srcu_read_lock();
        if (faulted != VcpuArch.NO_FAULT) {
            arch.page_fault(vcpu, faulted);
        }
        return next;
    }

    @KernelSource(file = "arch/x86/kvm/x86.c", function = "kvm_vcpu_exit_request", commit = "v6.12")
    private boolean kvm_vcpu_exit_request() {
        return READ_ONCE(vcpu.mode) == KvmVcpu.EXITING_GUEST_MODE || READ_ONCE(vcpu.requests) != 0;
    }

    @KernelSource(file = "include/linux/kvm_host.h", function = "kvm_vcpu_srcu_read_lock", commit = "v6.12")
    private int kvm_vcpu_srcu_read_lock() {
        return form == GuestEntry.X86_FOLDED_SRCU ? kvm.memslots_read_lock() : srcu_read_lock(kvm.srcu);
    }

    @KernelSource(file = "include/linux/kvm_host.h", function = "kvm_vcpu_srcu_read_unlock", commit = "v6.12")
    private void kvm_vcpu_srcu_read_unlock(int idx) {
        if (form == GuestEntry.X86_FOLDED_SRCU) {
            kvm.memslots_read_unlock(idx);
        } else {
            srcu_read_unlock(kvm.srcu, idx);
        }
    }
}
