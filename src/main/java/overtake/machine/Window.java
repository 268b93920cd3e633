package overtake.machine;

import static overtake.machine.Layout.A;
import static overtake.machine.Layout.COUNT;
import static overtake.machine.Layout.DONE;
import static overtake.machine.Layout.ENTRY;
import static overtake.machine.Layout.FETCH;
import static overtake.machine.Layout.KIND;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.Layout.REGIONS;
import static overtake.machine.Layout.RESULT;
import static overtake.machine.Layout.SOURCE;
import static overtake.machine.Layout.UNKNOWN;
import static overtake.machine.Layout.WAITS;
import static overtake.machine.Layout.WHAT;
import static overtake.machine.MicroCode.ACCESS;
import static overtake.machine.MicroCode.READ;
import static overtake.machine.MicroCode.WRITE;

import java.util.Set;
import overtake.program.World;

/// The window of one agent: instructions fetched and not yet retired, in program order. Here they are fetched, get the values of
/// their operands, and local ones are executed; [Performance] does what is visible to others, [Retirement] what happens at the head.
///
/// Availability of operands is what makes a dependency. A branch whose operands are not available is not fetched before it is guessed; a
/// wrong guess empties the window behind it, or ends the run as abandoned if something in there has been seen by others.
final class Window {
    final int agent;
    final MicroCode micro;
    final Code code;
    /// Where the agent's fields and its first entry are.
    final int base;

    final int entries;
    private final Layout layout;
    private final Frontier frontier;
    private final Waits waits;
    final LocalCode local;
    private final int guesses;
    private final Teller teller;
    private final Owners owners;
    private final Undo undo;
    private final boolean undoes;
    private final WindowBounds met;

    Window(
            int agent, MicroCode micro, Layout layout, Waits waits, Undo undo, Teller teller, World world,
            Bounds bounds,
            Owners owners) {
        this.owners = owners;
        this.undo = undo;
        undoes = bounds.reach().wrongGuess() == Bounds.WrongGuess.UNDONE;
        this.teller = teller;
        this.agent = agent;
        this.micro = micro;
        this.code = micro.code;
        this.layout = layout;
        this.waits = waits;
        base = layout.agent[agent];
        entries = layout.window[agent];
        met = new WindowBounds(base, undoes);
        local = new LocalCode(code, world);
        guesses = bounds.reach().guesses();
        frontier = new Frontier(micro, waits);
    }

    /// The bounds because of which an instruction was not fetched that could perhaps have been performed early.
    Set<Bounds.Kind> boundsMet() {
        return met.met();
    }

    int entry(int slot) {
        return entries + ENTRY * slot;
    }

    static boolean done(int[] s, int base, int slot) {
        return (s[base + DONE + (slot >> 5)] >>> slot & 1) != 0;
    }

    static void setDone(int[] s, int base, int slot) {
        s[base + DONE + (slot >> 5)] |= 1 << slot;
    }

    // ---- fetching

    /// Fetches what can be fetched. Returns whether anything was.
    boolean fetch(int[] s) {
        boolean any = false;
        for (int pc = s[base + FETCH]; pc >= 0 && !yields(s); pc = s[base + FETCH]) {
            if ((s[base + REGIONS] | s[base + REGIONS + 1]) != 0) {
                closeRegions(s, pc);
            }
            int kind = micro.kinds[2 * pc];
            int op = code.op[pc];
            if (op == Op.JUMP || kind == 0) {
                s[base + FETCH] = op == Op.JUMP ? code.detail[pc] : pc + 1;
                any = true;
                if (op == Op.JUMP && code.detail[pc] <= pc) {
                    return true;
                }
                continue;
            }
            if (op == Op.BRANCH) {
                int direction = direction(s, pc);
                if (direction < 0) {
                    return any;
                }
                s[base + FETCH] = direction == 1 ? code.detail[pc] : pc + 1;
                any = true;
                if (s[base + FETCH] <= pc) {
                    return true;
                }
                continue;
            }
            int halves = (kind & MicroCode.HALVED) != 0 ? 2 : 1;
            if (held(s, halves, kind)) {
                return any;
            }
            for (int half = 0; half < halves; half++) {
                add(s, 2 * pc + half, micro.kinds[2 * pc + half]);
            }
            s[base + FETCH] =
                    op == Op.HALT || op == Op.FAIL ? -1 : op == Op.HANDLER_RETURN ? s[base + Layout.RESUME] : pc + 1;
            any = true;
        }
        return any;
    }

    /// Whether the instruction cannot be fetched now: there is no room, or nothing that comes now could be performed.
    private boolean held(int[] s, int halves, int kind) {
        int count = s[base + COUNT];
        if (count + halves > layout.capacity[agent]) {
            if (early(s, s[base + FETCH])) {
                met.meet(s, Bounds.Kind.WINDOW);
            }
            return true;
        }
        boolean sections = (kind & (MicroCode.BEGIN | MicroCode.END)) != 0;
        if (sections && (operandMarks(s, s[base + COUNT], code.a[s[base + FETCH]], 0) & UNKNOWN) != 0) {
            return true; // nesting must be known
        }
        return !micro.sections && blocked(s, count);
    }

    /// Whether the last entry is a hint to run others that is not performed yet. It waits for nothing; nothing is fetched behind it before,
    /// so that a strategy sees it in time.
    private boolean yields(int[] s) {
        int last = s[base + COUNT] - 1;
        return last >= 0 && !done(s, base, last) && code.op[s[entry(last) + WHAT] >> 1] == Op.YIELD;
    }

    /// Whether an instruction from there on, which is not fetched because of a bound, could be performed now if it were: all its operands are
    /// assumed to be known.
    private boolean early(int[] s, int pc) {
        for (int next : frontier.from(pc)) {
            int kind = micro.kinds[2 * next];
            if (!waits.waitsForAny(s, this, kind, code.op[next] == Op.FREE ? Waits.Frees.YES : Waits.Frees.NO)) {
                return true;
            }
        }
        return false;
    }

    /// Whether an entry is pending that goes before everything after it.
    private boolean blocked(int[] s, int count) {
        long pending = ~Layout.pair(s, base + DONE) & (1L << count) - 1;
        for (; pending != 0; pending &= pending - 1) {
            int kind = s[entry(Long.numberOfTrailingZeros(pending)) + KIND];
            if (waits.blocks(kind, micro.plain)) {
                return true;
            }
        }
        return false;
    }

    private void add(int[] s, int what, int kind) {
        int slot = s[base + COUNT];
        int at = entry(slot);
        int pc = what >> 1;
        s[at + WHAT] = what;
        s[at + KIND] = kind;
        s[at + SOURCE] = Layout.NOTHING;
        int before = slot - (what & 1); // the first half of an operation may set the register that holds its address
        int marks = operandMarks(s, before, code.a[pc], 0);
        s[at + A] = operand;
        if ((kind & (MicroCode.LOCK | MicroCode.STRONG | MicroCode.FENCES)) == 0) {
            marks |= operandMarks(s, before, code.b[pc], 1);
            s[at + A + 1] = operand;
            int op = code.op[pc];
            if (op == Op.RMW || op == Op.SELECT) {
                marks |= operandMarks(s, before, code.c[pc], 2);
                s[at + A + 2] = operand;
            }
            if (op == Op.SELECT) {
                marks |= operandMarks(s, before, code.d[pc], 3);
                s[at + A + 3] = operand;
            }
        }
        s[at + MARKS] = marks;
        s[base + COUNT] = slot + 1;
        teller.entry(EntryKind.FETCHED, agent, slot, what);
        if ((kind & MicroCode.FENCES) != 0) {
            setDone(s, base, slot);
        } else if ((kind & MicroCode.LOCAL) != 0) {
            execute(s, slot);
        } else if ((kind & (MicroCode.BEGIN | MicroCode.END)) != 0) {
            nest(s, slot);
        }
        Layout.pair(s, at + WAITS, waits.of(s, this, slot, Layout.pair(s, base + REGIONS)));
        if ((kind & ACCESS) != 0) {
            badAddress(s, at);
        }
    }

    /// What [#operandMarks] found.
    int operand;

    /// Finds an operand of an instruction behind the first `before` entries: leaves its value, or the entry that will make it, in `operand`, and returns the mark for its place.
    int operandMarks(int[] s, int before, int from, int place) {
        if (from < 0) {
            operand = code.constants[~from];
            return 0;
        }
        for (int slot = before - 1; slot >= 0; slot--) {
            int at = entry(slot);
            int what = s[at + WHAT];
            if ((what & 1) == 0 && code.to[what >> 1] == from) {
                if (done(s, base, slot)) {
                    operand = s[at + RESULT];
                    return 0;
                }
                operand = slot;
                return 1 << place;
            }
        }
        operand = s[layout.registers[agent] + from];
        return 0;
    }

    /// A section of RCU inside another one of the same agent is none of its own.
    private void nest(int[] s, int slot) {
        int at = entry(slot);
        if ((s[at + KIND] & MicroCode.SLEEPABLE) != 0) {
            return;
        }
        int depth = s[layout.nesting(agent, s[at + A])];
        for (int i = 0; i < slot; i++) {
            int other = entry(i);
            int kind = micro.kinds[s[other + WHAT]];
            if ((kind & (MicroCode.BEGIN | MicroCode.END)) != 0 && s[other + A] == s[at + A]) {
                depth += (kind & MicroCode.BEGIN) != 0 ? 1 : -1;
            }
        }
        boolean begins = (s[at + KIND] & MicroCode.BEGIN) != 0;
        if (begins ? depth > 0 : depth > 1) {
            s[at + KIND] &= ~(MicroCode.BEGIN | MicroCode.END);
            s[at + MARKS] |= Layout.NESTED;
            setDone(s, base, slot);
        }
    }

    // ---- branches

    /// 1 if the branch jumps, 0 if not, -1 if that is not known.
    private int direction(int[] s, int pc) {
        if (operandMarks(s, s[base + COUNT], code.a[pc], 0) != 0) {
            return -1;
        }
        int a = operand;
        if (operandMarks(s, s[base + COUNT], code.b[pc], 1) != 0) {
            return -1;
        }
        return local.test(pc, a, operand) ? 1 : 0;
    }

    /// Whether fetching has stopped at a branch that may be guessed.
    boolean guessable(int[] s) {
        int pc = s[base + FETCH];
        if (pc < 0 || code.op[pc] != Op.BRANCH || yields(s)) {
            return false;
        }
        int count = s[base + COUNT];
        int guessed = 0;
        for (int slot = 0; slot < count; slot++) {
            guessed += (s[entry(slot) + KIND] & MicroCode.BRANCH) != 0 && !done(s, base, slot) ? 1 : 0;
        }
        if (blocked(s, count)) {
            return false;
        }
        if (guessed >= guesses || count == layout.capacity[agent]) {
            if (early(s, pc)) {
                met.meet(s, guessed >= guesses ? Bounds.Kind.GUESSES : Bounds.Kind.WINDOW);
            }
            return false;
        }
        return true;
    }

    void guess(int[] s, boolean jumps) {
        int pc = s[base + FETCH];
        int slot = s[base + COUNT];
        long regions = Layout.pair(s, base + REGIONS);
        teller.tell(EventKind.GUESS, agent, pc, -1, jumps ? 1 : 0);
        add(s, 2 * pc, MicroCode.BRANCH);
        int at = entry(slot);
        s[at + MARKS] |= jumps ? Layout.JUMPS : 0;
        Layout.pair(s, at + Layout.OUTER, regions);
        Layout.pair(s, base + REGIONS, regions | 1L << slot);
        s[base + FETCH] = jumps ? code.detail[pc] : pc + 1;
    }

    private void closeRegions(int[] s, int pc) {
        for (long open = Layout.pair(s, base + REGIONS); open != 0; open &= open - 1) {
            int slot = Long.numberOfTrailingZeros(open);
            if (micro.join[s[entry(slot) + WHAT] >> 1] == pc) {
                s[base + REGIONS + (slot >> 5)] &= ~(1 << slot);
            }
        }
    }

    /// The operands of a guessed branch are known. Returns whether the guess was wrong.
    private boolean resolve(int[] s, int slot) {
        int at = entry(slot);
        int pc = s[at + WHAT] >> 1;
        boolean jumps = local.test(pc, s[at + A], s[at + A + 1]);
        setDone(s, base, slot);
        if (jumps == ((s[at + MARKS] & Layout.JUMPS) != 0)) {
            return false;
        }
        s[at + MARKS] ^= Layout.JUMPS;
        boolean idle = s[Layout.FAULT] != 0 && Gaps.limit(s, this) <= slot; // behind it nothing was performed
        if (!idle && (!undoes || s[Layout.FAULT] != 0 || !undo.all(s, this, slot + 1))) {
            s[Layout.ABANDONED] = 1;
            return true;
        }
        teller.tell(EventKind.SQUASH, agent, pc, -1, jumps ? 1 : 0);
        cut(s, slot + 1);
        Layout.pair(s, base + REGIONS, Layout.pair(s, at + Layout.OUTER) | 1L << slot);
        s[base + FETCH] = jumps ? code.detail[pc] : pc + 1;
        return true;
    }

    /// Drops the entries from a slot on.
    void cut(int[] s, int slot) {
        teller.entry(EntryKind.CUT, agent, slot, 0);
        java.util.Arrays.fill(s, entry(slot), entry(s[base + COUNT]), 0);
        s[base + COUNT] = slot;
        Layout.pair(s, base + DONE, Layout.pair(s, base + DONE) & (1L << slot) - 1);
        met.cut(s, slot);
    }

    /// So many entries have retired.
    void retired(int[] s, int gone) {
        met.retired(s, gone);
    }

    /// Whether wrong guesses are undone.
    boolean undoes() {
        return undoes;
    }

    /// The operation in this and the next entry does not do what was assumed: it is fetched anew, and what was fetched behind it forgotten.
    void takeBack(int[] s, int slot) {
        long branches = 0;
        for (int i = 0; i < slot; i++) {
            branches |= (s[entry(i) + KIND] & MicroCode.BRANCH) != 0 ? 1L << i : 0;
        }
        long regions = Layout.pair(s, entry(slot + 1) + WAITS) & branches;
        int pc = s[entry(slot) + WHAT] >> 1;
        if (!undo.all(s, this, slot)) {
            s[Layout.ABANDONED] = 1;
            return;
        }
        teller.tell(EventKind.SQUASH, agent, pc, -1, 0);
        cut(s, slot);
        Layout.pair(s, base + REGIONS, regions);
        s[base + FETCH] = pc;
    }

    // ---- operands

    /// Hands results to the operands that wait for them.
    void propagate(int[] s) {
        for (int slot = 0; slot < s[base + COUNT]; slot++) {
            int at = entry(slot);
            int marks = s[at + MARKS];
            if ((marks & UNKNOWN) == 0) {
                continue;
            }
            int left = marks;
            for (int unknown = marks & UNKNOWN; unknown != 0; unknown &= unknown - 1) {
                int place = Integer.numberOfTrailingZeros(unknown);
                int producer = s[at + A + place];
                if (done(s, base, producer)) {
                    s[at + A + place] = s[entry(producer) + RESULT];
                    left &= ~(1 << place);
                }
            }
            if (left != marks) {
                s[at + MARKS] = left;
                if (learned(s, slot, marks & ~left)) {
                    return;
                }
            }
        }
    }

    /// What a performed operation compares with has become known. Returns whether it was assumed wrongly, and taken back.
    private boolean disproved(int[] s, int slot) {
        int at = entry(slot);
        if (Performance.writes(code, s, at) != ((s[at + MARKS] & Layout.ASSUMED_FAILED) != 0)) {
            return false;
        }
        if (!undoes || s[Layout.FAULT] != 0) {
            s[Layout.ABANDONED] = 1;
            return false;
        }
        takeBack(s, slot);
        return true;
    }

    /// Some operands of an entry have become known. Returns whether the window was emptied behind it.
    private boolean learned(int[] s, int slot, int known) {
        int at = entry(slot);
        int kind = s[at + KIND];
        if ((s[at + MARKS] & UNKNOWN) == 0) {
            if ((kind & MicroCode.LOCAL) != 0) {
                execute(s, slot);
            } else if ((kind & MicroCode.BRANCH) != 0) {
                return resolve(s, slot);
            }
        }
        if ((kind & ACCESS) != 0) {
            if ((known & 1) != 0) {
                badAddress(s, at);
                addressKnown(s, slot);
            }
            if ((known & 2) != 0 && (kind & MicroCode.PLAIN) != 0 && done(s, base, slot)) {
                owners.fill(s, s[at + SOURCE], s[at + A + 1]);
            }
            return (known & 4) != 0 && (kind & READ) != 0 && done(s, base, slot) && disproved(s, slot);
        }
        return false;
    }

    private void badAddress(int[] s, int at) {
        int limit = (s[at + KIND] & MicroCode.LOCK) != 0 ? Integer.MAX_VALUE : layout.cells;
        if ((s[at + MARKS] & 1) == 0 && (s[at + A] < 0 || s[at + A] >= limit)) {
            s[at + MARKS] |= Layout.BAD;
        }
    }

    /// The cell of an access has become known: accesses of the same cell keep their order from now on, and if one of them was performed
    /// too early the run is none.
    private void addressKnown(int[] s, int slot) {
        int at = entry(slot);
        int kind = s[at + KIND];
        for (int i = 0; i < s[base + COUNT]; i++) {
            int other = entry(i);
            int its = s[other + KIND];
            boolean same = i != slot
                    && (its & ACCESS) != 0
                    && (s[other + MARKS] & 1) == 0
                    && s[other + A] == s[at + A]
                    && (its & MicroCode.LOCK) == (kind & MicroCode.LOCK);
            if (!same) {
                continue;
            }
            if (i < slot) {
                Layout.join(s, at + WAITS, waits.sameCell(kind) ? 1L << i : 0);
            } else if (done(s, base, i)) {
                int source = s[other + SOURCE];
                boolean tooEarly = (its & WRITE) != 0
                        || (kind & WRITE) != 0 && (source > Layout.FORWARDED || Layout.FORWARDED - source < slot);
                if (tooEarly) {
                    s[Layout.ABANDONED] = 1;
                }
            } else {
                Layout.join(s, other + WAITS, waits.sameCell(its) ? 1L << slot : 0);
            }
        }
    }

    /// Executes a local instruction whose operands are known.
    private void execute(int[] s, int slot) {
        int at = entry(slot);
        if ((s[at + MARKS] & UNKNOWN) != 0) {
            return;
        }
        int pc = s[at + WHAT] >> 1;
        int value = local.compute(pc, s[at + A], s[at + A + 1], s[at + A + 2], s[at + A + 3]);
        if (value == World.NOWHERE && code.op[pc] == Op.LOOKUP) {
            s[at + MARKS] |= Layout.BAD;
            return;
        }
        s[at + RESULT] = value;
        setDone(s, base, slot);
    }
}
