package overtake.kvm.tdp;

import static overtake.kernel.Kernel.BUG_ON;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.choose;
import static overtake.kernel.Kernel.cmpxchg;
import static overtake.kernel.Kernel.cpu_relax;
import static overtake.kernel.Kernel.lockdep_assert_held_write;
import static overtake.kernel.Kernel.rcu_dereference;
import static overtake.kernel.Kernel.rcu_read_lock;
import static overtake.kernel.Kernel.rcu_read_unlock;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;
import static overtake.kernel.Kernel.xchg;

import org.jspecify.annotations.Nullable;
import overtake.kernel.KernelSource;
import overtake.kvm.vcpu.VcpuRequests;

/// What one CPU does to the page tables below a root (arch/x86/kvm/mmu/tdp_mmu.c). A root has one entry and a page table too, so the kernel's
/// iterator is a load or two here; a walk that yields starts again at the root, as there.
final class TdpSptes {
    private final KvmArch arch;
    private final TdpMmu tdp;
    private final VcpuRequests requests;
    private final Mutant mutant;
    private final boolean yields;

    /// @param yields whether walks may find mmu_lock contended and drop it
    TdpSptes(KvmArch arch, TdpMmu tdp, VcpuRequests requests, Mutant mutant, boolean yields) {
        this.arch = arch;
        this.tdp = tdp;
        this.requests = requests;
        this.mutant = mutant;
        this.yields = yields;
    }

    // ---- FAULT 12

    /// Installs a mapping of guest page 0, with mmu_lock held for read. If somebody else comes first, it leaves it at that: the guest
    /// faults again.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "kvm_tdp_mmu_map", commit = "v6.9")
    void kvm_tdp_mmu_map(KvmMmuPage root, int new_spte) {
        rcu_read_lock();
        PageTable table = rcu_dereference(root.spte);
        if (table == null) {
            table = tdp_mmu_link_sp(root);
        } else if (table == arch.frozen) {
            table = null;
        }
        if (table != null) {
            tdp_mmu_map_handle_target_level(table, new_spte);
        }
        rcu_read_unlock();
    }

    /// The new page table, or none if somebody else has linked one.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_link_sp", commit = "v6.9")
    private @Nullable PageTable tdp_mmu_link_sp(KvmMmuPage root) {
        PageTable sp = arch.tables.alloc();
        BUG_ON(sp == null); // the world has too few
        if (mutant == Mutant.PLAIN_LINK) {
            WRITE_ONCE(root.spte, sp);
            return sp;
        }
        if (cmpxchg(root.spte, null, sp) != null) {
            arch.tables.free(sp);
            return null;
        }
        return sp;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_map_handle_target_level", commit = "v6.9")
    private void tdp_mmu_map_handle_target_level(PageTable table, int new_spte) {
        int old_spte = READ_ONCE(table.spte);
        if (old_spte == Spte.FROZEN || old_spte == new_spte) {
            return;
        }
        if (cmpxchg(table.spte, old_spte, new_spte) == old_spte) {
            handle_changed_spte(old_spte, new_spte);
        }
    }

    /// 4.6: a present leaf never turns into one of another page at once.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "handle_changed_spte", commit = "v6.9")
    private static void handle_changed_spte(int old_spte, int new_spte) {
        BUG_ON(Spte.is_present(old_spte)
                && Spte.is_present(new_spte)
                && Spte.frame(old_spte) != Spte.frame(new_spte));
    }

    // ---- ZAP 12

    /// Zaps an invalid root, with mmu_lock held for read: first all leaves, then the page tables.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_zap_root", commit = "v6.9")
    void tdp_mmu_zap_root(KvmMmuPage root) {
        rcu_read_lock();
        zap_leaf_level(root);
        zap_root_level(root);
        rcu_read_unlock();
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "__tdp_mmu_zap_root", commit = "v6.9")
    private void zap_leaf_level(KvmMmuPage root) {
        tdp_mmu_iter_cond_resched_read();
        PageTable table = rcu_dereference(root.spte);
        if (table == null || table == arch.frozen) {
            return;
        }
        int old_spte = READ_ONCE(table.spte);
        while (Spte.is_present(old_spte) && cmpxchg(table.spte, old_spte, Spte.NONE) != old_spte) {
            old_spte = READ_ONCE(table.spte);
        }
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "__tdp_mmu_zap_root", commit = "v6.9")
    private void zap_root_level(KvmMmuPage root) {
        tdp_mmu_iter_cond_resched_read();
        PageTable table = rcu_dereference(root.spte);
        while (table != null && table != arch.frozen) {
            if (cmpxchg(root.spte, table, null) == table) {
                handle_removed_pt(table);
                return;
            }
            table = rcu_dereference(root.spte);
        }
    }

    /// A page table that is linked nowhere any more: its entries are frozen, so that whoever still walks it installs nothing.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "handle_removed_pt", commit = "v6.9")
    private void handle_removed_pt(PageTable table) {
        while (xchg(table.spte, Spte.FROZEN) == Spte.FROZEN) {
            cpu_relax();
        }
        tdp.call_rcu(table);
    }

    /// Drops mmu_lock, if it is contended. The kernel holds it for read or write; here each has its own method.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_iter_cond_resched", commit = "v6.9")
    private void tdp_mmu_iter_cond_resched_read() {
        if (yields && choose(2) == 1) {
            rcu_read_unlock();
            read_unlock(arch.kvm.mmu_lock);
            read_lock(arch.kvm.mmu_lock);
            rcu_read_lock();
        }
    }

    // ---- UNMAP

    /// Zaps the leaf of guest page 0 in every root, with mmu_lock held for write; whether TLBs must be flushed.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "kvm_tdp_mmu_unmap_gfn_range", commit = "v6.9")
    boolean kvm_tdp_mmu_unmap_gfn_range(boolean may_block) {
        boolean only_valid = mutant == Mutant.UNMAP_VALID_ROOTS;
        boolean flush = false;
        KvmMmuPage root = tdp.tdp_mmu_next_root(null, only_valid);
        while (root != null) {
            flush = tdp_mmu_zap_leafs(root, may_block, flush);
            root = tdp.tdp_mmu_next_root(root, only_valid);
        }
        return flush;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_zap_leafs", commit = "v6.9")
    private boolean tdp_mmu_zap_leafs(KvmMmuPage root, boolean may_block, boolean flush) {
        rcu_read_lock();
        boolean flush_due = may_block ? tdp_mmu_iter_cond_resched_write(flush) : flush;
        PageTable table = rcu_dereference(root.spte);
        if (table != null && table != arch.frozen && Spte.is_present(READ_ONCE(table.spte))) {
            WRITE_ONCE(table.spte, Spte.NONE);
            flush_due = true;
        }
        rcu_read_unlock();
        return flush_due;
    }

    /// Flushes before it drops the lock; whether a flush is still due.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_iter_cond_resched", commit = "v6.9")
    private boolean tdp_mmu_iter_cond_resched_write(boolean flush) {
        if (!yields || choose(2) == 0) {
            return flush;
        }
        if (flush) {
            requests.kvm_make_all_cpus_request(VcpuRequests.KVM_REQ_TLB_FLUSH);
        }
        rcu_read_unlock();
        lockdep_assert_held_write(arch.kvm.mmu_lock);
        write_unlock(arch.kvm.mmu_lock);
        write_lock(arch.kvm.mmu_lock);
        rcu_read_lock();
        return false;
    }

    // ---- DIRTYLOG

    /// Takes the permission to write away in all valid roots, with mmu_lock held for read.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "kvm_tdp_mmu_wrprot_slot", commit = "v6.9")
    void kvm_tdp_mmu_wrprot_slot() {
        KvmMmuPage root = tdp.tdp_mmu_next_root(null, true);
        while (root != null) {
            wrprot_gfn_range(root);
            root = tdp.tdp_mmu_next_root(root, true);
        }
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "wrprot_gfn_range", commit = "v6.9")
    private void wrprot_gfn_range(KvmMmuPage root) {
        rcu_read_lock();
        tdp_mmu_iter_cond_resched_read();
        PageTable table = rcu_dereference(root.spte);
        if (table != null && table != arch.frozen) {
            int old_spte = READ_ONCE(table.spte);
            while (Spte.is_writable(old_spte)
                    && cmpxchg(table.spte, old_spte, Spte.write_protected(old_spte)) != old_spte) {
                old_spte = READ_ONCE(table.spte);
            }
        }
        rcu_read_unlock();
    }
}
