package overtake.machine;

import static overtake.machine.Layout.A;
import static overtake.machine.Layout.ASSUMED_DONE;
import static overtake.machine.Layout.ASSUMED_FAILED;
import static overtake.machine.Layout.BASE;
import static overtake.machine.Layout.CARRIES;
import static overtake.machine.Layout.COUNT;
import static overtake.machine.Layout.DONE;
import static overtake.machine.Layout.ENTRY;
import static overtake.machine.Layout.FORWARDED;
import static overtake.machine.Layout.HANDED;
import static overtake.machine.Layout.HANDS;
import static overtake.machine.Layout.HANDS_SEEN;
import static overtake.machine.Layout.INFO;
import static overtake.machine.Layout.KIND;
import static overtake.machine.Layout.KNOWN;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.Layout.NOTHING;
import static overtake.machine.Layout.OLDER_THAN_BASE;
import static overtake.machine.Layout.OWNER;
import static overtake.machine.Layout.PENDING;
import static overtake.machine.Layout.RESERVED;
import static overtake.machine.Layout.RESULT;
import static overtake.machine.Layout.SAW;
import static overtake.machine.Layout.SOURCE;
import static overtake.machine.Layout.TAKEN;
import static overtake.machine.Layout.UNKNOWN;
import static overtake.machine.Layout.UNLOCKED;
import static overtake.machine.Layout.UNLOCKS;
import static overtake.machine.Layout.WHAT;
import static overtake.machine.MicroCode.CONDITIONAL;
import static overtake.machine.MicroCode.GIVE;
import static overtake.machine.MicroCode.HALVED;
import static overtake.machine.MicroCode.LOCK;
import static overtake.machine.MicroCode.PLAIN;
import static overtake.machine.MicroCode.READ;
import static overtake.machine.MicroCode.TAKE;
import static overtake.machine.MicroCode.WRITE;

import overtake.program.LockMode;
import overtake.program.RmwOperation;

/// Reads and writes: what alternatives an access has now, and what performing it does.
final class Performance {
    private static final int NOT_YET = -100;

    private static final RmwOperation[] RMW = RmwOperation.values();
    private static final int READ_MODE = LockMode.READ.ordinal();
    private static final int WRITE_MODE = LockMode.WRITE.ordinal();

    private final Layout layout;
    private final StoreTable stores;
    private final Views views;
    private final Rules rules;
    private final Teller teller;
    private final Owners owners;

    Performance(Layout layout, StoreTable stores, Views views, Rules rules, Teller teller, Owners owners) {
        this.owners = owners;
        this.teller = teller;
        this.layout = layout;
        this.stores = stores;
        this.views = views;
        this.rules = rules;
    }

    // ---- what is possible

    /// Adds the ways in which an access, whose predecessors are done, can be performed now. Returns whether it cannot be, for another
    /// reason than a lock that is held: if no agent can do anything else, no continuation is an execution.
    boolean alternatives(int[] s, Window w, int slot, Choices choices) {
        int at = w.entry(slot);
        int kind = s[at + KIND];
        int op = w.code.op[s[at + WHAT] >> 1];
        int step = Step.of(w.agent, Step.WINDOW + slot, 0);
        int cell = stores.cellOf(s, at);
        int first = stores.first(s, cell);
        int end = stores.end(s, cell, first);
        if ((kind & WRITE) != 0) {
            return places(s, w, at, cell, first, end, step, op, choices);
        }
        int forward = forward(s, w, slot);
        if (forward != NOTHING) {
            if (forward >= 0 && allowed(s, w, at, value(s, w, forward), false)) {
                choices.add(step, op, cell);
            }
            return false;
        }
        int lowest =
                layout.isQueue(cell) ? end - 1 : known(s, w.agent, first, end, Rule.KNOWN_TO_READ);
        int highest = upper(s, w, slot, first, end);
        boolean any = false;
        for (int i = highest; i >= lowest; i--) {
            int number = i < first ? BASE : i;
            boolean known = number < 0 || (s[layout.store(number) + INFO] & PENDING) == 0;
            if (known && allowed(s, w, at, stores.value(s, cell, number), stores.taken(s, cell, number))) {
                choices.add(step | end - 1 - i, op, cell);
                any = true;
            }
        }
        return !any && ((kind & LOCK) == 0 || (kind & CONDITIONAL) != 0);
    }

    /// Whether a read may take this store.
    private boolean allowed(int[] s, Window w, int at, int value, boolean taken) {
        int kind = s[at + KIND];
        if ((kind & HALVED) == 0) {
            return true;
        }
        boolean fails = fails(s, w, at, value);
        if ((kind & CONDITIONAL) != 0) {
            int marks = s[at + MARKS];
            boolean undecided = (marks & 4) != 0;
            if ((marks & ASSUMED_FAILED) != 0) {
                return fails || undecided;
            }
            boolean mayFail = fails && !undecided && (marks & ASSUMED_DONE) == 0;
            boolean mayWrite = (undecided || !fails) && (!taken || !rules.on(Rule.ATOMICITY));
            return mayFail || mayWrite;
        }
        boolean free = !taken || !rules.on((kind & LOCK) != 0 ? Rule.EXCLUSION : Rule.ATOMICITY);
        return free && !fails;
    }

    /// Whether the operation writes nothing, or must wait, if it reads this value.
    static boolean fails(int[] s, Window w, int at, int value) {
        int pc = s[at + WHAT] >> 1;
        return switch (w.code.op[pc]) {
            case Op.LOCK, Op.TRYLOCK -> w.code.detail[pc] == READ_MODE ? value < 0 : value != 0;
            case Op.RMW -> !RMW[w.code.detail[pc]].writes(value, s[at + A + 2]);
            default -> false;
        };
    }

    /// Whether a performed operation, all of whose operands are known, writes.
    static boolean writes(Code code, int[] s, int at) {
        return RMW[code.detail[s[at + WHAT] >> 1]].writes(s[at + RESULT], s[at + A + 2]);
    }

    /// The entry whose store is not performed yet and gives a load its value; [#NOT_YET] if it cannot be known yet;
    /// [Layout#NOTHING] if the load goes to memory.
    private int forward(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        long pending = ~Layout.pair(s, w.base + DONE) & (1L << slot) - 1;
        for (; pending != 0; pending &= ~Long.highestOneBit(pending)) {
            int i = Long.SIZE - 1 - Long.numberOfLeadingZeros(pending);
            int other = w.entry(i);
            int kind = s[other + KIND];
            boolean same = (kind & WRITE) != 0
                    && (s[other + MARKS] & 1) == 0
                    && s[other + A] == s[at + A]
                    && ((kind ^ s[at + KIND]) & LOCK) == 0;
            if (same) {
                boolean reserved = (s[other + MARKS] & RESERVED) != 0 && (s[at + KIND] & HALVED) != 0;
                boolean gives = valueKnown(s, w, i) && !reserved && (s[at + KIND] & LOCK) == 0;
                return gives && rules.on(Rule.FORWARDING) ? i : NOT_YET;
            }
        }
        return NOTHING;
    }

    /// Whether a load takes the value of an own store that is not performed yet.
    boolean forwards(int[] s, Window w, int slot) {
        return forward(s, w, slot) >= 0;
    }

    /// Whether it is known what a store that is not performed yet will write.
    static boolean valueKnown(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        if ((s[at + MARKS] & 2) != 0) {
            return false;
        }
        int what = s[at + WHAT];
        if ((what & 1) == 0) {
            return true;
        }
        if (Window.done(s, w.base, slot - 1)) {
            return true;
        }
        int pc = what >> 1;
        RmwOperation operation = w.code.op[pc] == Op.RMW ? RMW[w.code.detail[pc]] : RmwOperation.ADD;
        boolean decided = (s[at + KIND] & CONDITIONAL) == 0 || (s[at - ENTRY + MARKS] & ASSUMED_DONE) != 0;
        boolean constant = operation == RmwOperation.EXCHANGE || operation == RmwOperation.COMPARE_EXCHANGE;
        return decided && constant;
    }

    /// What a store writes.
    static int value(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        int what = s[at + WHAT];
        int pc = what >> 1;
        switch (w.code.op[pc]) {
            case Op.STORE -> {
                return s[at + A + 1];
            }
            case Op.RMW -> {
                return RMW[w.code.detail[pc]].apply(s[at - ENTRY + RESULT], s[at + A + 1]);
            }
            case Op.UNLOCK -> {
                return (what & 1) == 0 ? 0 : s[at - ENTRY + RESULT] - 1;
            }
            default -> {
                int mode = w.code.detail[pc];
                return mode == READ_MODE ? s[at - ENTRY + Layout.D] + 1 : mode == WRITE_MODE ? -1 : 1;
            }
        }
    }

    /// The newest of the stores that the agent knows, or one less than the first.
    private int known(int[] s, int agent, int first, int end, Rule rule) {
        if (first == end || !rules.on(rule)) {
            return first - 1;
        }
        long known = Layout.pair(s, layout.mask(agent, KNOWN)) & -1L >>> Long.SIZE - end & -1L << first;
        return known == 0 ? first - 1 : Long.SIZE - 1 - Long.numberOfLeadingZeros(known);
    }

    /// The newest store that a read may take in view of later reads of the cell that are done.
    private int upper(int[] s, Window w, int slot, int first, int end) {
        int at = w.entry(slot);
        int highest = end - 1;
        long later = rules.on(Rule.READ_READ) ? Layout.pair(s, w.base + DONE) & -2L << slot : 0;
        for (; later != 0; later &= later - 1) {
            int other = w.entry(Long.numberOfTrailingZeros(later));
            int kind = s[other + KIND];
            boolean same = (kind & READ) != 0
                    && s[other + A] == s[at + A]
                    && ((kind ^ s[at + KIND]) & LOCK) == 0;
            if (same) {
                int source = s[other + SOURCE];
                if (source >= 0) {
                    highest = Math.min(highest, source);
                } else if (source == BASE) {
                    highest = Math.min(highest, first - 1);
                } else if (source == OLDER_THAN_BASE) {
                    highest = first - 2;
                }
            }
        }
        return highest;
    }

    private boolean places(
            int[] s, Window w, int at, int cell, int first, int end, int step, int op, Choices choices) {
        if (stores.full(s)) {
            views.tableFull();
            return true;
        }
        int lowest = layout.isQueue(cell) ? end : known(s, w.agent, first, end, Rule.KNOWN_TO_WRITE) + 1;
        if ((s[at + WHAT] & 1) != 0) {
            int source = s[at + SOURCE];
            int place = source == BASE ? first : source + 1;
            boolean passed = place < lowest && !layout.isQueue(cell);
            if (source == OLDER_THAN_BASE || passed && rules.on(Rule.ATOMICITY)) {
                return true;
            }
            if (rules.on(Rule.ATOMICITY)) {
                choices.add(step | end - place, op, cell);
                return false;
            }
            lowest = Math.max(lowest, place);
        }
        boolean any = false;
        for (int place = end; place >= lowest; place--) {
            if (!rules.on(Rule.ATOMICITY) || !stores.taken(s, cell, place == first ? BASE : place - 1)) {
                choices.add(step | end - place, op, cell);
                any = true;
            }
        }
        return !any;
    }

    // ---- what performing does

    /// Performs a read. `alternative` is how many newer stores it passes over.
    void read(int[] s, Window w, int slot, int alternative) {
        int at = w.entry(slot);
        int kind = s[at + KIND];
        int forward = forward(s, w, slot);
        int value;
        if (forward >= 0) {
            value = value(s, w, forward);
            s[at + SOURCE] = FORWARDED - forward;
        } else {
            int cell = stores.cellOf(s, at);
            int first = stores.first(s, cell);
            int number = stores.end(s, cell, first) - 1 - alternative;
            number = number < first ? BASE : number;
            value = stores.value(s, cell, number);
            s[at + SOURCE] = number;
            long saw = stores.with(s, number);
            if ((kind & PLAIN) != 0 && rules.on(Rule.PLAIN)) {
                saw = number < 0 ? 0 : 1L << number;
            } else {
                Layout.pair(s, at + SAW, saw);
            }
            teller.learns(s, w.agent, s[at + WHAT] >> 1, saw);
            Layout.join(s, layout.mask(w.agent, KNOWN), saw);
            if ((kind & TAKE) != 0 && number >= 0 && !fails(s, w, at, value)) {
                handOver(s, w, number);
            }
        }
        s[at + RESULT] = value;
        Window.setDone(s, w.base, slot);
        if ((kind & HALVED) != 0) {
            decide(s, w, slot, value, forward);
        } else if (w.code.op[s[at + WHAT] >> 1] == Op.IS_LOCKED) {
            s[at + RESULT] = value == 0 ? 0 : 1;
        }
        if (teller.on) {
            int pc = s[at + WHAT] >> 1;
            int shown = w.code.op[pc] == Op.RMW ? value : s[at + RESULT];
            boolean forwarded = forward >= 0;
            teller.entry(forwarded ? EntryKind.FORWARDED : EntryKind.READ, w.agent, slot,
                    forwarded ? forward : alternative);
            teller.tell(EventKind.PERFORM, w.agent, pc, s[at + A], shown);
        }
    }

    private void handOver(int[] s, Window w, int number) {
        int store = layout.store(number);
        if ((s[store + INFO] & UNLOCKS) == 0) {
            return;
        }
        if (rules.on(Rule.UNLOCK_LOCK_CARRIES)) {
            Layout.join(s, layout.mask(w.agent, HANDED), Layout.pair(s, store + HANDS));
        }
        if (w.micro.pseudoFences) {
            Layout.join(s, layout.mask(w.agent, UNLOCKED), Layout.pair(s, store + HANDS_SEEN));
        }
    }

    /// The first half of an operation is done: it reserves the place of the second, or has failed.
    private void decide(int[] s, Window w, int slot, int value, int forward) {
        int at = w.entry(slot);
        int second = at + ENTRY;
        int op = w.code.op[s[at + WHAT] >> 1];
        boolean undecided = (s[at + MARKS] & 4) != 0;
        boolean failed = undecided ? (s[at + MARKS] & ASSUMED_FAILED) != 0 : fails(s, w, at, value);
        s[at + Layout.D] = value;
        if (op == Op.TRYLOCK) {
            s[at + RESULT] = failed ? 0 : 1;
        }
        if (failed) {
            s[at + MARKS] |= ASSUMED_FAILED;
            views.fail(s, w, slot);
            return;
        }
        s[second + SOURCE] = s[at + SOURCE];
        if (forward >= 0) {
            s[w.entry(forward) + MARKS] |= RESERVED;
        } else {
            boolean lock = (s[at + KIND] & LOCK) != 0;
            int promised = lock && op != Op.UNLOCK ? value(s, w, slot + 1) : value;
            owners.take(s, new Change.Take(stores.cellOf(s, at), s[at + SOURCE], lock ? s[at + A] : -1, promised));
        }
    }

    /// The store of a write that goes before so many newer ones.
    Change.Place placement(int[] s, Window w, int slot, int alternative) {
        int at = w.entry(slot);
        int kind = s[at + KIND];
        int cell = stores.cellOf(s, at);
        int first = stores.first(s, cell);
        int place = stores.end(s, cell, first) - alternative;
        boolean pending = (s[at + MARKS] & 2) != 0;
        int value = pending ? 0 : value(s, w, slot);
        long carries = (kind & PLAIN) != 0 && rules.on(Rule.PLAIN) ? 0 : views.carried(s, w, slot);
        if ((s[at + WHAT] & 1) != 0 && s[at + SOURCE] >= 0 && rules.on(Rule.RELEASE_SEQUENCE)) {
            carries |= Layout.pair(s, layout.store(s[at + SOURCE]) + CARRIES);
        }
        boolean gives = (kind & GIVE) != 0;
        int info = w.agent << OWNER
                | (pending ? PENDING : 0)
                | (gives ? UNLOCKS : 0)
                | ((s[at + MARKS] & RESERVED) != 0 ? TAKEN : 0);
        return new Change.Place(
                place,
                cell,
                value,
                info,
                Copy.shifted(carries, place),
                gives ? views.ownBefore(s, w, slot) : 0,
                gives ? views.seenBefore(s, w, slot) : 0,
                (kind & LOCK) != 0 ? s[at + A] : -1);
    }

    /// What a write leaves in the window when its store has its place.
    void written(int[] s, Window w, int slot, int alternative, Change.Place place) {
        int at = w.entry(slot);
        int number = place.number();
        if (teller.on) {
            int pc = s[at + WHAT] >> 1;
            if ((s[at + WHAT] & 1) == 0) {
                teller.tell(EventKind.PERFORM, w.agent, pc, s[at + A], place.value());
            }
            teller.entry(EntryKind.WRITTEN, w.agent, slot, alternative);
            teller.tell(EventKind.PLACE, w.agent, pc, place.cell(), alternative);
        }
        Layout.pair(s, at + SAW, place.carries() | 1L << number);
        Layout.join(s, layout.mask(w.agent, KNOWN), 1L << number);
        s[at + SOURCE] = number;
        Window.setDone(s, w.base, slot);
        for (int i = slot + 1; i < s[w.base + COUNT]; i++) {
            int other = w.entry(i);
            if (s[other + SOURCE] == FORWARDED - slot) {
                s[other + SOURCE] = number;
            }
        }
        if (place.lock() >= 0) {
            owners.outdate(s, place.lock());
        }
    }

    /// Assumes that an operation will fail, or, for the second alternative, that it will not although what it compares with is not known.
    void assume(int[] s, Window w, int slot, int alternative) {
        int at = w.entry(slot);
        teller.tell(EventKind.GUESS, w.agent, s[at + WHAT] >> 1, -1, alternative);
        if (alternative == 0) {
            s[at + MARKS] |= ASSUMED_FAILED;
            views.fail(s, w, slot);
        } else {
            s[at + MARKS] |= ASSUMED_DONE;
        }
    }

    /// Whether an access that is ready but has an address at which nothing is, or an operand missing.
    boolean lacksOperands(int[] s, int at) {
        boolean plain = rules.on(Rule.PLAIN);
        int kind = s[at + KIND];
        int marks = s[at + MARKS];
        int needed = 1;
        if ((kind & (WRITE | PLAIN)) == WRITE || (kind & PLAIN) != 0 && !plain) {
            needed |= 2;
        } else if ((kind & CONDITIONAL) != 0 && (marks & (ASSUMED_FAILED | ASSUMED_DONE)) == 0) {
            needed |= 4;
        }
        return (marks & UNKNOWN & needed) != 0 || (marks & Layout.BAD) != 0;
    }
}
