package overtake.kvm.tdp;

import org.jspecify.annotations.Nullable;

/// What one CPU has given to call_rcu and RCU has not freed yet. Only that CPU touches it.
final class RcuCallbacks {
    @Nullable
    KvmMmuPage roots;
    @Nullable
    PageTable tables;
}
