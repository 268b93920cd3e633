package overtake.machine;

import java.util.Optional;
import java.util.Set;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// A CPU of `lkmm` that owns its part of the state, its window and its view of memory, on an array of its own. Of memory and of the
/// domains it has a copy, which only [Change]s keep up to date: the stores that have been sent to it, known or not yet known.
public final class LkmmCpu implements Owners {
    private final World world;
    private final int agent;
    private final OutOfOrderParts parts;
    private final OutOfOrderCpu cpu;
    private final Outlet outlet;
    private final int[] s;

    /// Where the CPU turns to others. Nothing is answered while it does.
    public interface Outlet {
        /// Something of another owner has changed; done on the copy already.
        void changed(Change change);

        /// Another owner is to make a change, and will answer.
        ///
        /// @param pc of the instruction
        void ask(Change change, int pc);

        /// The CPU has done what it can: what it knows now.
        void settled(Change.Know know);
    }

    public LkmmCpu(World world, MemoryModel model, Bounds bounds, int agent, Outlet outlet) {
        this.world = world;
        this.agent = agent;
        this.outlet = outlet;
        parts = new OutOfOrderParts(world, model, bounds, Rules.ALL, this);
        parts.teller.only(agent);
        cpu = new OutOfOrderCpu(parts, agent, this);
        s = new int[parts.layout.size];
    }

    // ---- from outside

    /// Begins a run, up to where a step is needed.
    public void begin(Journal journal) {
        parts.teller.journal(journal);
        parts.reset(s);
        cpu.settle(s);
        tellKnown();
    }

    /// Adds the steps that are possible. Returns whether an access is ready but can never be performed.
    ///
    /// @param faulty whether a fault has been found, so that only what is open behind others' steps is to be performed
    public boolean offers(Choices choices, boolean faulty) {
        if (faulty && s[Layout.FAULT] == 0) {
            s[Layout.FAULT] = Layout.ELSEWHERE;
        }
        return cpu.enabled(s, choices);
    }

    public void step(int step) {
        cpu.step(s, step);
    }

    /// The owner has changed something.
    public void hear(Change change) {
        parts.copy.apply(s, change);
    }

    public void told() {
        cpu.told(s);
    }

    public void placed(Change.Place place, int broken) {
        parts.copy.place(s, place);
        cpu.placed(s, place, broken);
    }

    public void pooled(Change.Pool pool, int answer, int fault, int broken) {
        parts.copy.pool(s, pool);
        cpu.pooled(s, answer, fault, broken);
    }

    public void begun(Change.Begin begin, int token) {
        parts.sections.begin(s, begin.domain(), agent);
        cpu.begun(s, token);
    }

    public void awaits(Change.Await await) {
        parts.sections.await(s, await.domain(), agent);
        cpu.awaits(s);
    }

    /// What all accesses of the agent have read and written.
    public long seen() {
        return parts.views.seen(s, agent);
    }

    // ---- what is seen from outside

    public int agent() {
        return agent;
    }

    public boolean abandoned() {
        return s[Layout.ABANDONED] != 0;
    }

    public boolean ended() {
        return s[parts.layout.agent[agent] + Layout.STATUS] == CpuCore.DONE;
    }

    public Optional<Fault> fault() {
        return parts.fault(s);
    }

    public int observation(int slot) {
        return s[parts.layout.observations[agent] + slot];
    }

    public boolean covered(int pc) {
        return parts.covered[agent][pc];
    }

    public Set<Bounds.Kind> boundsMet() {
        return parts.boundsMet();
    }

    @Override
    public String toString() {
        return world.programs().get(agent).agent();
    }

    // ---- to the owners

    @Override
    public void take(int[] state, Change.Take take) {
        parts.copy.take(s, take);
        outlet.changed(take);
    }

    @Override
    public void release(int[] state, Change.Release release) {
        parts.copy.release(s, release);
        outlet.changed(release);
    }

    @Override
    public void outdate(int[] state, int lock) {
        if (parts.stores.outdate(s, lock)) {
            outlet.changed(new Change.Outdate(lock));
        }
    }

    @Override
    public void fill(int[] state, int number, int value) {
        parts.copy.fill(s, number, value);
        outlet.changed(new Change.Fill(number, value));
    }

    @Override
    public void remove(int[] state, int number) {
        parts.stores.remove(s, number);
        outlet.changed(new Change.Remove(number));
    }

    @Override
    public void end(int[] state, Change.End end) {
        parts.sections.end(s, end);
        outlet.changed(end);
    }

    @Override
    public void cancel(int[] state, Change.Cancel cancel) {
        parts.sections.cancel(s, cancel);
        outlet.changed(cancel);
    }

    @Override
    public void over(int[] state, int domain, int who) {
        parts.sections.over(s, domain, who);
        outlet.changed(new Change.Over(domain, who));
    }

    @Override
    public void settled(int[] state, int who) {
        tellKnown();
    }

    private void tellKnown() {
        long known = parts.views.mask(s, agent, Layout.KNOWN);
        outlet.settled(new Change.Know(agent, known, parts.views.mask(s, agent, Layout.AHEAD), ended()));
    }

    @Override
    public void tell(int[] state, Change.Tell tell) {
        outlet.ask(tell, tell.pc());
    }

    @Override
    public void place(int[] state, Change.Place place) {
        outlet.ask(place, -1);
    }

    @Override
    public void pool(int[] state, int who, Change.Pool pool) {
        outlet.ask(pool, -1);
    }

    @Override
    public void begin(int[] state, Change.Begin begin, int pc) {
        outlet.ask(begin, pc);
    }

    @Override
    public void await(int[] state, Change.Await await) {
        outlet.ask(await, -1);
    }
}
