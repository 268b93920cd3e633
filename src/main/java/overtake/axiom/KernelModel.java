package overtake.axiom;

import static overtake.axiom.Event.Tag.ACQUIRE;
import static overtake.axiom.Event.Tag.AFTER_ATOMIC;
import static overtake.axiom.Event.Tag.AFTER_SPINLOCK;
import static overtake.axiom.Event.Tag.AFTER_SRCU_READ_UNLOCK;
import static overtake.axiom.Event.Tag.AFTER_UNLOCK_LOCK;
import static overtake.axiom.Event.Tag.ATOMIC;
import static overtake.axiom.Event.Tag.BEFORE_ATOMIC;
import static overtake.axiom.Event.Tag.FULL;
import static overtake.axiom.Event.Tag.GRACE_PERIOD;
import static overtake.axiom.Event.Tag.LOCK;
import static overtake.axiom.Event.Tag.MB;
import static overtake.axiom.Event.Tag.PLAIN;
import static overtake.axiom.Event.Tag.READ;
import static overtake.axiom.Event.Tag.RELEASE;
import static overtake.axiom.Event.Tag.RMB;
import static overtake.axiom.Event.Tag.SECTION_END;
import static overtake.axiom.Event.Tag.SLEEPABLE;
import static overtake.axiom.Event.Tag.SPIN;
import static overtake.axiom.Event.Tag.UNLOCK;
import static overtake.axiom.Event.Tag.VOID;
import static overtake.axiom.Event.Tag.WMB;
import static overtake.axiom.Event.Tag.WRITE;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// The Linux kernel's memory model over one graph, as its authors publish it (tools/memory-model: linux-kernel.cat, linux-kernel.bell,
/// lock.cat; Alglave, Maranget, McKenney, Parri, Stern, ASPLOS 2018), in the version in which tags of atomics are part of the model.
/// Fields are named as there. Our extension: locks of all kinds are to the model what spinlocks are, but for smp_mb__after_spinlock.
final class KernelModel {
    final ExecutionGraph graph;
    private final int size;
    private final BitSet accesses;
    final BitSet plain;
    private final BitSet marked;
    private final BitSet reads;
    private final BitSet writes;

    final Relation po;
    private final Relation internal;
    final Relation external;
    final Relation loc;
    final Relation rf;
    final Relation co;
    final Relation fr;
    final Relation rfe;
    private final Relation rfi;

    Relation addr;
    Relation data;
    Relation ctrl;
    private Relation acquirePo;
    private Relation poRelease;
    private Relation unlockLock;
    Relation rmb;
    Relation wmb;
    Relation mb;
    Relation gracePeriod;
    Relation strongFence;
    Relation nonrwFence;
    Relation fence;
    Relation rwDependency;
    Relation ppo;
    Relation rmwSequence;
    Relation cumulFence;
    Relation prop;
    Relation hb;
    Relation pb;
    Relation rcuFence;
    Relation rb;

    // [#broken] makes the other relations when it comes to the axiom that needs them; nobody reads one before.
    @SuppressWarnings("NullAway.Init")
    KernelModel(ExecutionGraph graph) {
        this.graph = graph;
        size = graph.events.size();
        reads = graph.all(READ);
        writes = graph.all(WRITE);
        accesses = (BitSet) reads.clone();
        accesses.or(writes);
        plain = graph.all(PLAIN);
        marked = new BitSet();
        marked.set(0, size);
        marked.andNot(plain);
        po = graph.po;
        rf = graph.rf;
        co = graph.co;
        internal = new Relation(size);
        external = new Relation(size);
        loc = new Relation(size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                Event a = graph.events.get(i);
                Event b = graph.events.get(j);
                (a.agent() == b.agent() && a.agent() != Event.NOBODY ? internal : external).add(i, j);
                if (a.location() >= 0 && a.location() == b.location()) {
                    loc.add(i, j);
                }
            }
        }
        fr = rf.inverse().then(co);
        rfe = rf.and(external);
        rfi = rf.and(internal);
    }

    /// The first axiom that the graph breaks, in the order of linux-kernel.cat.
    Optional<Axiom> broken() {
        if (!coherent()) {
            return Optional.of(Axiom.COHERENCE);
        }
        if (!atomic()) {
            return Optional.of(Axiom.ATOMICITY);
        }
        order();
        if (!hb.isAcyclic()) {
            return Optional.of(Axiom.HAPPENS_BEFORE);
        }
        propagation();
        if (!pb.isAcyclic()) {
            return Optional.of(Axiom.PROPAGATION);
        }
        rcu();
        if (!rb.isIrreflexive()) {
            return Optional.of(Axiom.RCU);
        }
        if (!plain.isEmpty() && !new DataRaces(this).coherent()) {
            return Optional.of(Axiom.PLAIN_COHERENCE);
        }
        return Optional.empty();
    }

    // ---- helpers

    Relation none() {
        return new Relation(size);
    }

    BitSet marked() {
        return marked;
    }

    BitSet writes() {
        return writes;
    }

    BitSet accesses() {
        return accesses;
    }

    Relation internal() {
        return internal;
    }

    private static BitSet and(BitSet a, BitSet b) {
        BitSet both = (BitSet) a.clone();
        both.and(b);
        return both;
    }

    /// Events before and behind a fence of this kind.
    private Relation around(Event.Tag tag) {
        return po.to(graph.all(tag)).then(po);
    }

    /// smp_rmb between any events.
    Relation aroundReadFence() {
        return around(RMB);
    }

    Relation markedOnly(Relation relation) {
        return relation.from(marked).to(marked);
    }

    /// Reads for which smp_rmb works.
    BitSet fencedReads() {
        BitSet some = (BitSet) reads.clone();
        some.andNot(graph.all(VOID));
        return some;
    }

    // ---- coherence, atomicity

    Relation communication() {
        return rf.or(co, fr);
    }

    Relation poLoc() {
        return po.and(loc).from(accesses).to(accesses);
    }

    boolean coherent() {
        return poLoc().or(communication()).isAcyclic();
    }

    boolean atomic() {
        return graph.rmw.and(fr.and(external).then(co.and(external))).isEmpty();
    }

    // ---- happens-before

    private void order() {
        carriedDependencies();
        fences();
        Relation overwrite = co.or(fr);
        Relation dependency = addr.or(data);
        rwDependency = dependency.or(ctrl).to(writes);
        Relation toWrite = rwDependency.or(overwrite.and(internal), addr.to(plain).then(wmb));
        Relation toRead = addr.to(reads).or(dependency.to(marked).then(rfi));
        ppo = toRead.or(toWrite, fence.and(internal), unlockLock.and(internal));
        rmwSequence = rf.then(graph.rmw).star();
        Relation cumulative = rfe.to(marked).maybe().then(strongFence.or(poRelease));
        cumulFence = markedOnly(cumulative.or(wmb, unlockLock)).then(rmwSequence);
        Relation overwritten = overwrite.and(external).maybe().from(marked);
        prop = overwritten.then(cumulFence.star()).to(marked).then(rfe.maybe()).to(marked);
        Relation notItself = prop.minus(none().maybe());
        hb = markedOnly(ppo.or(rfe, notItself.and(internal)));
    }

    /// Dependencies also go through stores that the same agent reads again.
    private void carriedDependencies() {
        BitSet carriers = (BitSet) writes.clone();
        carriers.andNot(and(graph.all(SECTION_END), graph.all(SLEEPABLE)));
        Relation carry = graph.data.to(carriers).then(rfi).star();
        addr = carry.then(graph.addr);
        data = carry.then(graph.data);
        ctrl = carry.then(graph.ctrl);
    }

    private void fences() {
        acquirePo = po.from(graph.all(ACQUIRE)).to(accesses);
        poRelease = po.from(accesses).to(graph.all(RELEASE));
        BitSet locks = and(graph.all(LOCK), reads);
        unlockLock = po.to(graph.all(UNLOCK)).then(po.or(rf)).to(locks).then(po);
        BitSet fenced = fencedReads();
        rmb = aroundReadFence().from(fenced).to(fenced);
        wmb = around(WMB).from(writes).to(writes);
        mb = fullFences(unlockLock).from(accesses).to(accesses);
        BitSet synchronize = graph.all(GRACE_PERIOD);
        gracePeriod = po.to(synchronize).then(po.maybe());
        strongFence = mb.or(gracePeriod);
        nonrwFence = strongFence.or(poRelease, acquirePo);
        fence = nonrwFence.or(wmb, rmb);
    }

    private Relation fullFences(Relation unlockLockPo) {
        BitSet full = graph.all(FULL);
        BitSet fullReads = and(full, reads);
        BitSet fullWrites = and(full, writes);
        BitSet atomics = graph.all(ATOMIC);
        BitSet lockWrites = graph.all(SPIN);
        BitSet sectionEnds = and(graph.all(SECTION_END), graph.all(SLEEPABLE));
        Relation step = po.maybe();
        return around(MB).or(
                po.to(full).then(po),
                po.to(fullReads),
                po.from(fullWrites),
                around(BEFORE_ATOMIC).to(atomics).then(step),
                step.to(atomics).then(around(AFTER_ATOMIC)),
                step.to(lockWrites).then(around(AFTER_SPINLOCK)),
                unlockLockPo.to(graph.all(AFTER_UNLOCK_LOCK)).then(po),
                step.to(sectionEnds).then(around(AFTER_SRCU_READ_UNLOCK)));
    }

    // ---- propagates-before

    private void propagation() {
        pb = prop.then(strongFence, hb.star()).to(marked);
    }

    // ---- grace periods

    private void rcu() {
        rcuFence = none();
        rb = none();
        BitSet synchronize = graph.all(GRACE_PERIOD);
        if (synchronize.isEmpty()) {
            return;
        }
        BitSet sleepable = graph.all(SLEEPABLE);
        Relation periods = Relation.identity(size, synchronize);
        Relation sleeping = periods.from(sleepable);
        Relation atomic = periods.minus(sleeping);
        Relation ends = graph.sections.inverse();
        Relation sleepingEnds = ends.from(sleepable);
        Relation atomicEnds = ends.minus(sleepingEnds);
        Relation order = hb.star().then(pb.star());
        Relation link = po.maybe().then(order, prop, po);
        Relation known = periods;
        while (true) {
            // between a grace period and a section: a link, or links around what is a fence already
            Relation between = link.or(link.then(known, link));
            Relation more = known.or(
                    atomic.then(between, atomicEnds),
                    atomicEnds.then(between, atomic),
                    sleeping.then(between, sleepingEnds).and(loc),
                    sleepingEnds.then(between, sleeping).and(loc),
                    known.then(link, known));
            if (more.equals(known)) {
                break;
            }
            known = more;
        }
        rcuFence = po.then(known, po.maybe());
        rb = prop.then(rcuFence, order).to(marked);
    }

    /// Axioms that come before it in [Axiom] hold: what a cycle is made of, by name, the simplest first.
    List<Step> steps() {
        return List.of(
                new Step("rf", rfe), new Step("addr", addr), new Step("data", data), new Step("ctrl", ctrl),
                new Step("co", co.and(internal)), new Step("fr", fr.and(internal)), new Step("smp_mb", mb),
                new Step("grace period", gracePeriod), new Step("release", poRelease), new Step("acquire", acquirePo),
                new Step("smp_wmb", wmb), new Step("smp_rmb", rmb), new Step("unlock-lock", unlockLock),
                new Step("dep;rfi", ppo), new Step("prop", prop));
    }

    /// A relation with its name in the model.
    record Step(String name, Relation relation) {}
}
