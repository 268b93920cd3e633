package overtake.kvm.tdp;

import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.Pool;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemslots;
import overtake.kvm.MmStruct;

/// System S1: roots of the TDP MMU are allocated and freed with mmu_lock held for read (dab285e4ec73, 576a15de8d29, v6.9).
///
/// One guest page, behind user address 0. vCPU number i has role number i modulo the number of roles.
public record TdpRoots(
        @Param(value = "2", min = 1, max = 4, meaning = "vCPUs") int vcpus,
        @Param(value = "1", min = 1, max = 2, meaning = "roles; vCPU number i uses role i modulo this") int roles,
        @Param(value = "2", min = 1, max = 6, meaning = "tries of each vCPU to enter the guest") int entries,
        @Param(value = "true", meaning = "the guest writes to its page: page faults, page tables, TLBs") boolean touches,
        @Param(value = "1", max = 2, meaning = "ioctls that delete a memslot, and thereby zap all roots") int deletions,
        @Param(value = "false", meaning = "the first of them deletes the guest's slot") boolean guestsSlot,
        @Param(value = "0", max = 2, meaning = "notifiers that move the guest's page") int invalidations,
        @Param(value = "0", max = 1, meaning = "ioctls that turn dirty logging on") int dirtyToggles,
        @Param(value = "false", meaning = "walks may find mmu_lock contended and drop it") boolean yields,
        @Param(value = "false", meaning = "TLBs are flushed after a root has been zapped; v6.9 does not") boolean zapFlush,
        @Param(value = "true", meaning = "every ioctl holds slots_lock; if not, the second deletion does not") boolean slotsLocked,
        @Param(value = "false", meaning = "userspace changes the CPUID of the first vCPU") boolean cpuidUpdate,
        @Param(value = "fixed", meaning = "which code runs") Variant variant,
        @Param(value = "none", meaning = "a change of that code") Mutant mutant,
        @Param(value = "all", meaning = "which properties are checked") Checked checked)
        implements ModelWorld {

    @Override
    public void compose(Composition composition) {
        boolean slotsChange = guestsSlot && deletions > 0 || dirtyToggles > 0;
        var mm = new MmStruct(1, invalidations);
        var kvm = new Kvm(mm, new KvmMemslots(0, 0, 1, false), slotsChange);
        var arch = arch(kvm, mm);
        var requests = new Requests(arch.vcpus);
        composition.shared("kvm", kvm);
        composition.shared("arch", arch);
        properties(composition, arch);
        for (int i = 0; i < vcpus; i++) {
            composition.shared("vcpu" + i, arch.vcpus[i]);
            var tdp = new TdpMmu(arch, variant, mutant, checked);
            var sptes = new TdpSptes(arch, tdp, requests, mutant, yields);
            composition.agent(
                    "vcpu" + i,
                    new VcpuRun(
                            arch, arch.vcpus[i], tdp, sptes, variant, mutant, checked, entries, touches,
                            cpuidUpdate && i == 0));
        }
        var empty = new KvmMemslots(0, 0, 0, false);
        var invalid = new KvmMemslots(0, 0, 1, true);
        for (int i = 0; i < deletions; i++) {
            var tdp = new TdpMmu(arch, variant, mutant, checked);
            var sptes = new TdpSptes(arch, tdp, requests, mutant, yields);
            boolean locked = slotsLocked || i == 0;
            var zap = new TdpZap(arch, tdp, sptes, requests, mutant, zapFlush, locked, checked);
            composition.agent(
                    numbered("delete", i),
                    new MemslotDelete(arch, zap, locked, guestsSlot && i == 0, invalid, empty));
        }
        if (dirtyToggles > 0) {
            var tdp = new TdpMmu(arch, variant, mutant, checked);
            var sptes = new TdpSptes(arch, tdp, requests, mutant, yields);
            composition.agent("dirty-log", new DirtyLogIoctl(arch, tdp, sptes, requests));
        }
    }

    private KvmArch arch(Kvm kvm, MmStruct mm) {
        var all = new KvmVcpu[vcpus];
        for (int i = 0; i < vcpus; i++) {
            all[i] = new KvmVcpu(1 + i % roles | KvmMmuPage.DIRECT);
        }
        var page1 = invalidations > 0 ? mm.target(0) : mm.pte0.page;
        var page2 = invalidations > 1 ? mm.target(1) : page1;
        int roots = roles * (deletions + 1) + vcpus - 1;
        int tables = touches ? roots + vcpus : 0;
        var poison = new Pool<>(mutant == Mutant.LIST_DEL ? 1 : 0, _ -> new KvmMmuPage());
        return new KvmArch(kvm, all, mm.pte0.page, page1, page2, roots, tables, poison, new KvmMemslots(0, 0, 1, false));
    }

    private void properties(Composition composition, KvmArch arch) {
        var roots = arch.roots.objects().toArray(KvmMmuPage[]::new);
        var tables = arch.tables.objects().toArray(PageTable[]::new);
        if (checked.includes(Checked.ONE_VALID_ROOT_PER_ROLE)) {
            composition.always("one-valid-root-per-role", new RootProperties.OneValidRootPerRole(arch, roots));
        }
        if (checked.includes(Checked.SCHEDULED_IS_INVALID)) {
            composition.always("scheduled-is-invalid", new RootProperties.ScheduledIsInvalid(arch, roots));
        }
        if (checked.includes(Checked.COUNT_COVERS_USERS)) {
            composition.always("count-covers-users", new RootProperties.CountCoversUsers(arch, roots));
        }
        if (checked.includes(Checked.COUNTS_ADD_UP)) {
            composition.atTheEnd("counts-add-up", new RootProperties.CountsAddUp(arch, roots));
        }
        if (invalidations > 0 && checked.includes(Checked.NO_MAPPING_AFTER_UNMAP)) {
            composition.always("no-mapping-after-unmap", new RootProperties.NoMappingAfterUnmap(arch, tables));
        }
        if (touches && checked.includes(Checked.NO_LOST_TABLE)) {
            composition.atTheEnd("no-lost-table", new RootProperties.NoLostTable(arch, roots, tables));
        }
    }

    /// The first has the bare name, the second is number 2.
    private static String numbered(String name, int index) {
        return index == 0 ? name : name + (index + 1);
    }
}
