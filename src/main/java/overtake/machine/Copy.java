package overtake.machine;

import static overtake.machine.Layout.INFO;
import static overtake.machine.Layout.KNOWN;

import overtake.program.World;

/// What memory and the grace-period domains do with an array: on the one of the machine, on their own, or on somebody's copy. A copy has
/// the layout of the whole state; of the agents' parts it holds only what they have told, the masks of stores that they know.
final class Copy {
    private final World world;
    private final Layout layout;
    private final StoreTable stores;
    private final Sections sections;
    private final Views views;
    private final MemoryCore memory;
    private final Request request = new Request();
    private int answer;

    Copy(World world, Layout layout, StoreTable stores, Sections sections, Views views, MemoryCore memory) {
        this.world = world;
        this.layout = layout;
        this.stores = stores;
        this.sections = sections;
        this.views = views;
        this.memory = memory;
    }

    void apply(int[] s, Change change) {
        switch (change) {
            case Change.Take c -> take(s, c);
            case Change.Release c -> release(s, c);
            case Change.Place c -> place(s, c);
            case Change.Outdate c -> stores.outdate(s, c.lock());
            case Change.Fill c -> fill(s, c.number(), c.value());
            case Change.Remove c -> stores.remove(s, c.number());
            case Change.Rebase c -> stores.rebase(s, c.cell(), c.first(), c.last());
            case Change.Know c -> {
                Layout.pair(s, layout.mask(c.agent(), KNOWN), c.stores());
                Layout.pair(s, layout.mask(c.agent(), Layout.AHEAD), c.ahead());
                s[layout.agent[c.agent()] + Layout.STATUS] = c.ended() ? CpuCore.DONE : CpuCore.RUN;
            }
            case Change.Tell c -> views.tellAll(s, c.stores(), c.agent(), c.pc());
            case Change.Pool c -> pool(s, c);
            case Change.Begin c -> sections.begin(s, c.domain(), c.agent());
            case Change.End c -> sections.end(s, c);
            case Change.Cancel c -> sections.cancel(s, c);
            case Change.Await c -> sections.await(s, c.domain(), c.agent());
            case Change.Over c -> sections.over(s, c.domain(), c.agent());
        }
    }

    void take(int[] s, Change.Take take) {
        stores.take(s, take.cell(), take.number());
        if (take.lock() >= 0) {
            s[layout.promised + take.lock()] = take.promised();
        }
    }

    void release(int[] s, Change.Release release) {
        stores.release(s, release.cell(), release.number());
        if (release.lock() >= 0) {
            s[layout.promised + release.lock()] = 0;
        }
    }

    void place(int[] s, Change.Place place) {
        stores.insert(s, place.number(), place.cell());
        int store = layout.store(place.number());
        s[store + Layout.VALUE] = place.value();
        s[store + INFO] = place.info();
        Layout.pair(s, store + Layout.CARRIES, place.carries());
        if ((place.info() & Layout.UNLOCKS) != 0) {
            Layout.pair(s, store + Layout.HANDS, shifted(place.hands(), place.number()));
            Layout.pair(s, store + Layout.HANDS_SEEN, shifted(place.seen(), place.number()));
        }
        if (place.lock() >= 0) {
            s[layout.promised + place.lock()] = 0;
        }
    }

    /// A mask in the numbers that hold after a store has got this one.
    static long shifted(long mask, int number) {
        return mask & (1L << number) - 1 | (mask & -1L << number) << 1;
    }

    void fill(int[] s, int number, int value) {
        int store = layout.store(number);
        s[store + Layout.VALUE] = value;
        s[store + INFO] &= ~Layout.PENDING;
    }

    /// Allocates or frees: [#answer] is what comes of it, unless there is a [#fault].
    void pool(int[] s, Change.Pool pool) {
        request.op = pool.op();
        request.target = pool.target();
        answer = memory.apply(s, layout.memory, request);
        for (int cell = 0; cell < layout.cells && request.op == Op.ALLOCATE && answer != 0; cell++) {
            if (!memory.faulty() && world.cells().get(cell).object() == answer) {
                stores.forget(s, cell);
            }
        }
    }

    int answer() {
        return answer;
    }

    /// The ordinal of the fault of the last pool operation, or [Retirement#FINE].
    int fault() {
        return memory.faulty() ? memory.fault().ordinal() : Retirement.FINE;
    }
}
