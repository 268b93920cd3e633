package overtake.kvm.tdp;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.Params;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.KvmVcpu;
import overtake.kvm.MemslotIoctl;
import overtake.kvm.MmStruct;
import overtake.kvm.MmuNotifier;
import overtake.kvm.PageMigration;
import overtake.kvm.vcpu.GuestEntry;
import overtake.kvm.vcpu.VcpuRun;

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
        Params.require(
                roles <= vcpus, "roles = " + roles, "there are " + vcpus + " vCPUs to use them",
                "roles = 1, or vcpus = " + roles);
        Params.require(
                !guestsSlot || deletions > 0, "guests-slot = true", "nothing is deleted", "deletions = 1 or 2");
        Params.require(
                !guestsSlot || dirtyToggles == 0, "guests-slot = true",
                "the slot that is deleted cannot have dirty logging", "dirty-toggles = 0");
        Params.require(
                slotsLocked || deletions == 2, "slots-locked = false", "it is the second deletion that does not lock",
                "deletions = 2");
        Params.require(
                touches || !guestsSlot && invalidations == 0 && dirtyToggles == 0, "touches = false",
                "guests-slot, invalidations and dirty-toggles need a guest that touches its page", "touches = true");
        mutant.check(variant, touches, deletions, invalidations);
    }

    @Override
    public void compose(Composition composition) {
        boolean slotsChange = guestsSlot || dirtyToggles > 0;
        var mm = new MmStruct(1, invalidations);
        var slot = new KvmMemorySlot(0, 1, 0, 0);
        var cpus = KvmVcpu.several(vcpus, 0);
        var kvm = slotsChange ? Kvm.changing(mm, slot, null, cpus) : new Kvm(mm, slot, cpus);
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
            composition.agent(Composition.numbered("delete", i), deletion(arch, slot, i));
        }
        for (int i = 0; i < invalidations; i++) {
            var cpu = new TdpCpu(arch, code());
            var notifier = new MmuNotifier(kvm, cpu.mmu);
            var migration = new PageMigration(kvm, notifier, 0, mm.target(i));
            composition.agent(Composition.numbered("notifier", i), new TdpAgents.MovePage(migration, cpu.tdp));
        }
        if (dirtyToggles > 0) {
            var logged = new KvmMemorySlot(0, 1, 0, KvmMemorySlot.KVM_MEM_LOG_DIRTY_PAGES);
            var ioctl = new MemslotIoctl(kvm, new TdpCpu(arch, code()).mmu, 0, slot, logged);
            composition.agent("dirty-log", new TdpAgents.LogGuestsSlot(arch, ioctl));
        }
        if (mutant == Mutant.SCHEDULED_BY_ANOTHER) {
            composition.agent("scheduler", new TdpAgents.ScheduleAllRoots(new TdpCpu(arch, code(), false).zap));
        }
    }

    private void vcpu(Composition composition, KvmArch arch, int number) {
        var cpu = new TdpCpu(arch, code());
        composition.agent(
                "vcpu" + number,
                new VcpuRun(
                        arch.kvm, arch.kvm.vcpus[number],
                        new TdpGuest(arch, arch.vcpus[number], cpu, touches, cpuidUpdate && number == 0),
                        GuestEntry.X86_FOLDED_SRCU, entries));
    }

    private Agent deletion(KvmArch arch, KvmMemorySlot slot, int number) {
        boolean locked = slotsLocked || number == 0;
        var mmu = new TdpCpu(arch, code(), locked).mmu;
        if (guestsSlot && number == 0) {
            var ioctl = new MemslotIoctl(arch.kvm, mmu, 0, slot, null);
            return new TdpAgents.DeleteGuestsSlot(arch, ioctl);
        }
        return new TdpAgents.DeleteOtherSlot(arch.kvm, mmu, slot, locked);
    }

    private TdpCpu.Code code() {
        return new TdpCpu.Code(variant, mutant, checked, yields, zapFlush);
    }

    private KvmArch arch(Kvm kvm) {
        return new KvmArch(
                kvm, TdpVcpu.several(kvm.vcpus, roles), roots(), tables(), mutant == Mutant.LIST_DEL);
    }

    /// One for each role and each time that all are made anew, and what mutants add too many.
    private int roots() {
        return roles * (deletions + 1) + vcpus - 1;
    }

    private int tables() {
        return touches ? roots() + vcpus : 0;
    }

    private void properties(Composition composition, KvmArch arch) {
        if (checked.includes(Checked.ONE_VALID_ROOT_PER_ROLE)) {
            composition.always("one-valid-root-per-role", new RootProperties.OneValidRootPerRole(arch));
        }
        if (checked.includes(Checked.SCHEDULED_IS_INVALID)) {
            composition.always("scheduled-is-invalid", new RootProperties.ScheduledIsInvalid(arch));
        }
        if (checked.includes(Checked.COUNTS_ADD_UP)) {
            composition.atTheEnd("counts-add-up", new RootProperties.CountsAddUp(arch));
        }
        if (checked.includes(Checked.OBSOLETE_ROOT_HAS_REQUEST)) {
            composition.atTheEnd("obsolete-root-has-request", new RootProperties.ObsoleteRootHasRequest(arch));
        }
        if (invalidations > 0 && checked.includes(Checked.NO_MAPPING_OF_FREED_PAGE)) {
            composition.always("no-mapping-of-freed-page", new RootProperties.NoMappingOfFreedPage(arch));
        }
        if (touches && checked.includes(Checked.NO_LOST_TABLE)) {
            composition.atTheEnd("no-lost-table", new RootProperties.NoLostTable(arch));
        }
    }
}
