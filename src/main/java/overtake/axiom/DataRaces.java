package overtake.axiom;

import static overtake.axiom.Event.Tag.BARRIER;
import static overtake.axiom.Event.Tag.INITIAL;
import static overtake.axiom.Event.Tag.VOID;

import java.util.BitSet;
import overtake.axiom.Event.Tag;

/// What the model says about plain accesses of a graph that it allows otherwise: whether an order contradicts what they saw, and which of
/// them race. Needs a model whose relations have been made.
final class DataRaces {
    private final KernelModel model;
    private final ExecutionGraph graph;
    private final Relation preRace;
    private final Relation writeWriteVisible;
    private final Relation writeReadVisible;
    private final Relation readWriteOrder;

    DataRaces(KernelModel model) {
        this.model = model;
        graph = model.graph;
        int size = graph.events.size();
        BitSet marked = model.marked();
        Relation self = Relation.identity(size, all(size));
        Relation before = model.hb.or(model.pb, model.rb).star();
        Relation fence = model.fence.or(model.rcuFence);
        Relation full = model.strongFence.or(model.rcuFence);
        Relation visible = model.cumulFence.star()
                .then(model.rfe.maybe())
                .to(marked)
                .then(full.to(marked).then(before).or(before.and(model.internal().or(self))));

        BitSet returning = all(size);
        returning.andNot(graph.all(VOID));
        BitSet fenced = model.fencedReads();
        Relation rmb = model.aroundReadFence();
        Relation writeStarts = model.addr.or(fence).maybe().from(marked);
        Relation readStarts = model.addr.or(model.nonrwFence, rmb.from(fenced).to(returning)).maybe().from(marked);
        Relation writeEnds = fence.maybe().to(marked).then(model.rmwSequence);
        Relation readEnds = model.nonrwFence.or(rmb.from(returning).to(fenced)).maybe().to(marked);
        Relation strong = full.then(before);
        writeWriteVisible = fence.or(strong.then(writeStarts), writeEnds.then(visible, writeStarts));
        writeReadVisible = fence.or(strong.then(readStarts), writeEnds.then(visible, readStarts));
        readWriteOrder = fence.or(readEnds.then(before, writeStarts));

        BitSet initial = graph.all(INITIAL);
        BitSet accesses = model.accesses();
        BitSet notInitial = (BitSet) accesses.clone();
        notInitial.andNot(initial);
        preRace = model.external.and(
                Relation.product(size, model.plain, accesses).or(Relation.product(size, notInitial, model.plain)));
    }

    private static BitSet all(int size) {
        BitSet all = new BitSet();
        all.set(0, size);
        return all;
    }

    /// Whether no plain access saw what an order forbids it to see.
    boolean coherent() {
        return preRace.and(model.rf).and(readWriteOrder.inverse()).isEmpty()
                && preRace.and(model.fr).and(writeReadVisible.inverse()).isEmpty()
                && preRace.and(model.co).and(writeWriteVisible.inverse()).isEmpty();
    }

    /// Pairs of accesses that race.
    Relation races() {
        int size = graph.events.size();
        BitSet marked = model.marked();
        BitSet writes = model.writes();
        Relation ordered = writeWriteVisible
                .and(Relation.product(size, marked, writes).or(readWriteOrder))
                .and(Relation.product(size, writes, marked).or(writeReadVisible));
        Relation writeWrite = preRace.and(model.co).minus(ordered);
        Relation writeRead = preRace.and(model.co.maybe().then(model.rf))
                .minus(writeReadVisible)
                .minus(readWriteOrder.inverse());
        Relation readWrite = preRace.and(model.fr).minus(readWriteOrder);
        return writeWrite.or(writeRead, readWrite);
    }

    /// Whether an agent has a plain write and a marked access of one location without so much as a barrier between them.
    boolean mixed() {
        Relation barrier = model.none();
        for (Tag tag : new Tag[] {
            BARRIER, Tag.RMB, Tag.WMB, Tag.MB, Tag.BEFORE_ATOMIC, Tag.AFTER_ATOMIC, Tag.ACQUIRE, Tag.RELEASE,
            Tag.GRACE_PERIOD, Tag.SECTION_BEGIN, Tag.SECTION_END}) {
            barrier = barrier.or(model.po.to(graph.all(tag)).then(model.po));
        }
        barrier = barrier.or(model.po.to(graph.all(Tag.RELEASE)), model.po.from(graph.all(Tag.ACQUIRE)));
        Relation close = model.poLoc().minus(barrier);
        BitSet plainWrites = (BitSet) model.plain.clone();
        plainWrites.and(model.writes());
        return !close.from(plainWrites).to(model.marked()).isEmpty()
                || !close.from(model.marked()).to(plainWrites).isEmpty();
    }
}
