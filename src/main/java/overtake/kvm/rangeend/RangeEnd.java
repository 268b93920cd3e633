package overtake.kvm.rangeend;

import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kvm.GfnToPfnCache;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.KvmMemslots;
import overtake.kvm.MmStruct;
import overtake.kvm.MmuNotifier;
import overtake.kvm.NoMmu;
import overtake.kvm.PageMigration;

/// System S3: pfncaches are invalidated at the end of an invalidation, and refresh waits for that end (mail of 21 Aug 2024, patch 4 of 5).
///
/// One cache, of user address 0.
public record RangeEnd(
        @Param(value = "1", max = 3, meaning = "notifiers that move the page of the cache") int invalidations,
        @Param(value = "0", max = 3, meaning = "notifiers that move the page of another address") int invalidationsElsewhere,
        @Param(value = "1", min = 1, max = 3, meaning = "vCPUs that refresh and use the cache") int vcpus,
        @Param(value = "2", min = 1, max = 8, meaning = "refreshes in vain after which a vCPU gives up") int refreshes,
        @Param(value = "false", meaning = "the cache is valid at the start") boolean valid,
        @Param(value = "as-posted", meaning = "which code runs") Variant variant,
        @Param(value = "wait-queue", meaning = "how refresh waits for invalidations to end") WaitPolicy waiting,
        @Param(value = "false", meaning = "the vCPU and the notifier share one CPU without preemption") boolean oneCpu,
        @Param(value = "all", meaning = "which properties are checked") Checked checked,
        @Param(value = "none", meaning = "a change of the code") Mutant mutant)
        implements ModelWorld {

    public RangeEnd {
        if (oneCpu && (vcpus != 1 || invalidations != 1 || invalidationsElsewhere != 0)) {
            throw new IllegalArgumentException(
                    "one-cpu = true: expected vcpus = 1, invalidations = 1 and invalidations-elsewhere = 0");
        }
        if (oneCpu && waiting == WaitPolicy.HALT_POLL) {
            throw new IllegalArgumentException(
                    "one-cpu = true: expected waiting = busy-wait, cond-resched or wait-queue");
        }
        mutant.check(waiting);
    }

    @Override
    public void compose(Composition composition) {
        boolean elsewhere = invalidationsElsewhere > 0;
        var mm = new MmStruct(elsewhere ? 2 : 1, invalidations + invalidationsElsewhere);
        var kvm = new Kvm(mm, KvmMemslots.fixed(new KvmMemorySlot(0, 2, 0, 0)));
        var gpc = new GfnToPfnCache();
        gpc.active = true;
        gpc.valid = valid;
        gpc.needs_invalidation = valid;
        if (valid) {
            gpc.pfn = mm.pte_offset(0).page;
        }
        kvm.gpc_list = gpc;
        var cpu = new OneCpu(oneCpu, checked == Checked.ALL);
        var gpcWait = new GpcWait(
                kvm, cpu, waiting, mutant == Mutant.TEST_BEFORE_PREPARE, mutant == Mutant.TEST_UNLOCKED);
        var refresh = new RefreshV3(kvm, gpcWait, mutant, checked, 1 + rounds() * (invalidations + vcpus - 1));

        composition.shared("kvm", kvm);
        composition.shared("gpc", gpc);
        if (oneCpu) {
            composition.shared("cpu", cpu);
        }
        for (int i = 0; i < vcpus; i++) {
            composition.agent("vcpu" + i, new GpcUser(kvm, gpc, refresh, cpu, refreshes, checked));
        }
        boolean sleeps = waiting == WaitPolicy.WAIT_QUEUE || waiting == WaitPolicy.HALT_POLL;
        var caches = new InvalidateAtEnd(kvm, variant == Variant.START_TOO, sleeps);
        notifiers(composition, kvm, new MmuNotifier(kvm, caches, new NoMmu(), mutant.ofNotifier()), cpu);
    }

    /// How often one invalidation can clear the flag.
    private int rounds() {
        return variant == Variant.START_TOO ? 2 : 1;
    }

    private void notifiers(Composition composition, Kvm kvm, MmuNotifier notifier, OneCpu cpu) {
        for (int i = 0; i < invalidations; i++) {
            var target = kvm.mm.target(i);
            composition.agent(
                    numbered("notifier", i),
                    oneCpu
                            ? new MigrationOnCpu(kvm, notifier, cpu, target)
                            : new PageMigration(kvm, notifier, 0, target, new NoJudge()));
        }
        for (int i = 0; i < invalidationsElsewhere; i++) {
            var target = kvm.mm.target(invalidations + i);
            composition.agent(
                    numbered("notifier-elsewhere", i), new PageMigration(kvm, notifier, 1, target, new NoJudge()));
        }
    }

    /// The first has the bare name, the second is number 2.
    private static String numbered(String name, int index) {
        return index == 0 ? name : name + (index + 1);
    }
}
