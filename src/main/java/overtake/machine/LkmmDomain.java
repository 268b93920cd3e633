package overtake.machine;

import overtake.memory.MemoryModel;
import overtake.program.World;

/// A grace-period domain of `lkmm` that owns its part of the state on an array of its own: which sections are open, who waits for which of
/// them, what ended ones have seen.
public final class LkmmDomain {
    private final int domain;
    private final OutOfOrderParts parts;
    private final int[] s;

    public LkmmDomain(World world, MemoryModel model, Bounds bounds, int domain) {
        this.domain = domain;
        parts = new OutOfOrderParts(world, model, bounds, Rules.ALL, Nobody.INSTANCE);
        s = new int[parts.layout.size];
    }

    public void begin() {
        parts.reset(s);
    }

    public void apply(Change change) {
        parts.copy.apply(s, change);
    }

    /// Whether an agent must tell what it has seen before a section begins.
    public boolean tellsAtBegin(int agent) {
        return parts.rules.on(Rule.SECTION_HEARS) && parts.sections.inGracePeriod(s, domain, agent);
    }

    /// The token of the section that the agent would begin now.
    public int nextToken(int agent) {
        return parts.sections.nextToken(s, domain, agent);
    }
}
