package overtake.kvm.aging;

import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.Params;

/// System S4 on x86 with TDP: aging of SPTEs without mmu_lock (b146a9b34aed and its neighbours, v6.15), beside everything that changes the same SPTE.
///
/// One guest page, one root, one page table with one leaf; the hardware's page walker and the TLB of each CPU belong to the vCPU agents.
public record LocklessAging(
        @Param(value = "1", max = 2, meaning = "agers without mmu_lock") int agers,
        @Param(value = "false", meaning = "the agers only ask, and clear nothing") boolean testOnly,
        @Param(value = "true", meaning = "hardware sets A and D; if not, SPTEs are access-tracked") boolean adEnabled,
        @Param(value = "1", max = 2, meaning = "vCPUs that touch the guest page") int vcpus,
        @Param(value = "1", min = 1, max = 4, meaning = "how often each vCPU touches it") int accesses,
        @Param(value = "write", meaning = "how") GuestVcpu.Access access,
        @Param(value = "2", max = 8, meaning = "faults in vain after which a vCPU gives up an access") int faults,
        @Param(value = "writable", meaning = "the SPTE at the start") Start start,
        @Param(value = "0", max = 2, meaning = "notifiers that take the page away from under the guest") int invalidations,
        @Param(value = "none", meaning = "what an agent does with mmu_lock held for write") LockHolder.Operation holder,
        @Param(value = "as-merged", meaning = "which SPTEs a holder of the write lock exchanges") LockHolder.Atomic atomic,
        @Param(value = "none", meaning = "what an agent zaps with mmu_lock held for read") ReadLockZap.Target readLockZap,
        @Param(value = "true", meaning = "FROZEN_SPTE contains the Accessed bits (0x5a0); if not, 0x498") boolean frozenHasA,
        @Param(value = "false", meaning = "a memslot goes: the root becomes invalid and is zapped") boolean rootZap,
        @Param(value = "0", max = 2, meaning = "how often userspace asks for written pages") int harvests,
        @Param(value = "none", meaning = "a change of the ager") Mutant mutant,
        @Param(value = "all", meaning = "which properties are checked") Checked checked)
        implements ModelWorld {

    /// The SPTE at the start; it is present in any case, and MMU-writable but for the last.
    public enum Start {
        /// Young, and written to.
        WRITABLE,
        /// Young and writable, but not written to: D is clear. With A/D bits only.
        CLEAN,
        /// Young, but W was taken away to hear of the next write.
        WRITE_PROTECTED,
        /// Old: aged before. Access-tracked without A/D bits.
        OLD,
        /// Young, and not MMU-writable: a write takes the slow path of the page fault.
        READ_ONLY
    }

    public LocklessAging {
        String change = Params.is("mutant", mutant);
        Params.require(
                harvests == 0 || invalidations == 0, "harvests = " + harvests,
                "userspace copies the page that the host had first", "invalidations = 0, or harvests = 0");
        Params.require(
                !rootZap || readLockZap == ReadLockZap.Target.NONE, "root-zap = true",
                "it and read-lock-zap both free the page table", "read-lock-zap = none, or root-zap = false");
        Params.require(
                adEnabled || start != Start.CLEAN, "start = clean", "without A/D bits there is no D to be clear",
                "ad-enabled = true, or start = writable, write-protected, old or read-only");
        Params.require(
                !adEnabled || mutant != Mutant.IGNORE_FAILURE && !clearsPermissions(mutant), change,
                "with A/D bits the ager clears A and makes nothing access-tracked", "ad-enabled = false");
        Params.require(
                adEnabled || mutant != Mutant.AGE_CMPXCHG, change, "without A/D bits the ager uses cmpxchg already",
                "ad-enabled = true");
        Params.require(mutant == Mutant.NONE || agers > 0, change, "there is no ager to change", "agers = 1 or 2");
        boolean walk = mutant == Mutant.WALK_INVALID_ROOTS || mutant == Mutant.STALE_ROLE;
        Params.require(!walk || rootZap, change, "no root becomes invalid", "root-zap = true");
        boolean tracked = atomic == LockHolder.Atomic.ACCESS_TRACKED || atomic == LockHolder.Atomic.AD_ENABLED;
        Params.require(
                !tracked || !adEnabled, Params.is("atomic", atomic), "it is about SPTEs without A/D bits",
                "ad-enabled = false, or atomic = as-merged or none");
        boolean holds = holder != LockHolder.Operation.NONE || invalidations > 0;
        Params.require(
                atomic == LockHolder.Atomic.AS_MERGED || holds, Params.is("atomic", atomic),
                "nobody holds mmu_lock for write", "holder = age or write-protect, or invalidations = 1 or 2");
    }

    private static boolean clearsPermissions(Mutant mutant) {
        return mutant == Mutant.CLEAR_RWX || mutant == Mutant.CLEAR_AND_SAVE_RWX;
    }

    @Override
    public void compose(Composition composition) {
        int frozen = frozenHasA ? AgedVm.FROZEN_WITH_ACCESSED_BITS : AgedVm.FROZEN_WITHOUT_ACCESSED_BITS;
        var vm = new AgedVm(
                vcpus, invalidations, adEnabled, frozen, firstSpte(), rootZap,
                checked.includes(Checked.FREED_TABLE_IS_EMPTY));
        composition.shared("vm", vm);
        properties(composition, vm);
        var pageFault = new PageFault(vm);
        for (int i = 0; i < vcpus; i++) {
            composition.agent("vcpu" + i, new GuestVcpu(vm, vm.cpus[i], pageFault, accesses, access, faults));
        }
        for (int i = 0; i < agers; i++) {
            composition.agent(Composition.numbered("ager", i), new AgeGfn(vm, testOnly, mutant));
        }
        var lockHolder = new LockHolder(vm, holder, atomic);
        for (int i = 0; i < invalidations; i++) {
            composition.agent(Composition.numbered("notifier", i), new HostReclaim(vm, lockHolder, i + 1));
        }
        if (holder != LockHolder.Operation.NONE) {
            composition.agent("holder", lockHolder);
        }
        if (readLockZap != ReadLockZap.Target.NONE) {
            composition.agent("zapper", new ReadLockZap(vm, readLockZap, checked));
        }
        if (rootZap) {
            composition.agent("zapper", new RootZap(vm));
        }
        if (harvests > 0) {
            composition.agent("userspace", new DirtyLog(vm, harvests));
        }
    }

    private int firstSpte() {
        boolean written = start != Start.WRITE_PROTECTED && start != Start.READ_ONLY;
        int spte = Spte.make_spte(0, written, adEnabled);
        return switch (start) {
            case WRITABLE, WRITE_PROTECTED -> spte;
            case CLEAN -> spte & ~Spte.shadow_dirty_mask;
            case READ_ONLY -> spte & ~Spte.shadow_mmu_writable_mask;
            case OLD -> adEnabled ? spte & ~Spte.shadow_accessed_mask : Spte.mark_spte_for_access_track(spte);
        };
    }

    private void properties(Composition composition, AgedVm vm) {
        if (checked.includes(Checked.SPTE_MAPS_LIVE_PAGE)) {
            composition.always("spte-maps-live-page", new SpteMapsLivePage(vm));
        }
        for (int i = 0; i < vcpus; i++) {
            tlb(composition, vm, i, "no-stale-translation", Checked.NO_STALE_TRANSLATION);
            tlb(composition, vm, i, "no-unlogged-write", Checked.NO_UNLOGGED_WRITE);
            tlb(composition, vm, i, "dirty-is-kept", Checked.DIRTY_IS_KEPT);
        }
        if (harvests > 0 && checked.includes(Checked.NO_LOST_WRITE)) {
            composition.atTheEnd("no-lost-write", new NoLostWrite(vm));
        }
    }

    private void tlb(Composition composition, AgedVm vm, int cpu, String name, Checked aspect) {
        if (checked.includes(aspect)) {
            composition.always(Composition.numbered(name, cpu), new TlbIsKnown(vm, vm.cpus[cpu], aspect));
        }
    }
}
