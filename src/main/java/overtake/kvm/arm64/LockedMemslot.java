package overtake.kvm.arm64;

import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;

/// System S2: a locked memslot whose cache maintenance waits for the first run of a vCPU.
///
/// Guest memory is `lines` pages of one cache line each; its content is a version number that grows with each write.
public record LockedMemslot(
        @Param(value = "1", min = 1, max = 2, meaning = "pages of the slot, of one cache line each") int lines,
        @Param(value = "1", min = 1, max = 2, meaning = "vCPUs, each run by a thread of the VMM") int vcpus,
        @Param(value = "1", max = 3, meaning = "how often the cache evicts, fills or completes something of its own accord, for each line") int spontaneous,
        @Param(value = "as-posted", meaning = "which code runs") Variant variant,
        @Param(value = "none", meaning = "a change of that code") Mutant mutant,
        @Param(value = "first-run", meaning = "what the VMM does") Script script,
        @Param(value = "false", meaning = "FEAT_S2FWB: stage 2 forces cacheable accesses") boolean fwb)
        implements ModelWorld {

    public LockedMemslot {
        boolean two = script.resets();
        if (two && vcpus != 2) {
            throw new IllegalArgumentException("script " + word(script) + " needs vcpus = 2");
        }
        if (vcpus == 2 && !two && script != Script.FIRST_RUN) {
            throw new IllegalArgumentException("script " + word(script) + " is for vcpus = 1");
        }
        if (variant == Variant.AT_LOCK && two) {
            throw new IllegalArgumentException(
                    "variant at-lock has no pending operations, which script " + word(script) + " is about");
        }
        if (variant == Variant.REQUEST && mutant != Mutant.NONE && mutant != Mutant.NO_MMU_LOCK) {
            throw new IllegalArgumentException(
                    "variant request has no pending bitmap, which mutant " + word(mutant) + " is about;"
                            + " expected mutant none or no-mmu-lock");
        }
        if (fwb && script.guestWrites()) {
            throw new IllegalArgumentException(
                    "fwb = true leaves no access past the caches, which script " + word(script) + " is about");
        }
        if (mutant == Mutant.SEQ_FOR_EACH_PAGE && script != Script.LOCK_DURING_INVALIDATION) {
            throw new IllegalArgumentException("mutant seq-for-each-page needs script lock-during-invalidation");
        }
    }

    /// The spelling in scenario files.
    private static String word(Enum<?> constant) {
        var word = new StringBuilder();
        for (char letter : constant.name().toCharArray()) {
            word.append(letter == '_' ? '-' : Character.toLowerCase(letter));
        }
        return word.toString();
    }

    @Override
    public void compose(Composition composition) {
        boolean reset = script.resets();
        var pages = new GuestPage[lines];
        for (int i = 0; i < lines; i++) {
            pages[i] = new GuestPage(reset ? 2 : 0);
            pages[i].mapped = reset;
            pages[i].pinned = reset;
        }
        var threads = new Vcpu[vcpus];
        for (int i = 0; i < vcpus; i++) {
            threads[i] = new Vcpu();
        }
        var kvm = new Kvm(pages, threads);
        kvm.slot_locked = reset;
        kvm.locked_vm = reset ? lines : 0;
        if (script == Script.RESET) {
            for (Vcpu vcpu : threads) {
                vcpu.requests = variant == Variant.REQUEST ? 1 << PendingOp.FLUSH_DCACHE : 0;
            }
            kvm.mmu_pending_ops = variant == Variant.REQUEST ? 0 : 1 << PendingOp.FLUSH_DCACHE;
        }
        composition.shared("kvm", kvm);
        for (int i = 0; i < lines; i++) {
            composition.shared("page" + i, pages[i]);
        }
        var stage2 = new Stage2(kvm, mutant != Mutant.NO_MMU_LOCK);
        var pending = new PendingOps(kvm, stage2, variant, mutant);
        var run = new VcpuRun(kvm, stage2, pending, fwb, variant, script);
        var slot = new LockMemslot(kvm, stage2, pending, variant, mutant);
        for (int i = 0; i < vcpus; i++) {
            composition.agent("vmm" + i, new VmmThread(kvm, threads[i], slot, pending, run, stage2, script, i == 0));
        }
        if (spontaneous > 0) {
            for (int i = 0; i < lines; i++) {
                composition.agent("cache" + i, new Cache(pages[i].line, spontaneous));
            }
        }
        if (script.hasDevice()) {
            composition.agent("device", new Device(kvm, script == Script.DEVICE_WRITES));
        }
        if (script == Script.LOCK_DURING_INVALIDATION) {
            composition.agent("notifier", new Invalidation(kvm));
        }
        composition.atTheEnd("pins-agree", new PinsAgree(kvm));
        if (script != Script.UNLOCK_BEFORE_RUN && script != Script.LOCK_DURING_INVALIDATION) {
            composition.atTheEnd("nothing-pending", new NothingPending(kvm));
        }
    }
}
