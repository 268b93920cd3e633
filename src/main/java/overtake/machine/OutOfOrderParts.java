package overtake.machine;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import overtake.memory.MemoryModel;
import overtake.program.Program;
import overtake.program.World;

/// All that works on an array of `lkmm`. The machine has one set of parts; every actor has its own, with an array of its own.
final class OutOfOrderParts {
    final World world;
    final Bounds bounds;
    final Rules rules;
    final Layout layout;
    final MemoryCore memory;
    final StoreTable stores;
    final Teller teller;
    final Views views;
    final Performance performance;
    final Forecast forecast;
    final Sections sections;
    final Images images;
    final Copy copy;
    final Window[] windows;
    final Retirement[] retirements;
    final boolean[][] covered;

    OutOfOrderParts(World world, MemoryModel model, Bounds bounds, Rules rules, Owners owners) {
        this.world = world;
        this.bounds = bounds;
        this.rules = rules;
        int agents = world.programs().size();
        MicroCode[] codes = new MicroCode[agents];
        for (int i = 0; i < agents; i++) {
            Program program = world.programs().get(i);
            codes[i] = new MicroCode(world, model, program, new Code(world, program, model));
        }
        memory = new MemoryCore(world);
        layout = new Layout(world, codes, memory, bounds.reach());
        stores = new StoreTable(layout);
        teller = new Teller(layout, stores);
        Waits waits = new Waits(rules);
        views = new Views(layout, waits, rules, teller);
        performance = new Performance(layout, stores, views, rules, teller, owners);
        forecast = new Forecast(layout, stores);
        images = new Images(world, model, bounds, layout, stores, memory);
        boolean[] sleepable = new boolean[world.domains().size()];
        for (int i = 0; i < sleepable.length; i++) {
            sleepable[i] = world.domains().get(i).sleepable();
        }
        sections = new Sections(layout, views, rules, sleepable);
        Undo undo = new Undo(layout, stores, sections, teller, owners);
        copy = new Copy(world, layout, stores, sections, views, memory);
        windows = new Window[agents];
        retirements = new Retirement[agents];
        covered = new boolean[agents][];
        for (int i = 0; i < agents; i++) {
            windows[i] = new Window(i, codes[i], layout, waits, undo, teller, world, bounds, owners);
            covered[i] = new boolean[codes[i].code.size()];
            CpuFlags flags = new CpuFlags(world, bounds, false);
            Questions questions = new Questions(layout, stores, views, memory, flags, teller);
            long[] live = live(world.programs().get(i), codes[i].code);
            retirements[i] = new Retirement(layout, rules, flags, questions, teller, live, covered[i]);
        }
    }

    private static long[] live(Program program, Code code) {
        if (program.handler().isEmpty()) {
            return DeadRegisters.live(program);
        }
        long[] all = new long[code.size()];
        Arrays.fill(all, -1L);
        return all;
    }

    /// Puts an array into the state in which nothing has been fetched.
    void reset(int[] s) {
        Arrays.fill(s, 0);
        memory.reset(s, layout.memory);
    }

    /// The number of the first invariant of every state that a store has broken, or -1.
    int broken(int[] s, Change.Place place) {
        return place.lock() >= 0
                ? images.brokenBy(s, Op.UNLOCK, place.lock())
                : images.brokenBy(s, Op.STORE, place.cell());
    }

    /// The number of the first invariant of every state that an allocation or a free has broken, or -1.
    int broken(int[] s, Change.Pool pool) {
        return images.brokenBy(s, pool.op(), pool.target());
    }

    /// The number of the first broken invariant of every state, or -1.
    int broken(int[] s) {
        return images.relevant() ? images.broken(s, overtake.program.Invariant.When.ALWAYS) : -1;
    }

    Set<Bounds.Kind> boundsMet() {
        Set<Bounds.Kind> met = EnumSet.noneOf(Bounds.Kind.class);
        if (views.wasTableFull()) {
            met.add(Bounds.Kind.STORE_TABLE);
        }
        for (Window window : windows) {
            met.addAll(window.boundsMet());
        }
        return met;
    }

    /// The fault that an array records, if any.
    Optional<Fault> fault(int[] s) {
        return s[Layout.FAULT] == Layout.ELSEWHERE
                ? Optional.empty()
                : FaultHeader.fault(s, world, (agent, place) -> windows[agent].code.property[place]);
    }
}
