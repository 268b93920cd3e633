package overtake.kvm.dirty;

import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.KernelSource;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.SpinLock;

/// Two callers write-protect the same page to hear of the next write (6dbf79e7164e). A TLB that still holds W makes that moot, so whoever takes W away
/// flushes; the other, who finds W gone, relies on it.
public record WriteProtection(
        @Param(value = "2", min = 1, max = 3, meaning = "callers that write-protect the page") int callers,
        @Param(value = "before-unlock", meaning = "when TLBs are flushed") Flush flush)
        implements ModelWorld {

    /// When a caller that has taken W away flushes.
    public enum Flush {
        /// Before it drops mmu_lock: the fix.
        BEFORE_UNLOCK,
        /// After.
        AFTER_UNLOCK
    }

    @Override
    public void compose(Composition composition) {
        var page = new ProtectedPage();
        composition.shared("page", page);
        for (int i = 0; i < callers; i++) {
            composition.agent(Composition.numbered("ioctl", i), new Caller(page, flush));
        }
    }

    /// One guest page and the CPU whose TLB holds it. W is only ever taken away here, so the CPU need not run.
    public static final class ProtectedPage {
        public final SpinLock mmu_lock = new SpinLock();

        /// W of the SPTE.
        public boolean writable = true;

        /// W of the translation in the CPU's TLB.
        public boolean tlb_writable = true;
    }

    /// Agent: one of the callers.
    public static final class Caller implements Agent {
        private final ProtectedPage page;
        private final Flush flush;

        public Caller(ProtectedPage page, Flush flush) {
            this.page = page;
            this.flush = flush;
        }

        @Override
        @KernelSource(file = "arch/x86/kvm/x86.c", function = "kvm_vm_ioctl_get_dirty_log", commit = "v3.3; the fix: 6dbf79e7164e")
        public void run() {
            spin_lock(page.mmu_lock);
            boolean flushes = page.writable;
            page.writable = false;
            if (flushes && flush == Flush.BEFORE_UNLOCK) {
                kvm_flush_remote_tlbs();
            }
            spin_unlock(page.mmu_lock);
            if (flushes && flush == Flush.AFTER_UNLOCK) {
                kvm_flush_remote_tlbs();
            }
            ensure("no-tlb-holds-w", !ghost(page.tlb_writable));
        }

        /// The CPU acknowledges, so the store has arrived when this returns; before it does, the caller could not go on.
        @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_flush_remote_tlbs", commit = "v3.3")
        private void kvm_flush_remote_tlbs() {
            WRITE_ONCE(page.tlb_writable, false);
            smp_mb();
        }
    }
}
