package overtake.kvm.aging;

import static overtake.kernel.Kernel.ghost_held;

import overtake.kernel.StateProperty;

/// What the SPTE says about a translation that a CPU has cached, whenever nobody holds mmu_lock and no instruction is under way on that CPU. An ager or a
/// fast page fault may be at work: neither takes the lock, and neither may break this.
public record TlbIsKnown(AgedVm vm, Cpu cpu, Checked aspect) implements StateProperty {
    @Override
    public boolean holds() {
        int tlb = cpu.tlb;
        if (tlb == 0 || ghost_held(vm.mmu_lock) || ghost_held(cpu.instruction)) {
            return true;
        }
        PageTable table = vm.root.table;
        if (table == null) {
            return false;
        }
        int spte = table.spte;
        if (!Spte.is_shadow_present_pte(spte)) {
            return false;
        }
        if (aspect == Checked.NO_UNLOGGED_WRITE) {
            return !Spte.is_writable_pte(tlb) || Spte.is_writable_pte(spte) || Spte.is_mmu_writable_spte(spte);
        }
        if (aspect == Checked.DIRTY_IS_KEPT) {
            return (tlb & Spte.shadow_dirty_mask & ~spte) == 0;
        }
        return Spte.spte_to_pfn(tlb) == Spte.spte_to_pfn(spte);
    }
}
