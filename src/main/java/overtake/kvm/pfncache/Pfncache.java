package overtake.kvm.pfncache;

import overtake.kvm.GfnToPfnCache;

/// What users of a pfncache call (virt/kvm/pfncache.c). [Refresh] is the code of one series, [overtake.kvm.rangeend.RefreshV3] that of another; a
/// world may bring its own.
public interface Pfncache {
    /// Whether the cache may be used, as long as the caller keeps gpc->lock.
    boolean kvm_gpc_check(GfnToPfnCache gpc);

    /// Makes the cache valid again. Called without gpc->lock, with the memslots' SRCU read lock held.
    ///
    /// @return 0, or a negative error number if there is nothing to translate to
    int kvm_gpc_refresh(GfnToPfnCache gpc);
}
