package overtake.kvm;

/// Invalidations of a VM without pfncaches.
public final class NoGpcs implements GpcNotifier {
    @Override
    public boolean under_mn_invalidate_lock() {
        return true;
    }

    @Override
    public void gfn_to_pfn_cache_invalidate_start(int start, int end) {}
}
