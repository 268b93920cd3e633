package overtake.kvm.mmu;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.cmpxchg;
import static overtake.kernel.Kernel.cond_resched;
import static overtake.kernel.Kernel.lockdep_assert_held_write;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.KernelSource;
import overtake.kvm.ArchMmu;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.Page;
import overtake.kvm.vcpu.VcpuRequests;

/// One SPTE for each guest frame, and nothing above it: what is needed where page tables are not the matter. An SPTE is present or not: neither MMIO SPTEs nor
/// write protection are modelled.
public final class FlatMmu implements ArchMmu {
    public final Spte[] sptes;
    private final Kvm kvm;
    private final VcpuRequests requests;
    private final Yield yields;
    private final Locking locking;

    /// Whether a walk that may block drops mmu_lock between two entries.
    public enum Yield {
        NEVER,
        BETWEEN_ENTRIES
    }

    /// What makes the test for a retry and the installation of an SPTE one.
    public enum Locking {
        /// mmu_lock, as on x86 and arm64.
        MMU_LOCK,
        /// A lock of the entry; faults do not take mmu_lock.
        ENTRY_LOCK
    }

    /// Under mmu_lock, without yielding.
    public FlatMmu(Kvm kvm, VcpuRequests requests, int gfns) {
        this(kvm, requests, gfns, Yield.NEVER, Locking.MMU_LOCK);
    }

    /// @param gfns how many guest frames there are, 1 or 2
    public FlatMmu(Kvm kvm, VcpuRequests requests, int gfns, Yield yields, Locking locking) {
        if (gfns < 1 || gfns > 2) {
            throw new IllegalArgumentException("flat SPTEs of " + gfns + " guest frames; expected 1 or 2");
        }
        this.kvm = kvm;
        this.requests = requests;
        this.yields = yields;
        this.locking = locking;
        sptes = new Spte[gfns];
        for (int i = 0; i < gfns; i++) {
            sptes[i] = new Spte();
        }
    }

    public Locking locking() {
        return locking;
    }

    @Override
    public boolean faults() {
        return true;
    }

    /// The kernel has a loop over the frames; there are at most two here.
    @Override
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_unmap_gfn_range", commit = "v6.12")
    public boolean kvm_unmap_gfn_range(int start, int end, boolean may_block) {
        lockdep_assert_held_write(kvm.mmu_lock);
        boolean flush = false;
        if (start <= 0 && end > 0) {
            flush = zap(sptes[0]);
        }
        if (start <= 0 && end > 1 && may_block && yields == Yield.BETWEEN_ENTRIES) {
            flush = tdp_mmu_iter_cond_resched(flush);
        }
        if (sptes.length > 1 && start <= 1 && end > 1) {
            flush |= zap(sptes[1]);
        }
        return flush;
    }

    /// Lets others take mmu_lock. What is zapped must be flushed before, since they may rely on it.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_iter_cond_resched", commit = "v6.12")
    private boolean tdp_mmu_iter_cond_resched(boolean flush) {
        if (flush) {
            kvm_flush_remote_tlbs();
        }
        write_unlock(kvm.mmu_lock);
        cond_resched();
        write_lock(kvm.mmu_lock);
        return false;
    }

    /// Makes one entry not present; whether it was. TLBs may still hold it.
    public boolean zap(Spte spte) {
        if (locking == Locking.ENTRY_LOCK) {
            spin_lock(spte.lock);
        }
        boolean present = READ_ONCE(spte.pfn) != null;
        if (present) {
            WRITE_ONCE(spte.pfn, null);
        }
        if (locking == Locking.ENTRY_LOCK) {
            spin_unlock(spte.lock);
        }
        return present;
    }

    /// Maps a page, unless another vCPU has mapped one first. Called with the lock held that [Locking] says.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_map_handle_target_level", commit = "v6.12")
    public void map(int gfn, Page pfn) {
        cmpxchg(sptes[gfn].pfn, null, pfn);
    }

    @Override
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_flush_remote_tlbs", commit = "v6.12")
    public void kvm_flush_remote_tlbs() {
        requests.kvm_make_all_cpus_request(VcpuRequests.KVM_REQ_TLB_FLUSH);
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_arch_flush_shadow_memslot", commit = "v6.12")
    public void kvm_arch_flush_shadow_memslot(KvmMemorySlot slot) {
        write_lock(kvm.mmu_lock);
        if (kvm_unmap_gfn_range(slot.base_gfn, slot.base_gfn + slot.npages, true)) {
            kvm_flush_remote_tlbs();
        }
        write_unlock(kvm.mmu_lock);
    }
}
