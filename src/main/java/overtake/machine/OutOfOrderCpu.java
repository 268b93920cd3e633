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

/// A CPU of `lkmm`: what it can do, and its half of what it does. It works on its agent's part of an array and reads what belongs to
/// others; what is to become of that it leaves to the [Owners]. Where it needs an answer, a step goes on when the answer comes.
final class OutOfOrderCpu {
    /// What the step that is being carried out does when all have been told.
    private enum Then {
        ACCESS,
        FENCE,
        GRACE
    }

    private final OutOfOrderParts parts;
    private final Owners owners;
    private final Window w;
    private Then then = Then.ACCESS;
    private int slot;
    private int alternative;
    /// Whether the access that is being performed is to an object that is not allocated.
    private boolean usesFreed;

    OutOfOrderCpu(OutOfOrderParts parts, int agent, Owners owners) {
        this.parts = parts;
        this.owners = owners;
        w = parts.windows[agent];
    }

    /// Lets an agent do all that is no step: hand on operands, retire, fetch, end sections.
    void settle(int[] s) {
        for (int n = parts.bounds.localInstructions(); n > 0; n--) {
            if (s[ABANDONED] != 0 || s[w.base + STATUS] != CpuCore.RUN) {
                return;
            }
            w.propagate(s);
            if (s[ABANDONED] != 0) {
                return;
            }
            boolean ended = endSections(s);
            int fault = parts.retirements[w.agent].retire(s, w);
            if (fault != Retirement.FINE) {
                FaultHeader.record(s, FaultKind.values()[fault], w.agent, s[w.entries + WHAT] >> 1);
                return;
            }
            if (!w.fetch(s) && !ended && !endsAtHead(s)) {
                return;
            }
        }
        FaultHeader.record(s, FaultKind.ENDLESS_LOOP, w.agent, s[w.base + FETCH]);
    }

    /// Whether the oldest entry ends a section, which it may not have been able to before it was the oldest.
    private boolean endsAtHead(int[] s) {
        int at = w.entries;
        return w.micro.sections
                && s[Layout.FAULT] == 0
                && s[w.base + COUNT] > 0
                && (s[at + KIND] & MicroCode.END) != 0
                && (s[at + MARKS] & Layout.UNKNOWN) == 0
                && ready(s, w, 0, at);
    }

    /// Ends of sections are performed as soon as they can be: later would only make more known.
    private boolean endSections(int[] s) {
        boolean any = false;
        if (!w.micro.sections) {
            return false;
        }
        for (int i = 0; i < s[w.base + COUNT]; i++) {
            int at = w.entry(i);
            if ((s[at + KIND] & MicroCode.END) == 0 || !ready(s, w, i, at)) {
                continue;
            }
            if (parts.sections.mayEnd(s, w, i)) {
                parts.teller.overtakes(s, w, i);
                long section = parts.sections.section(s, w, at);
                owners.end(s, new Change.End(s[at + A], w.agent, section, parts.views.seenBefore(s, w, i)));
                Window.setDone(s, w.base, i);
                parts.teller.entry(EntryKind.DONE, w.agent, i, 0);
                parts.teller.tell(EventKind.PERFORM, w.agent, s[at + WHAT] >> 1, s[at + A], 0);
                any = true;
            } else if (i == 0 && (s[at + MARKS] & Layout.UNKNOWN) == 0) {
                FaultHeader.record(s, FaultKind.UNBALANCED_SECTION, w.agent, s[at + WHAT] >> 1);
                return false;
            }
        }
        return any;
    }

    private static boolean ready(int[] s, Window w, int slot, int at) {
        return !Window.done(s, w.base, slot) && (Layout.pair(s, at + WAITS) & ~Layout.pair(s, w.base + DONE)) == 0;
    }

    /// Adds the steps of the CPU, in the order that [OutOfOrder] documents. After a fault only those that close [Gaps]. Returns whether, if
    /// nobody has a step, the run is none: an access is ready but can never be performed, or a gap is left.
    boolean enabled(int[] s, Choices choices) {
        if (s[w.base + STATUS] != CpuCore.RUN) {
            return false;
        }
        int before = choices.size();
        if (s[Layout.FAULT] != 0) {
            int limit = Gaps.limit(s, w);
            boolean stuck = Gaps.open(s, w, limit) && entries(s, limit, choices);
            return stuck || choices.size() == before && Gaps.open(s, w, limit);
        }
        boolean stuck = entries(s, s[w.base + COUNT], choices);
        if (w.guessable(s)) {
            guesses(s, choices);
        }
        if (Interrupts.possible(s, w)) {
            choices.add(Step.of(w.agent, Step.INTERRUPT, 0), Op.HALT);
        }
        return stuck || choices.size() == before && Gaps.open(s, w, Gaps.limit(s, w));
    }

    private void guesses(int[] s, Choices choices) {
        int expected = w.undoes() ? parts.forecast.direction(s, w) : Forecast.UNKNOWN;
        for (int direction = 0; direction < 2; direction++) {
            choices.add(Step.of(w.agent, Step.GUESS, direction), Op.BRANCH);
            if (expected == 1 - direction) {
                choices.unlikely();
            }
        }
    }

    /// Adds the steps of the first entries of the window. Returns whether an access is ready but can never be performed.
    private boolean entries(int[] s, int count, Choices choices) {
        boolean stuck = false;
        long pending = ~Layout.pair(s, w.base + DONE) & (1L << count) - 1;
        for (; pending != 0; pending &= pending - 1) {
            int slot = Long.numberOfTrailingZeros(pending);
            int at = w.entry(slot);
            int kind = s[at + KIND];
            if ((kind & EVENT) == 0 || (s[at + MARKS] & Layout.FAULTY) != 0) {
                continue;
            }
            if ((kind & (CONDITIONAL | HALVED)) == (CONDITIONAL | HALVED) && s[Layout.FAULT] == 0) {
                assumptions(s, slot, at, choices);
            }
            if ((Layout.pair(s, at + WAITS) & ~Layout.pair(s, w.base + DONE)) == 0) {
                stuck |= entry(s, slot, at, kind, choices);
            }
        }
        return stuck;
    }

    private void assumptions(int[] s, int slot, int at, Choices choices) {
        int marks = s[at + MARKS];
        if ((marks & (Layout.ASSUMED_FAILED | Layout.ASSUMED_DONE)) != 0) {
            return;
        }
        int op = w.code.op[s[at + WHAT] >> 1];
        int fails = w.undoes() ? parts.forecast.fails(s, w, slot) : Forecast.UNKNOWN;
        choices.add(Step.of(w.agent, Step.ASSUME + slot, 0), op);
        if (fails == 0) {
            choices.unlikely();
        }
        if ((marks & 4) != 0) {
            choices.add(Step.of(w.agent, Step.ASSUME + slot, 1), op);
            if (fails == 1) {
                choices.unlikely();
            }
        }
    }

    /// Whether an assumption, for which there is no value now, can be taken back. That is a step of its own.
    private boolean takesBack(int[] s, int slot, int at, int op, Choices choices) {
        boolean assumed = (s[at + MARKS] & (Layout.ASSUMED_FAILED | Layout.ASSUMED_DONE)) != 0;
        boolean possible = assumed && w.undoes() && s[Layout.FAULT] == 0;
        if (possible) {
            choices.add(Step.of(w.agent, Step.ASSUME + slot, Step.TAKEN_BACK), op);
        }
        return possible;
    }

    private boolean entry(int[] s, int slot, int at, int kind, Choices choices) {
        int op = w.code.op[s[at + WHAT] >> 1];
        int step = Step.of(w.agent, Step.WINDOW + slot, 0);
        if ((kind & ACCESS) != 0) {
            if (parts.performance.lacksOperands(s, at) || unreachable(s, slot, at)) {
                return false;
            }
            return parts.performance.alternatives(s, w, slot, choices) && !takesBack(s, slot, at, op, choices);
        }
        boolean possible = (kind & STRONG) != 0 && sections(s, slot, at, kind)
                || (kind & BEGIN) != 0 && parts.sections.mayBegin(s, w, slot)
                || (kind & (MicroCode.POOL | MicroCode.CHOOSE)) != 0 && (s[at + MARKS] & 1) == 0;
        if (possible) {
            int alternatives = op == Op.CHOOSE ? w.code.detail[s[at + WHAT] >> 1] : 1;
            for (int k = 0; k < alternatives; k++) {
                choices.add(step | k, op);
            }
        }
        return false;
    }

    private boolean sections(int[] s, int slot, int at, int kind) {
        if ((kind & MicroCode.GRACE) == 0) {
            return true;
        }
        return (s[at + MARKS] & 1) == 0 && parts.sections.mayGoOn(s, w, slot);
    }

    /// Whether the access is to an object that is not allocated, and something before it that is open may be to blame.
    private boolean unreachable(int[] s, int slot, int at) {
        return freed(s, at) && Gaps.open(s, w, slot);
    }

    private boolean freed(int[] s, int at) {
        return parts.memory.hasPools() && (s[at + KIND] & MicroCode.LOCK) == 0
                && parts.memory.freed(s, parts.layout.memory, s[at + A]);
    }

    // ---- steps

    /// Performs an enabled step of the agent.
    void step(int[] s, int step) {
        int place = Step.slot(step);
        if (place >= Step.ASSUME && Step.alternative(step) == Step.TAKEN_BACK) {
            w.takeBack(s, place - Step.ASSUME);
            end(s);
        } else if (place >= Step.ASSUME) {
            parts.performance.assume(s, w, place - Step.ASSUME, Step.alternative(step));
            end(s);
        } else if (place >= Step.WINDOW) {
            slot = place - Step.WINDOW;
            alternative = Step.alternative(step);
            perform(s);
        } else if (place == Step.GUESS) {
            w.guess(s, Step.alternative(step) == 1);
            end(s);
        } else {
            parts.teller.tell(EventKind.INTERRUPT, w.agent, -1, -1, 0);
            Interrupts.enter(s, w);
            end(s);
        }
    }

    /// What is no step follows the step.
    private void end(int[] s) {
        if (s[ABANDONED] != 0) {
            return;
        }
        if (s[Layout.FAULT] == 0) {
            settle(s);
            parts.views.noteAhead(s, w);
            owners.settled(s, w.agent);
            return;
        }
        w.propagate(s);
        while (s[ABANDONED] == 0 && endSections(s)) {
            w.propagate(s);
        }
    }

    /// The entry cannot be performed because of a fault. After another fault the run up to that one cannot be completed like this.
    private void fault(int[] s, FaultKind kind, int pc) {
        if (s[Layout.FAULT] != 0) {
            s[ABANDONED] = 1;
        }
        s[w.entry(slot) + MARKS] |= Layout.FAULTY;
        FaultHeader.record(s, kind, w.agent, pc);
    }

    private void perform(int[] s) {
        int at = w.entry(slot);
        int kind = s[at + KIND];
        int pc = s[at + WHAT] >> 1;
        parts.covered[w.agent][pc] = true;
        parts.teller.overtakes(s, w, slot);
        if ((kind & ACCESS) != 0) {
            usesFreed = freed(s, at);
            boolean whole = (kind & HALVED) == 0 && (s[at + WHAT] & 1) == 0;
            if (usesFreed && (!whole || s[Layout.FAULT] != 0)) {
                fault(s, FaultKind.USE_AFTER_FREE, pc);
            } else {
                tellAll(s, parts.views.spread(s, w, slot), Then.ACCESS);
            }
        } else if ((kind & MicroCode.GRACE) != 0) {
            if ((s[at + MARKS] & Layout.STARTED) == 0) {
                owners.await(s, new Change.Await(s[at + A], w.agent));
            } else {
                tellAll(s, parts.sections.tellsAtEnd(s, w, slot), Then.GRACE);
            }
        } else if ((kind & STRONG) != 0) {
            boolean spreads = parts.rules.on(Rule.FULL_FENCE_SPREADS);
            tellAll(s, spreads ? parts.views.seenMarked(s, w, slot) : 0, Then.FENCE);
        } else if ((kind & BEGIN) != 0) {
            owners.begin(s, new Change.Begin(s[at + A], w.agent), pc);
        } else if ((kind & MicroCode.CHOOSE) != 0) {
            s[at + RESULT] = alternative;
            done(s, EventKind.PERFORM, -1, alternative);
        } else {
            owners.pool(s, w.agent, new Change.Pool(w.code.op[pc], s[at + A]));
        }
    }

    /// The step is done but for what follows it.
    private void done(int[] s, EventKind kind, int target, int value) {
        parts.teller.entry(EntryKind.DONE, w.agent, slot, 0);
        parts.teller.tell(kind, w.agent, s[w.entry(slot) + WHAT] >> 1, target, value);
        Window.setDone(s, w.base, slot);
        end(s);
    }

    private void tellAll(int[] s, long stores, Then next) {
        then = next;
        if (stores == 0) {
            told(s);
        } else {
            owners.tell(s, new Change.Tell(stores, w.agent, s[w.entry(slot) + WHAT] >> 1));
        }
    }

    // ---- answers

    void told(int[] s) {
        int at = w.entry(slot);
        switch (then) {
            case ACCESS -> {
                if ((s[at + KIND] & WRITE) != 0) {
                    owners.place(s, parts.performance.placement(s, w, slot, alternative));
                } else {
                    parts.performance.read(s, w, slot, alternative);
                    used(s);
                    end(s);
                }
            }
            case FENCE -> done(s, EventKind.FENCE, -1, 0);
            case GRACE -> {
                owners.over(s, s[at + A], w.agent);
                done(s, EventKind.GRANT, s[at + A], 0);
            }
        }
    }

    /// @param broken the invariant that the store breaks, or -1
    void placed(int[] s, Change.Place place, int broken) {
        parts.performance.written(s, w, slot, alternative, place);
        used(s);
        examined(s, broken);
        end(s);
    }

    /// A load or store of an object that is not allocated is performed all the same: what its CPU has performed ahead of it may wait for its value to
    /// be an execution (see [Gaps]).
    private void used(int[] s) {
        if (usesFreed) {
            FaultHeader.record(s, FaultKind.USE_AFTER_FREE, w.agent, s[w.entry(slot) + WHAT] >> 1);
        }
    }

    private static void examined(int[] s, int broken) {
        if (broken >= 0) {
            FaultHeader.record(s, FaultKind.INVARIANT, -1, broken);
        }
    }

    /// @param answer see [MemoryCore#apply]
    /// @param fault its ordinal, or [Retirement#FINE]
    void pooled(int[] s, int answer, int fault, int broken) {
        int at = w.entry(slot);
        int pc = s[at + WHAT] >> 1;
        if (fault != Retirement.FINE) {
            fault(s, FaultKind.values()[fault], pc);
            return;
        }
        s[at + RESULT] = answer;
        parts.teller.entry(EntryKind.DONE, w.agent, slot, 0);
        parts.teller.tell(EventKind.PERFORM, w.agent, pc, s[at + A], answer);
        Window.setDone(s, w.base, slot);
        examined(s, broken);
        end(s);
    }

    void begun(int[] s, int token) {
        int at = w.entry(slot);
        s[at + RESULT] = token;
        done(s, EventKind.PERFORM, s[at + A], 0);
    }

    void awaits(int[] s) {
        int at = w.entry(slot);
        s[at + MARKS] |= Layout.STARTED;
        parts.teller.tell(EventKind.WAIT, w.agent, s[at + WHAT] >> 1, s[at + A], 0);
        end(s);
    }
}
