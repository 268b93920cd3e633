package overtake.machine;

import java.util.List;
import java.util.Optional;
import overtake.memory.MemoryModel;
import overtake.program.Invariant;
import overtake.program.World;

/// Memory of `lkmm` that owns its part of the state on an array of its own: cells and lock words with their stores in coherence order, and
/// pools. Of the CPUs it has what they have told: which stores they know.
public final class LkmmMemory {
    private final World world;
    private final OutOfOrderParts parts;
    private final int[] s;

    public LkmmMemory(World world, MemoryModel model, Bounds bounds) {
        this.world = world;
        parts = new OutOfOrderParts(world, model, bounds, Rules.ALL, Nobody.INSTANCE);
        s = new int[parts.layout.size];
    }

    /// Returns the number of the invariant that the initial state breaks, or -1.
    public int begin() {
        parts.reset(s);
        return parts.broken(s);
    }

    public void apply(Change change) {
        parts.copy.apply(s, change);
    }

    /// Returns the number of the first invariant of every state that a store has broken, or -1.
    public int brokenBy(Change.Place place) {
        return parts.broken(s, place);
    }

    /// Returns the number of the first invariant of every state that an allocation or a free has broken, or -1.
    public int brokenBy(Change.Pool pool) {
        return parts.broken(s, pool);
    }

    /// What came of the last [Change.Pool].
    public int answer() {
        return parts.copy.answer();
    }

    /// The ordinal of the fault of the last [Change.Pool], or [#FINE].
    public int fault() {
        return parts.copy.fault();
    }

    public static final int FINE = Retirement.FINE;

    /// Whether that is news about what an agent knows.
    public boolean news(Change.Know know) {
        return parts.views.mask(s, know.agent(), Layout.KNOWN) != know.stores()
                || parts.views.mask(s, know.agent(), Layout.AHEAD) != know.ahead()
                || know.ended() != (s[parts.layout.agent[know.agent()] + Layout.STATUS] == CpuCore.DONE);
    }

    /// Makes bases of the stores that all know, and notes what it did.
    public void collect(List<Change> done) {
        parts.stores.collect(s, (cell, first, last) -> done.add(new Change.Rebase(cell, first, last)));
    }

    /// What is wrong with memory when all have ended.
    public Optional<Fault> ending() {
        int broken = parts.images.broken(s, Invariant.When.FINALLY);
        if (broken >= 0) {
            return Optional.of(broken(broken));
        }
        return parts.memory.leaks(s, parts.layout.memory)
                ? Optional.of(new Fault(FaultKind.LEAK, -1, -1, FaultKind.LEAK.property()))
                : Optional.empty();
    }

    public Fault broken(int invariant) {
        return new Fault(
                FaultKind.INVARIANT, -1, invariant, world.invariants().get(invariant).name());
    }

    public int cell(int cell) {
        return parts.stores.latest(s, cell);
    }
}
