package overtake.testkit;

import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;

/// The memory models, for static import.
public final class Models {
    /// Sequential consistency: one memory, in order.
    public static final MemoryModel SC = new Sc();

    /// x86.
    public static final MemoryModel TSO = new Tso();

    /// The kernel's own model.
    public static final MemoryModel LKMM = new Lkmm();

    private Models() {}
}
