package overtake.kvm.machinery;

import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.Params;
import overtake.kvm.HostRange;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.KvmMemslots;
import overtake.kvm.KvmVcpu;
import overtake.kvm.MemslotBlocking;
import overtake.kvm.MemslotIoctl;
import overtake.kvm.MmStruct;
import overtake.kvm.MmuNotifier;
import overtake.kvm.NoGpcs;
import overtake.kvm.PageMigration;
import overtake.kvm.mmu.FlatMmu;
import overtake.kvm.mmu.FlatVcpu;
import overtake.kvm.mmu.PageFault;
import overtake.kvm.mmu.Remap;
import overtake.kvm.vcpu.GuestEntry;
import overtake.kvm.vcpu.VcpuRequests;
import overtake.kvm.vcpu.VcpuRun;

/// The machinery that all systems share: mmu_notifier, page faults with retry, memslot updates, requests and kicks (brief, section 1).
///
/// Guest frames 0 and 1 are the user addresses 0 and 1, by one slot or by two. vCPU number i touches frame i modulo the number of addresses.
public record Machinery(
        @Param(value = "1", max = 3, meaning = "vCPUs that run the guest") int vcpus,
        @Param(value = "2", min = 1, max = 4, meaning = "tries of each vCPU to enter the guest") int entries,
        @Param(value = "1", min = 1, max = 3, meaning = "touches of guest memory in one entry") int accesses,
        @Param(value = "1", min = 1, max = 2, meaning = "user addresses, which are guest frames as well") int addresses,
        @Param(value = "1", min = 1, max = 2, meaning = "memslots that cover the addresses") int slots,
        @Param(value = "1", max = 3, meaning = "notifiers that move the page of user address 0") int invalidations,
        @Param(value = "0", max = 3, meaning = "notifiers that move the page of user address 1") int invalidationsElsewhere,
        @Param(value = "false", meaning = "the first notifier's range covers both addresses") boolean wide,
        @Param(value = "true", meaning = "ranges are blockable: the walk may drop mmu_lock") boolean blockable,
        @Param(value = "never", meaning = "whether a walk that may block drops mmu_lock") FlatMmu.Yield yields,
        @Param(value = "x86", meaning = "the code of page faults and of guest entry") PageFault.Form form,
        @Param(value = "mmu-lock", meaning = "the lock of the retry check and the SPTE") FlatMmu.Locking locking,
        @Param(value = "none", meaning = "what an ioctl does to the slot of address 0") SlotUpdate slotUpdate,
        @Param(value = "rcuwait", meaning = "what keeps memslots from changing during an invalidation") MemslotBlocking blocking,
        @Param(value = "false", meaning = "user space remaps address 0 with other VMA flags") boolean remap,
        @Param(value = "false", meaning = "an agent makes a request with a payload") boolean request,
        @Param(value = "false", meaning = "two more invalidations, with a lock of host mm between them") boolean pseudoLock,
        @Param(value = "smp-mb", meaning = "what orders a request before the look at the mode") VcpuRequests.Barrier requestBarrier,
        @Param(value = "none", meaning = "a change of the code") Mutant mutant)
        implements ModelWorld {

    public Machinery {
        boolean second = slots == 2 || wide || invalidationsElsewhere > 0;
        Params.require(
                addresses == 2 || !second, "addresses = 1",
                "slots = 2, wide and invalidations-elsewhere need a second user address", "addresses = 2");
        Params.require(!wide || invalidations > 0, "wide = true", "there is no notifier", "invalidations = 1 or more");
        Params.require(!remap || form == PageFault.Form.ARM64, "remap = true", "no other code reads the VMA",
                "form = arm64");
        Params.require(!request || vcpus > 0, "request = true", "there is no vCPU to ask", "vcpus = 1 or more");
        Params.require(
                blocking == MemslotBlocking.RCUWAIT || slotUpdate != SlotUpdate.NONE, Params.is("blocking", blocking),
                "no memslot changes", "slot-update = delete, move or flags");
        boolean invalidates = invalidations + invalidationsElsewhere > 0 || remap || pseudoLock;
        mutant.check(form, slotUpdate, blocking, vcpus > 0, invalidates);
    }

    @Override
    public void compose(Composition composition) {
        var mm = new MmStruct(addresses, invalidations + invalidationsElsewhere + (remap ? 1 : 0));
        var slot = new KvmMemorySlot(0, slots == 2 ? 1 : addresses, 0, 0);
        var other = slots == 2 ? new KvmMemorySlot(1, 1, 1, 0) : null;
        var kvmVcpus = KvmVcpu.several(vcpus, addresses);
        var kvm = slotUpdate == SlotUpdate.NONE
                ? new Kvm(mm, new KvmMemslots(false, slot, other), kvmVcpus)
                : Kvm.changing(mm, slot, other, blocking, kvmVcpus);
        var requests = new VcpuRequests(kvm, requestBarrier);
        var mmu = new FlatMmu(kvm, requests, addresses, yields, locking);
        var notifier = new MmuNotifier(kvm, new NoGpcs(), mmu, mutant.ofNotifier());

        composition.shared("kvm", kvm);
        composition.shared("mmu", mmu);
        properties(composition, kvm, mmu);
        vcpus(composition, kvm, mmu, requests);
        notifiers(composition, kvm, mmu, notifier);
        if (slotUpdate != SlotUpdate.NONE) {
            composition.agent(
                    "memslot-ioctl",
                    new MemslotIoctl(kvm, mmu, 0, slot, slotUpdate.changed(slot), mutant.ofMemslots()));
        }
        if (remap) {
            composition.agent("remap", new Remap(kvm, notifier, mm.target(invalidations + invalidationsElsewhere), 1));
        }
        if (pseudoLock) {
            var p = new PseudoLock();
            composition.shared("p", p);
            composition.agent("task-a", new TakesPseudoLock(p, notifier, false));
            composition.agent("task-b", new TakesPseudoLock(p, notifier, true));
        }
        if (request) {
            composition.agent("requester", new Requester(kvmVcpus, requests));
        }
    }

    private void properties(Composition composition, Kvm kvm, FlatMmu mmu) {
        composition.atTheEnd("none-in-progress", new NoneInProgress(kvm));
        if (slotUpdate == SlotUpdate.NONE) {
            for (int i = 0; i < addresses; i++) {
                composition.atTheEnd(Composition.numbered("spte-is-mapped", i),
                        new SpteIsMapped(mmu.sptes[i], kvm.mm.pte_offset(i)));
            }
        }
    }

    private void vcpus(Composition composition, Kvm kvm, FlatMmu mmu, VcpuRequests requests) {
        var fault = new PageFault(kvm, mmu, form, mutant.ofFault());
        var entry = form == PageFault.Form.X86 ? GuestEntry.X86 : GuestEntry.ARM64;
        for (int i = 0; i < vcpus; i++) {
            var arch = new FlatVcpu(kvm, mmu, fault, requests, i % addresses, accesses, request);
            composition.agent("vcpu" + i, new VcpuRun(kvm, kvm.vcpus[i], arch, entry, entries));
        }
    }

    private void notifiers(Composition composition, Kvm kvm, FlatMmu mmu, MmuNotifier notifier) {
        var judge = new NoSpte(mmu, slotUpdate == SlotUpdate.NONE);
        for (int i = 0; i < invalidations; i++) {
            var range = new HostRange(0, wide && i == 0 ? 2 : 1, blockable);
            composition.agent(
                    Composition.numbered("notifier", i),
                    new PageMigration(kvm, notifier, 0, kvm.mm.target(i), range, judge));
        }
        for (int i = 0; i < invalidationsElsewhere; i++) {
            var range = new HostRange(1, 2, blockable);
            composition.agent(
                    Composition.numbered("notifier-elsewhere", i),
                    new PageMigration(kvm, notifier, 1, kvm.mm.target(invalidations + i), range, judge));
        }
    }
}
