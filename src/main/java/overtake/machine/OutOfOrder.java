package overtake.machine;

import static overtake.machine.Layout.A;
import static overtake.machine.Layout.ABANDONED;
import static overtake.machine.Layout.COUNT;
import static overtake.machine.Layout.DONE;
import static overtake.machine.Layout.FETCH;
import static overtake.machine.Layout.KIND;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.Layout.RESULT;
import static overtake.machine.Layout.STATUS;
import static overtake.machine.Layout.WAITS;
import static overtake.machine.Layout.WHAT;
import static overtake.machine.MicroCode.ACCESS;
import static overtake.machine.MicroCode.BEGIN;
import static overtake.machine.MicroCode.CONDITIONAL;
import static overtake.machine.MicroCode.EVENT;
import static overtake.machine.MicroCode.HALVED;
import static overtake.machine.MicroCode.STRONG;
import static overtake.machine.MicroCode.WRITE;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import overtake.memory.MemoryModel;
import overtake.program.Invariant;
import overtake.program.Program;
import overtake.program.World;

/// The semantics of `lkmm`. Each agent has a [Window] of instructions that are fetched and not yet performed or retired; a step performs
/// one of them, as soon as those are done for which it [Waits]. Stores are in a [StoreTable] in coherence order; what an agent
/// knows of them is a mask, and [Views] says how it grows.
///
/// Order of [#enabled]: by agent number; for one agent its entries in program order, each with its alternatives from the newest store or the last
/// place on; then for each operation that may fail the assumption that it does; then the guesses of a branch; then an interrupt.
final class OutOfOrder implements Semantics {
    private final World world;
    private final Bounds bounds;
    private final Rules rules;
    private final Window[] windows;
    private final Retirement[] retirements;
    private final boolean[][] covered;
    private final MemoryCore memory;
    private final boolean pools;
    private final Layout layout;
    private final StoreTable stores;
    private final Views views;
    private final Performance performance;
    private final Sections sections;
    private final Teller teller;
    private final Images images;
    private final Request request = new Request();

    OutOfOrder(World world, MemoryModel model, Bounds bounds, Rules rules) {
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
        pools = !world.pools().isEmpty();
        layout = new Layout(world, codes, memory, bounds.reach());
        stores = new StoreTable(layout);
        teller = new Teller(layout, stores);
        Undo undo = new Undo(layout, stores, teller);
        Waits waits = new Waits(rules);
        views = new Views(layout, waits, rules, teller);
        performance = new Performance(layout, stores, views, rules, teller);
        images = new Images(world, model, bounds, layout, stores, memory);
        boolean[] sleepable = new boolean[world.domains().size()];
        for (int i = 0; i < sleepable.length; i++) {
            sleepable[i] = world.domains().get(i).sleepable();
        }
        sections = new Sections(layout, views, rules, sleepable);
        windows = new Window[agents];
        retirements = new Retirement[agents];
        covered = new boolean[agents][];
        for (int i = 0; i < agents; i++) {
            windows[i] = new Window(i, codes[i], layout, waits, undo, teller, world, bounds);
            covered[i] = new boolean[codes[i].code.size()];
            CpuFlags flags = new CpuFlags(world, bounds, false);
            Questions questions = new Questions(layout, stores, memory, flags, teller);
            long[] live = live(world.programs().get(i), codes[i].code);
            retirements[i] = new Retirement(layout, rules, flags, questions, live, covered[i]);
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

    @Override
    public int size() {
        return layout.size;
    }

    @Override
    public void journal(Journal to) {
        teller.journal(to);
    }

    @Override
    public boolean covered(int agent, int pc) {
        return covered[agent][pc];
    }

    @Override
    public Set<Bounds.Kind> boundsMet() {
        Set<Bounds.Kind> met = EnumSet.noneOf(Bounds.Kind.class);
        if (views.wasTableFull()) {
            met.add(Bounds.Kind.STORE_TABLE);
        }
        for (Window window : windows) {
            met.addAll(window.boundsMet());
        }
        return met;
    }

    @Override
    public void reset(int[] s) {
        Arrays.fill(s, 0);
        memory.reset(s, layout.memory);
        examine(s);
        for (Window window : windows) {
            settle(s, window);
        }
    }

    /// Lets an agent do all that is no step: hand on operands, retire, fetch, end sections.
    private void settle(int[] s, Window w) {
        for (int n = bounds.localInstructions(); n > 0; n--) {
            if (s[ABANDONED] != 0 || s[w.base + STATUS] != CpuCore.RUN) {
                return;
            }
            w.propagate(s);
            if (s[ABANDONED] != 0) {
                return;
            }
            boolean ended = endSections(s, w);
            int fault = retirements[w.agent].retire(s, w);
            if (fault != Retirement.FINE) {
                fault(s, FaultKind.values()[fault], w.agent, s[w.entries + WHAT] >> 1);
                return;
            }
            if (!w.fetch(s) && !ended) {
                return;
            }
        }
        fault(s, FaultKind.ENDLESS_LOOP, w.agent, s[w.base + FETCH]);
    }

    /// Ends of sections are performed as soon as they can be: later would only make more known.
    private boolean endSections(int[] s, Window w) {
        boolean any = false;
        if (!w.micro.sections) {
            return false;
        }
        for (int slot = 0; slot < s[w.base + COUNT]; slot++) {
            int at = w.entry(slot);
            if ((s[at + KIND] & MicroCode.END) == 0 || !ready(s, w, slot, at)) {
                continue;
            }
            if (sections.mayEnd(s, w, slot)) {
                teller.overtakes(s, w, slot);
                sections.end(s, w, slot);
                teller.tell(EventKind.PERFORM, w.agent, s[at + WHAT] >> 1, s[at + A], 0);
                any = true;
            } else if (slot == 0 && (s[at + MARKS] & Layout.UNKNOWN) == 0) {
                fault(s, FaultKind.UNBALANCED_SECTION, w.agent, s[at + WHAT] >> 1);
                return false;
            }
        }
        return any;
    }

    private static boolean ready(int[] s, Window w, int slot, int at) {
        return !Window.done(s, w.base, slot) && (Layout.pair(s, at + WAITS) & ~Layout.pair(s, w.base + DONE)) == 0;
    }

    @Override
    public void enabled(int[] s, Choices choices) {
        choices.clear();
        if (s[Layout.FAULT] != 0 || s[ABANDONED] != 0) {
            return;
        }
        for (Window w : windows) {
            if (s[w.base + STATUS] == CpuCore.RUN) {
                entries(s, w, choices);
                if (w.guessable(s)) {
                    choices.add(Step.of(w.agent, Step.GUESS, 0), Op.BRANCH);
                    choices.add(Step.of(w.agent, Step.GUESS, 1), Op.BRANCH);
                }
                if (Interrupts.possible(s, w)) {
                    choices.add(Step.of(w.agent, Step.INTERRUPT, 0), Op.HALT);
                }
            }
        }
    }

    /// Adds the steps of the window. Returns whether an access is ready but can never be performed.
    private boolean entries(int[] s, Window w, Choices choices) {
        boolean stuck = false;
        int count = s[w.base + COUNT];
        long pending = ~Layout.pair(s, w.base + DONE) & (1L << count) - 1;
        for (; pending != 0; pending &= pending - 1) {
            int slot = Long.numberOfTrailingZeros(pending);
            int at = w.entry(slot);
            int kind = s[at + KIND];
            if ((kind & EVENT) == 0) {
                continue;
            }
            if ((kind & (CONDITIONAL | HALVED)) == (CONDITIONAL | HALVED)) {
                assumptions(s, w, slot, at, choices);
            }
            if ((Layout.pair(s, at + WAITS) & ~Layout.pair(s, w.base + DONE)) == 0) {
                stuck |= entry(s, w, slot, at, kind, choices);
            }
        }
        return stuck;
    }

    private void assumptions(int[] s, Window w, int slot, int at, Choices choices) {
        int marks = s[at + MARKS];
        if ((marks & (Layout.ASSUMED_FAILED | Layout.ASSUMED_DONE)) != 0) {
            return;
        }
        int op = w.code.op[s[at + WHAT] >> 1];
        choices.add(Step.of(w.agent, Step.ASSUME + slot, 0), op);
        if ((marks & 4) != 0) {
            choices.add(Step.of(w.agent, Step.ASSUME + slot, 1), op);
        }
    }

    private boolean entry(int[] s, Window w, int slot, int at, int kind, Choices choices) {
        int op = w.code.op[s[at + WHAT] >> 1];
        int step = Step.of(w.agent, Step.WINDOW + slot, 0);
        if ((kind & ACCESS) != 0) {
            if (performance.lacksOperands(s, at) || unreachable(s, w, slot, at)) {
                return false;
            }
            return performance.alternatives(s, w, slot, choices);
        }
        boolean possible = (kind & STRONG) != 0 && sections(s, w, slot, at, kind)
                || (kind & BEGIN) != 0 && sections.mayBegin(s, w, slot)
                || (kind & (MicroCode.POOL | MicroCode.CHOOSE)) != 0 && (s[at + MARKS] & 1) == 0;
        if (possible) {
            int alternatives = op == Op.CHOOSE ? w.code.detail[s[at + WHAT] >> 1] : 1;
            for (int k = 0; k < alternatives; k++) {
                choices.add(step | k, op);
            }
        }
        return false;
    }

    private boolean sections(int[] s, Window w, int slot, int at, int kind) {
        if ((kind & MicroCode.GRACE) == 0) {
            return true;
        }
        return (s[at + MARKS] & 1) == 0 && sections.mayGoOn(s, w, slot);
    }

    /// Whether the access is to an object that is not allocated, and only a wrong guess may be to blame.
    private boolean unreachable(int[] s, Window w, int slot, int at) {
        if (!freed(s, at)) {
            return false;
        }
        for (int i = 0; i < slot; i++) {
            if ((s[w.entry(i) + KIND] & MicroCode.BRANCH) != 0 && !Window.done(s, w.base, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean freed(int[] s, int at) {
        return pools && (s[at + KIND] & MicroCode.LOCK) == 0 && memory.freed(s, layout.memory, s[at + A]);
    }

    @Override
    public void apply(int[] s, int step) {
        Window w = windows[Step.agent(step)];
        int slot = Step.slot(step);
        if (slot >= Step.ASSUME) {
            performance.assume(s, w, slot - Step.ASSUME, Step.alternative(step));
        } else if (slot >= Step.WINDOW) {
            perform(s, w, slot - Step.WINDOW, Step.alternative(step));
        } else if (slot == Step.GUESS) {
            w.guess(s, Step.alternative(step) == 1);
        } else {
            teller.tell(EventKind.INTERRUPT, w.agent, -1, -1, 0);
            Interrupts.enter(s, w);
        }
        if (s[Layout.FAULT] == 0 && s[ABANDONED] == 0) {
            settle(s, w);
            stores.collect(s);
        }
    }

    private void perform(int[] s, Window w, int slot, int alternative) {
        int at = w.entry(slot);
        int kind = s[at + KIND];
        int pc = s[at + WHAT] >> 1;
        covered[w.agent][pc] = true;
        teller.overtakes(s, w, slot);
        if ((kind & ACCESS) != 0) {
            if (freed(s, at)) {
                fault(s, FaultKind.USE_AFTER_FREE, w.agent, pc);
            } else if ((kind & WRITE) != 0) {
                performance.write(s, w, slot, alternative);
                examine(s);
            } else {
                performance.read(s, w, slot, alternative);
            }
        } else if ((kind & MicroCode.GRACE) != 0) {
            boolean started = (s[at + MARKS] & Layout.STARTED) != 0;
            sections.synchronize(s, w, slot);
            teller.tell(started ? EventKind.GRANT : EventKind.WAIT, w.agent, pc, s[at + A], 0);
        } else if ((kind & STRONG) != 0) {
            if (rules.on(Rule.FULL_FENCE_SPREADS)) {
                views.tellAll(s, views.seenMarked(s, w, slot), w.agent, pc);
            }
            teller.tell(EventKind.FENCE, w.agent, pc, -1, 0);
            Window.setDone(s, w.base, slot);
        } else if ((kind & BEGIN) != 0) {
            sections.begin(s, w, slot);
            teller.tell(EventKind.PERFORM, w.agent, pc, s[at + A], 0);
        } else if ((kind & MicroCode.CHOOSE) != 0) {
            s[at + RESULT] = alternative;
            teller.tell(EventKind.PERFORM, w.agent, pc, -1, alternative);
            Window.setDone(s, w.base, slot);
        } else {
            pool(s, w, slot, pc);
        }
    }

    private void pool(int[] s, Window w, int slot, int pc) {
        int at = w.entry(slot);
        request.op = w.code.op[pc];
        request.target = s[at + A];
        int answer = memory.apply(s, layout.memory, request);
        if (memory.faulty()) {
            fault(s, memory.fault(), w.agent, pc);
            return;
        }
        for (int cell = 0; cell < layout.cells && request.op == Op.ALLOCATE && answer != 0; cell++) {
            if (world.cells().get(cell).object() == answer) {
                stores.forget(s, cell);
            }
        }
        s[at + RESULT] = answer;
        teller.tell(EventKind.PERFORM, w.agent, pc, s[at + A], answer);
        examine(s);
        Window.setDone(s, w.base, slot);
    }

    private void examine(int[] s) {
        if (images.relevant()) {
            int broken = images.broken(s, Invariant.When.ALWAYS);
            if (broken >= 0) {
                fault(s, FaultKind.INVARIANT, -1, broken);
            }
        }
    }

    private static void fault(int[] s, FaultKind kind, int agent, int place) {
        if (s[Layout.FAULT] == 0) {
            s[Layout.FAULT] = kind.ordinal() + 1;
            s[Layout.FAULT_AGENT] = agent + 1;
            s[Layout.FAULT_PLACE] = place + 1;
        }
    }

    @Override
    public Optional<Fault> fault(int[] s) {
        if (s[Layout.FAULT] == 0) {
            return Optional.empty();
        }
        FaultKind kind = FaultKind.values()[s[Layout.FAULT] - 1];
        int agent = s[Layout.FAULT_AGENT] - 1;
        int place = s[Layout.FAULT_PLACE] - 1;
        String property = switch (kind) {
            case INVARIANT -> world.invariants().get(place).name();
            case CHECK -> windows[agent].code.property[place];
            default -> kind.property();
        };
        return Optional.of(new Fault(kind, agent, place, property));
    }

    @Override
    public boolean faulty(int[] s) {
        return s[Layout.FAULT] != 0;
    }

    @Override
    public boolean finished(int[] s) {
        for (Window w : windows) {
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
        if (s[Layout.FAULT] != 0 || finished(s)) {
            return false;
        }
        boolean stuck = false;
        Choices none = new Choices();
        for (Window w : windows) {
            stuck |= s[w.base + STATUS] == CpuCore.RUN && entries(s, w, none);
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
        int broken = images.broken(s, Invariant.When.FINALLY);
        if (broken >= 0) {
            String name = world.invariants().get(broken).name();
            return Optional.of(new Fault(FaultKind.INVARIANT, -1, broken, name));
        }
        if (memory.leaks(s, layout.memory)) {
            return Optional.of(new Fault(FaultKind.LEAK, -1, -1, FaultKind.LEAK.property()));
        }
        return Optional.empty();
    }

    @Override
    public int cell(int[] s, int cell) {
        return stores.latest(s, cell);
    }

    @Override
    public int observation(int[] s, int agent, int slot) {
        return s[layout.observations[agent] + slot];
    }

    @Override
    public int pc(int[] s, int agent) {
        Window w = windows[agent];
        return s[w.base + COUNT] > 0 ? s[w.entries + WHAT] >> 1 : Math.max(0, s[w.base + FETCH]);
    }

    @Override
    public int pcOf(int[] s, int step) {
        Window w = windows[Step.agent(step)];
        int slot = Step.slot(step);
        if (slot >= Step.WINDOW) {
            return s[w.entry((slot - Step.WINDOW) % (Step.ASSUME - Step.WINDOW)) + WHAT] >> 1;
        }
        return slot == Step.GUESS ? s[w.base + FETCH] : pc(s, Step.agent(step));
    }

    /// Of the oldest instruction in the window.
    @Override
    public boolean halfway(int[] s, int agent) {
        Window w = windows[agent];
        int count = s[w.base + COUNT];
        return count > 1 && (s[w.entries + KIND] & HALVED) != 0 && Window.done(s, w.base, 0)
                && !Window.done(s, w.base, 1);
    }

    @Override
    public int status(int[] s, int agent) {
        return s[windows[agent].base + STATUS];
    }

    @Override
    public int travelling(int[] s, int agent) {
        return 0;
    }
}
