import static overtake.kernel.Kernel.*;

import overtake.kernel.*;
import overtake.kvm.aging.*;

/// KVM shadows a page table of the guest, so it takes the right to write to that page away. The TDP MMU skipped SPTEs without W: but one that dirty logging had
/// write-protected is still MMU-writable, and a fast page fault gives W back without any lock (7c8a4742c4ab, v5.17; from memory).
public record WriteProtectSkipped(
        @Param(value = "1", min = 1, max = 2, meaning = "vCPUs that write to the page") int vcpus,
        @Param(value = "writable-or-mmu-writable", meaning = "which SPTEs are write-protected") Protects protects)
        implements ModelWorld {

    public enum Protects {
        /// The bug.
        WRITABLE,
        WRITABLE_OR_MMU_WRITABLE
    }

    /// Whether the guest page is write-tracked: its writes are to be emulated.
    public static final class Track {
        public boolean active;

        /// Ghost: the write-protection is complete.
        public boolean done;
    }

    /// The fault handler with page tracking: what a fast page fault cannot repair was write-protected on purpose.
    record Fault(PageFault kvm, Track track) implements GuestFault {
        @Override
        @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "direct_page_fault", commit = "v5.16")
        public void kvm_mmu_do_page_fault(boolean write) {
            if (!READ_ONCE(track.active)) {
                kvm.fast_page_fault(write);
            }
        }
    }

    record WriteProtect(AgedVm vm, Track track, Protects protects) implements Agent {
        @Override
        @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_slot_gfn_write_protect", commit = "v5.16")
        public void run() {
            write_lock(vm.mmu_lock);
            WRITE_ONCE(track.active, true);
            if (write_protect_gfn(vm.root.table)) {
                vm.kvm_flush_remote_tlbs();
            }
            track.done = true;
            write_unlock(vm.mmu_lock);
        }

        @KernelSource(file = "arch/x86/kvm/mmu/tdp_mmu.c", function = "write_protect_gfn", commit = "v5.16")
        private boolean write_protect_gfn(PageTable table) {
            int spte = READ_ONCE(table.spte);
            boolean skip = !Spte.is_writable_pte(spte)
                    && (protects == Protects.WRITABLE || !Spte.is_mmu_writable_spte(spte));
            if (skip) {
                return false;
            }
            xchg(table.spte, spte & ~(Spte.PT_WRITABLE_MASK | Spte.shadow_mmu_writable_mask));
            return true;
        }
    }

    /// Once the page is write-protected, neither its SPTE nor a TLB lets the guest write.
    record NobodyWrites(AgedVm vm, Track track) implements StateProperty {
        @Override
        public boolean holds() {
            if (!track.done) {
                return true;
            }
            for (Cpu cpu : vm.cpus) {
                if (Spte.is_writable_pte(cpu.tlb)) {
                    return false;
                }
            }
            return !Spte.is_writable_pte(vm.root.table.spte);
        }
    }

    @Override
    public void compose(Composition composition) {
        int logged = Spte.make_spte(0, true, true) & ~Spte.PT_WRITABLE_MASK; // as dirty logging left it
        var vm = new AgedVm(vcpus, 0, logged);
        var track = new Track();
        composition.shared("vm", vm);
        composition.shared("track", track);
        for (int i = 0; i < vcpus; i++) {
            composition.shared("cpu" + i, vm.cpus[i]);
            var fault = new Fault(new PageFault(vm), track);
            composition.agent("vcpu" + i, new GuestVcpu(vm, vm.cpus[i], fault, GuestVcpu.Access.WRITE));
        }
        composition.agent("shadow-mmu", new WriteProtect(vm, track, protects));
        composition.always("nobody-writes", new NobodyWrites(vm, track));
    }
}
