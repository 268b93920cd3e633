package overtake.kvm.aging;

import overtake.kernel.StateProperty;

/// I4.1: the page of a present SPTE has not been freed by the host. START zaps before the host frees, so this holds in every state.
public record SpteMapsLivePage(AgedVm vm) implements StateProperty {
    @Override
    public boolean holds() {
        PageTable table = vm.root.table;
        if (table == null || !Spte.is_shadow_present_pte(table.spte)) {
            return true;
        }
        return vm.pages.ghost_allocated(vm.mem_map[Spte.spte_to_pfn(table.spte)]);
    }
}
