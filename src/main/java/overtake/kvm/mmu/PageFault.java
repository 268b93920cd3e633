package overtake.kvm.mmu;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.down_read;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.smp_rmb;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.up_read;

import overtake.kernel.KernelSource;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.Page;

/// FAULT: a vCPU maps the page behind a guest frame. Numbers in comments are the steps of the brief, section 1.5. The caller holds kvm->srcu.
///
/// The page reference between lookup and installation is not modelled: nobody touches the page meanwhile, and a freed one is never used again.
public final class PageFault implements FaultHandler {
    private final Kvm kvm;
    private final FlatMmu mmu;
    private final Form form;
    private final FaultMutant mutant;
    private final RetryCheck check;

    /// Which code runs.
    public enum Form {
        /// The snapshot of the sequence, smp_rmb, the lookup; twice a check without the lock, to save work.
        X86,
        /// The snapshot under mmap_lock, together with what is read of the VMA; its unlock stands for the barrier.
        ARM64
    }

    /// As on x86, unchanged.
    public PageFault(Kvm kvm, FlatMmu mmu) {
        this(kvm, mmu, Form.X86, FaultMutant.NONE);
    }

    public PageFault(Kvm kvm, FlatMmu mmu, Form form, FaultMutant mutant) {
        this.kvm = kvm;
        this.mmu = mmu;
        this.form = form;
        this.mutant = mutant;
        this.check = new RetryCheck(kvm, mutant);
    }

    @Override
    public int kvm_mmu_page_fault(int gfn) {
        return form == Form.X86 ? kvm_tdp_mmu_page_fault(gfn) : user_mem_abort(gfn);
    }

    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_faultin_pfn, kvm_tdp_mmu_page_fault", commit = "v6.12")
    private int kvm_tdp_mmu_page_fault(int gfn) {
        int mmu_seq = 0;
        if (mutant != FaultMutant.SNAPSHOT_LATE) {
            mmu_seq = READ_ONCE(kvm.mmu_invalidate_seq); // 4
            smp_rmb(); // 5
        }
        KvmMemorySlot slot = kvm.kvm_memslots().gfn_to_memslot(gfn);
        if (slot == null) {
            return RET_PF_EMULATE;
        }
        if (slot.invalid()) { // 6
            return RET_PF_RETRY;
        }
        boolean prechecks = mutant != FaultMutant.NO_PRECHECK && mutant != FaultMutant.SNAPSHOT_LATE;
        if (prechecks && check.mmu_invalidate_retry_gfn_unsafe(mmu_seq, gfn)) { // 7
            return RET_PF_RETRY;
        }
        Page pfn = kvm.mm.hva_to_pfn(slot.gfn_to_hva(gfn)); // 8
        if (mutant == FaultMutant.SNAPSHOT_LATE) {
            mmu_seq = READ_ONCE(kvm.mmu_invalidate_seq);
            smp_rmb();
        }
        if (prechecks && check.mmu_invalidate_retry_gfn_unsafe(mmu_seq, gfn)) { // 9
            return RET_PF_RETRY;
        }
        return install(gfn, pfn, mmu_seq, 0);
    }

    @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "user_mem_abort", commit = "v6.12")
    private int user_mem_abort(int gfn) {
        KvmMemorySlot slot = kvm.kvm_memslots().gfn_to_memslot(gfn);
        if (slot == null) {
            return RET_PF_EMULATE;
        }
        if (slot.invalid()) {
            return RET_PF_RETRY;
        }
        down_read(kvm.mm.mmap_lock);
        int vma_flags = kvm.mm.vma_flags;
        int mmu_seq = 0;
        if (mutant != FaultMutant.SNAPSHOT_LATE) {
            mmu_seq = READ_ONCE(kvm.mmu_invalidate_seq); // pairs, through mmap_lock, with the write side of whoever changes the VMA
        }
        up_read(kvm.mm.mmap_lock);
        if (mutant == FaultMutant.SNAPSHOT_LATE) {
            mmu_seq = READ_ONCE(kvm.mmu_invalidate_seq);
            smp_rmb();
        }
        Page pfn = kvm.mm.hva_to_pfn(slot.gfn_to_hva(gfn));
        return install(gfn, pfn, mmu_seq, vma_flags);
    }

    private int install(int gfn, Page pfn, int mmu_seq, int vma_flags) {
        boolean entry_lock = mmu.locking() == FlatMmu.Locking.ENTRY_LOCK;
        if (entry_lock) {
            spin_lock(mmu.sptes[gfn].lock);
        } else {
            read_lock(kvm.mmu_lock); // 10
        }
        boolean retry = entry_lock ? check.mmu_invalidate_retry(mmu_seq) : check.mmu_invalidate_retry_gfn(mmu_seq, gfn); // 11
        if (!retry) {
            if (form == Form.ARM64) {
                WRITE_ONCE(mmu.sptes[gfn].vma_flags, vma_flags);
                ensure("fresh-vma-facts", ghost(kvm.mm.vma_flags) == vma_flags);
            }
            mmu.map(gfn, pfn); // 12
        }
        if (entry_lock) {
            spin_unlock(mmu.sptes[gfn].lock);
        } else {
            read_unlock(kvm.mmu_lock); // 13
        }
        return retry ? RET_PF_RETRY : RET_PF_FIXED;
    }
}
