package overtake.kvm.tdp;

import org.jspecify.annotations.Nullable;

/// What one CPU has given to call_rcu and RCU has not freed yet. Only that CPU touches it.
public final class RcuCallbacks {
    public @Nullable KvmMmuPage roots;
    public @Nullable PageTable tables;
}
