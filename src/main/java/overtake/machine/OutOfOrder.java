package overtake.machine;

import static overtake.machine.Layout.ABANDONED;
import static overtake.machine.Layout.COUNT;
import static overtake.machine.Layout.FETCH;
import static overtake.machine.Layout.KIND;
import static overtake.machine.Layout.STATUS;
import static overtake.machine.Layout.WHAT;
import static overtake.machine.MicroCode.HALVED;

import java.util.Optional;
import java.util.Set;
import overtake.memory.MemoryModel;
import overtake.program.Invariant;
import overtake.program.World;

/// The semantics of `lkmm`. Each agent has an [OutOfOrderCpu] with a [Window] of instructions that are fetched and not yet performed or retired; a step performs
/// one of them, as soon as those are done for which it [Waits]. Stores are in a [StoreTable] in coherence order; what an agent
/// knows of them is a mask, and [Views] says how it grows.
///
/// Order of [#enabled]: by agent number; for one agent its entries in program order, each with its alternatives from the newest store or the last
/// place on; then for each operation that may fail the assumption that it does; then the guesses of a branch; then an interrupt.
final class OutOfOrder implements Semantics, Owners {
    private final World world;
    private final OutOfOrderParts parts;
    private final OutOfOrderCpu[] cpus;
    private final Touched touched = new Touched();

    OutOfOrder(World world, MemoryModel model, Bounds bounds, Rules rules) {
        this.world = world;
        parts = new OutOfOrderParts(world, model, bounds, rules, this);
        cpus = new OutOfOrderCpu[world.programs().size()];
        for (int i = 0; i < cpus.length; i++) {
            cpus[i] = new OutOfOrderCpu(parts, i, this);
        }
        touched.add(0, parts.layout.size);
    }

    @Override
    public int size() {
        return parts.layout.size;
    }

    @Override
    public void journal(Journal to) {
        parts.teller.journal(to);
    }

    @Override
    public boolean covered(int agent, int pc) {
        return parts.covered[agent][pc];
    }

    @Override
    public Set<Bounds.Kind> boundsMet() {
        return parts.boundsMet();
    }

    @Override
    public void reset(int[] s) {
        parts.reset(s);
        int broken = parts.broken(s);
        if (broken >= 0) {
            FaultHeader.record(s, FaultKind.INVARIANT, -1, broken);
        }
        for (OutOfOrderCpu cpu : cpus) {
            cpu.settle(s);
        }
    }

    @Override
    public void enabled(int[] s, Choices choices) {
        choices.clear();
        if (s[ABANDONED] != 0) {
            return;
        }
        for (OutOfOrderCpu cpu : cpus) {
            cpu.enabled(s, choices);
        }
    }

    @Override
    public void apply(int[] s, int step) {
        cpus[Step.agent(step)].step(s, step);
    }

    // ---- what belongs to memory and to domains

    @Override
    public void take(int[] s, Change.Take take) {
        parts.copy.take(s, take);
    }

    @Override
    public void release(int[] s, Change.Release release) {
        parts.copy.release(s, release);
    }

    @Override
    public void outdate(int[] s, int lock) {
        parts.stores.outdate(s, lock);
    }

    @Override
    public void fill(int[] s, int number, int value) {
        parts.copy.fill(s, number, value);
    }

    @Override
    public void remove(int[] s, int number) {
        parts.stores.remove(s, number);
    }

    @Override
    public void end(int[] s, Change.End end) {
        parts.sections.end(s, end);
    }

    @Override
    public void over(int[] s, int domain, int agent) {
        parts.sections.over(s, domain, agent);
    }

    @Override
    public void settled(int[] s, int agent) {
        parts.stores.collect(s, StoreTable.Rebased.NOBODY);
    }

    @Override
    public void tell(int[] s, Change.Tell tell) {
        parts.views.tellAll(s, tell.stores(), tell.agent(), tell.pc());
        cpus[tell.agent()].told(s);
    }

    @Override
    public void place(int[] s, Change.Place place) {
        parts.copy.place(s, place);
        cpus[place.info() >> Layout.OWNER].placed(s, place, parts.broken(s, place));
    }

    @Override
    public void pool(int[] s, int agent, Change.Pool pool) {
        parts.copy.pool(s, pool);
        int fault = parts.copy.fault();
        cpus[agent].pooled(s, parts.copy.answer(), fault, fault == Retirement.FINE ? parts.broken(s, pool) : -1);
    }

    @Override
    public void begin(int[] s, Change.Begin begin, int pc) {
        int domain = begin.domain();
        for (int a = 0; a < cpus.length; a++) {
            parts.views.tellAll(s, parts.sections.tellsAtBegin(s, domain, a), begin.agent(), pc);
        }
        int token = parts.sections.nextToken(s, domain, begin.agent());
        parts.sections.begin(s, domain, begin.agent());
        cpus[begin.agent()].begun(s, token);
    }

    @Override
    public void await(int[] s, Change.Await await) {
        parts.sections.await(s, await.domain(), await.agent());
        cpus[await.agent()].awaits(s);
    }

    // ---- what is seen from outside

    @Override
    public Optional<Fault> fault(int[] s) {
        return parts.fault(s);
    }

    @Override
    public Touched touched() {
        return touched;
    }

    @Override
    public boolean faulty(int[] s) {
        return s[Layout.FAULT] != 0;
    }

    @Override
    public boolean finished(int[] s) {
        for (Window w : parts.windows) {
            if (s[w.base + STATUS] != CpuCore.DONE) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean abandoned(int[] s) {
        if (s[ABANDONED] != 0) {
            return true;
        }
        if (s[Layout.FAULT] == 0 && finished(s)) {
            return false;
        }
        boolean stuck = false;
        Choices none = new Choices();
        for (OutOfOrderCpu cpu : cpus) {
            stuck |= cpu.enabled(s, none);
        }
        return stuck;
    }

    @Override
    public Optional<Fault> ending(int[] s) {
        if (s[Layout.FAULT] != 0) {
            return fault(s);
        }
        if (!finished(s)) {
            return Optional.of(new Fault(FaultKind.DEADLOCK, -1, -1, FaultKind.DEADLOCK.property()));
        }
        int broken = parts.images.broken(s, Invariant.When.FINALLY);
        if (broken >= 0) {
            String name = world.invariants().get(broken).name();
            return Optional.of(new Fault(FaultKind.INVARIANT, -1, broken, name));
        }
        if (parts.memory.leaks(s, parts.layout.memory)) {
            return Optional.of(new Fault(FaultKind.LEAK, -1, -1, FaultKind.LEAK.property()));
        }
        return Optional.empty();
    }

    @Override
    public int cell(int[] s, int cell) {
        return parts.stores.latest(s, cell);
    }

    @Override
    public int observation(int[] s, int agent, int slot) {
        return s[parts.layout.observations[agent] + slot];
    }

    @Override
    public int pc(int[] s, int agent) {
        Window w = parts.windows[agent];
        return s[w.base + COUNT] > 0 ? s[w.entries + WHAT] >> 1 : Math.max(0, s[w.base + FETCH]);
    }

    @Override
    public int pcOf(int[] s, int step) {
        Window w = parts.windows[Step.agent(step)];
        int slot = Step.slot(step);
        if (slot >= Step.WINDOW) {
            return s[w.entry((slot - Step.WINDOW) % (Step.ASSUME - Step.WINDOW)) + WHAT] >> 1;
        }
        return slot == Step.GUESS ? s[w.base + FETCH] : pc(s, Step.agent(step));
    }

    /// Of the oldest instruction in the window.
    @Override
    public boolean halfway(int[] s, int agent) {
        Window w = parts.windows[agent];
        int count = s[w.base + COUNT];
        return count > 1 && (s[w.entries + KIND] & HALVED) != 0 && Window.done(s, w.base, 0)
                && !Window.done(s, w.base, 1);
    }

    @Override
    public int status(int[] s, int agent) {
        return s[parts.windows[agent].base + STATUS];
    }

    @Override
    public int travelling(int[] s, int agent) {
        return 0;
    }
}
