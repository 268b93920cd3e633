package overtake.kvm.tdp;

import static overtake.kernel.Kernel.ghost_held;
import static overtake.kernel.Kernel.ghost_held_write;

import overtake.kernel.StateProperty;

/// Invariants of section 4.4 that concern what several agents share. Each is one of all states, unless it says otherwise.
final class RootProperties {
    private RootProperties() {}

    /// I1.1: outside critical sections of tdp_mmu_pages_lock, no two valid roots have the same role. Whether they are on the list makes no
    /// difference: a root is allocated by who adds it.
    static final class OneValidRootPerRole implements StateProperty {
        private final KvmArch arch;
        private final KvmMmuPage[] roots;

        OneValidRootPerRole(KvmArch arch, KvmMmuPage[] roots) {
            this.arch = arch;
            this.roots = roots;
        }

        @Override
        public boolean holds() {
            for (int i = 1; i < roots.length; i++) {
                for (int j = 0; j < i; j++) {
                    if (is_valid(roots[i]) && is_valid(roots[j]) && roots[i].role == roots[j].role) {
                        return ghost_held(arch.tdp_mmu_pages_lock);
                    }
                }
            }
            return true;
        }

        private boolean is_valid(KvmMmuPage root) {
            return arch.roots.ghost_allocated(root) && root.role != 0 && !KvmMmuPage.invalid(root.role);
        }
    }

    /// I1.2, the inductive form: outside critical sections of mmu_lock for write, a root that is scheduled to be zapped is invalid.
    static final class ScheduledIsInvalid implements StateProperty {
        private final KvmArch arch;
        private final KvmMmuPage[] roots;

        ScheduledIsInvalid(KvmArch arch, KvmMmuPage[] roots) {
            this.arch = arch;
            this.roots = roots;
        }

        @Override
        public boolean holds() {
            for (KvmMmuPage root : roots) {
                if (arch.roots.ghost_allocated(root)
                        && root.tdp_mmu_scheduled_root_to_zap != 0
                        && root.role != 0
                        && !KvmMmuPage.invalid(root.role)) {
                    return ghost_held_write(arch.kvm.mmu_lock);
                }
            }
            return true;
        }
    }

    /// I1.4 when everything has ended: a root has a reference for every vCPU that has loaded it, and one more as long as it is valid; and it
    /// would have been freed if it had none.
    static final class CountsAddUp implements StateProperty {
        private final KvmArch arch;
        private final KvmMmuPage[] roots;

        CountsAddUp(KvmArch arch, KvmMmuPage[] roots) {
            this.arch = arch;
            this.roots = roots;
        }

        @Override
        public boolean holds() {
            for (KvmMmuPage root : roots) {
                if (arch.roots.ghost_allocated(root)) {
                    int count = users(arch, root) + (KvmMmuPage.invalid(root.role) ? 0 : 1);
                    if (root.tdp_mmu_root_count != count || count == 0) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /// I1.7: no page table maps a page that the host has freed, which it does after START has returned.
    static final class NoMappingOfFreedPage implements StateProperty {
        private final KvmArch arch;
        private final PageTable[] tables;

        NoMappingOfFreedPage(KvmArch arch, PageTable[] tables) {
            this.arch = arch;
            this.tables = tables;
        }

        @Override
        public boolean holds() {
            for (PageTable table : tables) {
                if (arch.tables.ghost_allocated(table)
                        && Spte.is_present(table.spte)
                        && !arch.kvm.mm.pages.ghost_allocated(arch.pfn_to_page(Spte.frame(table.spte)))) {
                    return false;
                }
            }
            return true;
        }
    }

    /// I1.9 when everything has ended: a page table hangs below a root, or is freed.
    static final class NoLostTable implements StateProperty {
        private final KvmArch arch;
        private final KvmMmuPage[] roots;
        private final PageTable[] tables;

        NoLostTable(KvmArch arch, KvmMmuPage[] roots, PageTable[] tables) {
            this.arch = arch;
            this.roots = roots;
            this.tables = tables;
        }

        @Override
        public boolean holds() {
            for (PageTable table : tables) {
                if (arch.tables.ghost_allocated(table) && !is_linked(table)) {
                    return false;
                }
            }
            return true;
        }

        private boolean is_linked(PageTable table) {
            for (KvmMmuPage root : roots) {
                if (arch.roots.ghost_allocated(root) && root.spte == table) {
                    return true;
                }
            }
            return false;
        }
    }

    private static int users(KvmArch arch, KvmMmuPage root) {
        int users = 0;
        for (TdpVcpu vcpu : arch.vcpus) {
            users += vcpu.root == root ? 1 : 0;
        }
        return users;
    }
}
