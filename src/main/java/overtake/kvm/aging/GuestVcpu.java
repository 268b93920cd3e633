package overtake.kvm.aging;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.cmpxchg;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.Page;

/// Agent HW and vCPU: a guest that touches its page, the page walker of its CPU with a TLB, and the exits to KVM's page fault handler.
public final class GuestVcpu implements Agent {
    /// What the guest does to its page.
    public enum Access {
        READ,
        WRITE
    }

    private final AgedVm vm;
    private final Cpu cpu;
    private final GuestFault page_fault;
    private final int accesses;
    private final boolean write;
    private final int faults;

    /// One access, given up after two faults in vain.
    public GuestVcpu(AgedVm vm, Cpu cpu, GuestFault page_fault, Access access) {
        this(vm, cpu, page_fault, 1, access, 2);
    }

    /// @param accesses how often it touches the page
    /// @param faults after how many faults in vain it gives up an access
    public GuestVcpu(AgedVm vm, Cpu cpu, GuestFault page_fault, int accesses, Access access, int faults) {
        this.vm = vm;
        this.cpu = cpu;
        this.page_fault = page_fault;
        this.accesses = accesses;
        this.write = access == Access.WRITE;
        this.faults = faults;
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/x86.c", function = "vcpu_run", commit = "v6.15")
    public void run() {
        for (int access = 1; access <= accesses; access++) {
            int faulted = 0;
            while (!instruction(access) && faulted < faults) {
                page_fault.kvm_mmu_do_page_fault(write);
                faulted++;
            }
        }
        destroy();
    }

    /// The vCPU goes away: its translations are flushed before its root may be freed.
    @KernelSource(file = "arch/x86/kvm/mmu/mmu.c", function = "kvm_mmu_unload", commit = "v6.15")
    private void destroy() {
        spin_lock(cpu.instruction);
        cpu.tlb = 0;
        spin_unlock(cpu.instruction);
        vm.kvm_tdp_mmu_put_root(vm.root);
    }

    /// One guest instruction; whether it was carried out. If not, it is an EPT violation.
    private boolean instruction(int value) {
        spin_lock(cpu.instruction);
        int translation = cpu.tlb;
        if (!usable(translation)) {
            translation = walk();
            cpu.tlb = translation;
        }
        if (translation != 0) {
            touch(translation, value);
        }
        spin_unlock(cpu.instruction);
        return translation != 0;
    }

    /// Whether hardware need not walk: the access is allowed, and if it writes, D has been set already.
    private boolean usable(int translation) {
        if (!Spte.allows(translation, write)) {
            return false;
        }
        return !write || !vm.ad_enabled || (translation & Spte.shadow_dirty_mask) != 0;
    }

    /// The page walk: sets A, and D for a write, by an atomic on the entry it goes by; what the TLB gets, or 0 for a violation.
    private int walk() {
        PageTable table = READ_ONCE(vm.root.table);
        if (table == null) {
            return 0;
        }
        while (true) {
            int spte = READ_ONCE(table.spte);
            if (!Spte.allows(spte, write)) {
                return 0;
            }
            int touched = vm.ad_enabled ? touched(spte) : spte;
            if (touched == spte) {
                return spte;
            }
            if (cmpxchg(table.spte, spte, touched) == spte) {
                log_dirty(spte, touched);
                return touched;
            }
        }
    }

    private int touched(int spte) {
        int accessed = spte | Spte.shadow_accessed_mask;
        return write ? accessed | Spte.shadow_dirty_mask : accessed;
    }

    /// Page modification logging: when D becomes set, the CPU logs the page; here right into the bitmap, where the kernel empties the log at the
    /// next exit, which userspace forces before it asks.
    private void log_dirty(int spte, int touched) {
        if (write && (spte & Spte.shadow_dirty_mask) != (touched & Spte.shadow_dirty_mask)) {
            vm.mark_page_dirty_in_slot();
        }
    }

    private void touch(int translation, int value) {
        Page page = vm.mem_map[Spte.spte_to_pfn(translation)];
        if (write) {
            WRITE_ONCE(page.contents, value);
        } else {
            READ_ONCE(page.contents);
        }
    }
}
