package overtake.kvm.tdp;

import static overtake.kernel.Kernel.BUG_ON;
import static overtake.kernel.Kernel.KVM_BUG_ON;
import static overtake.kernel.Kernel.WARN_ON_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.atomic_inc;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.lockdep_assert_held;
import static overtake.kernel.Kernel.rcu_assign_pointer;
import static overtake.kernel.Kernel.rcu_dereference;
import static overtake.kernel.Kernel.rcu_read_lock;
import static overtake.kernel.Kernel.rcu_read_unlock;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.refcount_dec_and_test;
import static overtake.kernel.Kernel.refcount_inc_not_zero;
import static overtake.kernel.Kernel.refcount_set;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.synchronize_rcu;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import org.jspecify.annotations.Nullable;
import overtake.kernel.KernelSource;

/// The list of roots and their references (arch/x86/kvm/mmu/tdp_mmu.c), as one CPU executes it: LOAD, NEXT and PUT of the brief, 4.3.
final class TdpMmu {
    private final KvmArch arch;
    private final RcuCallbacks rcu = new RcuCallbacks();
    private final Variant variant;
    private final Mutant mutant;
    private final boolean ensure_empty;

    TdpMmu(KvmArch arch, Variant variant, Mutant mutant, Checked checked) {
        this.arch = arch;
        this.variant = variant;
        this.mutant = mutant;
        this.ensure_empty = checked.includes(Checked.FREED_ROOT_IS_EMPTY);
    }

    // ---- LOAD

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "kvm_tdp_mmu_alloc_root", commit = "dab285e4ec73, v6.9; before: v6.8")
    void kvm_tdp_mmu_alloc_root(TdpVcpu vcpu) {
        int role = vcpu.root_role;
        KvmMmuPage root;
        if (variant == Variant.BEFORE) {
            root = alloc_root_exclusively(role);
        } else if (mutant == Mutant.LOAD_WITHOUT_MMU_LOCK) {
            root = find_or_add_root(role);
        } else {
            read_lock(arch.kvm.mmu_lock); // LOAD 1
            root = find_or_add_root(role);
            read_unlock(arch.kvm.mmu_lock); // 8
        }
        rcu_do_batch();
        vcpu.root = root; // 9
    }

    private KvmMmuPage find_or_add_root(int role) {
        KvmMmuPage root = kvm_tdp_mmu_try_get_root(role); // 2
        if (root == null) {
            spin_lock(arch.tdp_mmu_pages_lock); // 3
            if (mutant != Mutant.NO_RECHECK) {
                root = find_root_by_hand(role); // 4
            }
            if (root == null) {
                root = tdp_mmu_alloc_root(role); // 5
                list_add_rcu(root); // 6
            }
            spin_unlock(arch.tdp_mmu_pages_lock); // 7
        }
        return root;
    }

    /// LOAD before the series: whoever finds no root looks again with mmu_lock held for write.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "kvm_tdp_mmu_alloc_root", commit = "v6.8")
    private KvmMmuPage alloc_root_exclusively(int role) {
        read_lock(arch.kvm.mmu_lock);
        KvmMmuPage root = kvm_tdp_mmu_try_get_root(role);
        read_unlock(arch.kvm.mmu_lock);
        if (root != null) {
            return root;
        }
        write_lock(arch.kvm.mmu_lock);
        root = kvm_tdp_mmu_try_get_root(role);
        if (root == null) {
            root = tdp_mmu_alloc_root(role);
            spin_lock(arch.tdp_mmu_pages_lock);
            list_add_rcu(root);
            spin_unlock(arch.tdp_mmu_pages_lock);
        }
        write_unlock(arch.kvm.mmu_lock);
        return root;
    }

    /// A reference to the valid root of this role, or none.
    private @Nullable KvmMmuPage kvm_tdp_mmu_try_get_root(int role) {
        KvmMmuPage root = tdp_mmu_next_root(null, true);
        while (root != null && root.role != role) {
            root = tdp_mmu_next_root(root, true);
        }
        return root;
    }

    /// Walks the list without references: who holds tdp_mmu_pages_lock keeps it as it is. An equal role word is that of a valid root, which
    /// has the TDP MMU's own reference. A link that leads nowhere is a finding, so nothing here tests for it.
    @SuppressWarnings("NullAway")
    private @Nullable KvmMmuPage find_root_by_hand(int role) {
        for (KvmMmuPage root = arch.tdp_mmu_roots.next; root != arch.tdp_mmu_roots; root = root.next) {
            if (root.role == role && !WARN_ON_ONCE(!kvm_tdp_mmu_get_root(root))) {
                return root;
            }
        }
        return null;
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_init_sp", commit = "v6.9")
    private KvmMmuPage tdp_mmu_alloc_root(int role) {
        KvmMmuPage root = arch.roots.alloc();
        BUG_ON(root == null); // the world has too few
        root.role = role;
        if (mutant == Mutant.WRITES_VALID_GEN) {
            root.tdp_mmu_scheduled_root_to_zap = 1;
        }
        refcount_set(root.tdp_mmu_root_count, mutant == Mutant.BORN_WITH_ONE ? 1 : 2);
        return root;
    }

    // ---- references

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.h", function = "kvm_tdp_mmu_get_root", commit = "v6.9")
    private static boolean kvm_tdp_mmu_get_root(KvmMmuPage root) {
        return refcount_inc_not_zero(root.tdp_mmu_root_count);
    }

    /// The root behind `prev`, or the first one, with a reference; the one on `prev` is put.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_next_root", commit = "v6.9")
    @Nullable
    KvmMmuPage tdp_mmu_next_root(@Nullable KvmMmuPage prev, boolean only_valid) {
        if (mutant != Mutant.LOAD_WITHOUT_MMU_LOCK) {
            lockdep_assert_held(arch.kvm.mmu_lock);
        }
        rcu_read_lock(); // NEXT 1
        KvmMmuPage next = list_next_or_null_rcu(prev == null ? arch.tdp_mmu_roots : prev); // 2
        while (next != null) {
            boolean wanted = !only_valid || !KvmMmuPage.invalid(next.role); // 3
            if (wanted && get_listed_root(next)) { // 4
                break;
            }
            next = list_next_or_null_rcu(next);
        }
        rcu_read_unlock(); // 5
        if (prev != null) {
            kvm_tdp_mmu_put_root(prev); // 6
        }
        return next;
    }

    private boolean get_listed_root(KvmMmuPage root) {
        if (mutant == Mutant.PLAIN_INC) {
            atomic_inc(root.tdp_mmu_root_count);
            return true;
        }
        return kvm_tdp_mmu_get_root(root);
    }

    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "kvm_tdp_mmu_put_root", commit = "v6.9")
    void kvm_tdp_mmu_put_root(KvmMmuPage root) {
        if (!refcount_dec_and_test(root.tdp_mmu_root_count)) { // PUT 1
            return;
        }
        KVM_BUG_ON(!KvmMmuPage.invalid(root.role)); // 2
        spin_lock(arch.tdp_mmu_pages_lock); // 3
        list_del_rcu(root);
        spin_unlock(arch.tdp_mmu_pages_lock);
        root.rcu_next = rcu.roots; // 4: call_rcu
        rcu.roots = root;
    }

    // ---- the list

    /// A link that leads nowhere is a finding, so nothing here tests for it.
    @SuppressWarnings("NullAway")
    @KernelSource(file = "include/linux/rculist.h", function = "list_add_rcu", commit = "v6.9")
    private void list_add_rcu(KvmMmuPage root) {
        KvmMmuPage first = arch.tdp_mmu_roots.next;
        root.next = first;
        root.prev = arch.tdp_mmu_roots;
        rcu_assign_pointer(arch.tdp_mmu_roots.next, root);
        first.prev = root;
    }

    /// A walker that stands on the root still finds its way on; after list_del it would not. A link that leads nowhere is a finding, so nothing here tests for it.
    @SuppressWarnings("NullAway")
    @KernelSource(file = "include/linux/rculist.h", function = "list_del_rcu", commit = "v6.9")
    private void list_del_rcu(KvmMmuPage root) {
        KvmMmuPage next = root.next;
        KvmMmuPage prev = root.prev;
        next.prev = prev;
        WRITE_ONCE(prev.next, next);
        if (mutant == Mutant.LIST_DEL) {
            root.next = arch.list_poison;
        }
    }

    @KernelSource(file = "include/linux/rculist.h", function = "list_next_or_null_rcu", commit = "v6.9")
    private @Nullable KvmMmuPage list_next_or_null_rcu(KvmMmuPage root) {
        KvmMmuPage next = rcu_dereference(root.next);
        return next == arch.tdp_mmu_roots ? null : next;
    }

    // ---- freeing

    /// Called without mmu_lock: frees what this CPU has given to call_rcu. In the kernel that happens at some later time, which to everybody else
    /// is the same as a CPU that waits here.
    @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "tdp_mmu_free_sp_rcu_callback", commit = "v6.9")
    void rcu_do_batch() {
        KvmMmuPage root = rcu.roots;
        PageTable table = rcu.tables;
        if (root == null && table == null) {
            return;
        }
        rcu.roots = null;
        rcu.tables = null;
        synchronize_rcu();
        while (root != null) {
            KvmMmuPage next = root.rcu_next;
            if (ensure_empty) {
                ensure("freed-root-is-empty", ghost(root.spte) == null);
            }
            arch.roots.free(root);
            root = next;
        }
        while (table != null) {
            PageTable next = table.rcu_next;
            arch.tables.free(table);
            table = next;
        }
    }

    /// Gives a page table that is linked nowhere any more to call_rcu.
    void call_rcu(PageTable table) {
        table.rcu_next = rcu.tables;
        rcu.tables = table;
    }
}
