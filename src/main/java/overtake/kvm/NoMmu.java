package overtake.kvm;

/// Architecture code of a VM that maps nothing: for systems in which SPTEs and TLBs play no part.
public final class NoMmu implements ArchMmu {
    @Override
    public boolean faults() {
        return false;
    }

    @Override
    public boolean kvm_unmap_gfn_range(int start, int end, boolean may_block) {
        return false;
    }

    @Override
    public void kvm_flush_remote_tlbs() {}
}
