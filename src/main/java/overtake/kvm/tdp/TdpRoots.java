package overtake.kvm.tdp;

import java.util.Arrays;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.Pool;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.KvmMemslots;
import overtake.kvm.KvmVcpu;
import overtake.kvm.MemslotBlocking;
import overtake.kvm.MemslotIoctl;
import overtake.kvm.MmStruct;
import overtake.kvm.MmuNotifier;
import overtake.kvm.NoGpcs;
import overtake.kvm.NoJudge;
import overtake.kvm.PageMigration;
import overtake.kvm.vcpu.VcpuRequests;

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

    public TdpRoots {
        if (roles > vcpus) {
            throw new IllegalArgumentException("roles = " + roles + ": there are " + vcpus + " vCPUs to use them");
        }
        if (guestsSlot && deletions == 0) {
            throw new IllegalArgumentException(
                    "guests-slot = true: nothing is deleted; expected deletions = 1 or more");
        }
        if (guestsSlot && dirtyToggles > 0) {
            throw new IllegalArgumentException(
                    "guests-slot = true: the slot that is deleted cannot have dirty logging; expected dirty-toggles = 0");
        }
        if (!slotsLocked && deletions < 2) {
            throw new IllegalArgumentException(
                    "slots-locked = false: it is the second deletion that does not lock; expected deletions = 2");
        }
        if (!touches && (guestsSlot || invalidations > 0 || dirtyToggles > 0)) {
            throw new IllegalArgumentException(
                    "touches = false: guests-slot, invalidations and dirty-toggles need a guest that touches its page");
        }
        mutant.check(variant, touches, deletions, invalidations);
    }

    @Override
    public void compose(Composition composition) {
        boolean slotsChange = guestsSlot || dirtyToggles > 0;
        var mm = new MmStruct(1, invalidations);
        var slot = new KvmMemorySlot(0, 1, 0, 0);
        var cpus = new KvmVcpu[vcpus];
        Arrays.setAll(cpus, _ -> new KvmVcpu(0));
        var kvm = slotsChange
                ? new Kvm(mm, new KvmMemslots(true, slot, null), new KvmMemslots(true, slot, null),
                        MemslotBlocking.RCUWAIT, cpus)
                : new Kvm(mm, KvmMemslots.fixed(slot), cpus);
        var arch = arch(kvm);
        composition.shared("kvm", kvm);
        composition.shared("arch", arch);
        properties(composition, arch);
        for (int i = 0; i < vcpus; i++) {
            composition.shared("vcpu" + i, kvm.vcpus[i]);
            composition.shared("mmu" + i, arch.vcpus[i]);
            vcpu(composition, arch, i);
        }
        for (int i = 0; i < deletions; i++) {
            composition.agent(numbered("delete", i), deletion(arch, slot, i));
        }
        for (int i = 0; i < invalidations; i++) {
            var cpu = new Cpu(arch, true);
            var notifier = new MmuNotifier(kvm, new NoGpcs(), cpu.mmu, MmuNotifier.Mutant.NONE);
            var migration = new PageMigration(kvm, notifier, 0, mm.target(i), new NoJudge());
            composition.agent(numbered("notifier", i), new TdpAgents.MovePage(migration, cpu.tdp));
        }
        if (dirtyToggles > 0) {
            var logged = new KvmMemorySlot(0, 1, 0, KvmMemorySlot.KVM_MEM_LOG_DIRTY_PAGES);
            var ioctl = new MemslotIoctl(kvm, new Cpu(arch, true).mmu, 0, slot, logged, MemslotIoctl.Mutant.NONE);
            composition.agent("dirty-log", new TdpAgents.LogGuestsSlot(arch, ioctl));
        }
        if (mutant == Mutant.SCHEDULED_BY_ANOTHER) {
            composition.agent("scheduler", new TdpAgents.ScheduleAllRoots(new Cpu(arch, false).zap));
        }
    }

    private void vcpu(Composition composition, KvmArch arch, int number) {
        var cpu = new Cpu(arch, true);
        composition.agent(
                "vcpu" + number,
                new VcpuRun(
                        arch, arch.vcpus[number], cpu.requests, cpu.tdp, cpu.sptes, variant, mutant, checked, entries,
                        touches, cpuidUpdate && number == 0));
    }

    private Agent deletion(KvmArch arch, KvmMemorySlot slot, int number) {
        boolean locked = slotsLocked || number == 0;
        var mmu = new Cpu(arch, locked).mmu;
        if (guestsSlot && number == 0) {
            var ioctl = new MemslotIoctl(arch.kvm, mmu, 0, slot, null, MemslotIoctl.Mutant.NONE);
            return new TdpAgents.DeleteGuestsSlot(arch, ioctl);
        }
        return new TdpAgents.DeleteOtherSlot(arch.kvm, mmu, slot, locked);
    }

    /// The code of the TDP MMU as one CPU executes it: what is given to call_rcu differs.
    private final class Cpu {
        private final VcpuRequests requests;
        private final TdpMmu tdp;
        private final TdpSptes sptes;
        private final TdpZap zap;
        private final TdpArchMmu mmu;

        private Cpu(KvmArch arch, boolean slots_locked) {
            requests = new VcpuRequests(arch.kvm, VcpuRequests.Barrier.SMP_MB);
            tdp = new TdpMmu(arch, variant, mutant, checked);
            sptes = new TdpSptes(arch, tdp, requests, mutant, yields);
            zap = new TdpZap(arch, tdp, sptes, requests, mutant, zapFlush, slots_locked, checked);
            mmu = new TdpArchMmu(arch, tdp, sptes, zap, requests);
        }
    }

    private KvmArch arch(Kvm kvm) {
        var all = new TdpVcpu[vcpus];
        for (int i = 0; i < vcpus; i++) {
            all[i] = new TdpVcpu(kvm.vcpus[i], 1 + i % roles | KvmMmuPage.DIRECT);
        }
        var page0 = kvm.mm.pte0.page;
        var page1 = invalidations > 0 ? kvm.mm.target(0) : page0;
        var page2 = invalidations > 1 ? kvm.mm.target(1) : page1;
        int roots = roles * (deletions + 1) + vcpus - 1;
        int tables = touches ? roots + vcpus : 0;
        var poison = new Pool<>(mutant == Mutant.LIST_DEL ? 1 : 0, _ -> new KvmMmuPage());
        return new KvmArch(kvm, all, page0, page1, page2, roots, tables, poison);
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
        if (checked.includes(Checked.COUNTS_ADD_UP)) {
            composition.atTheEnd("counts-add-up", new RootProperties.CountsAddUp(arch, roots));
        }
        if (invalidations > 0 && checked.includes(Checked.NO_MAPPING_OF_FREED_PAGE)) {
            composition.always("no-mapping-of-freed-page", new RootProperties.NoMappingOfFreedPage(arch, tables));
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
