package overtake.lift;

import java.util.List;
import java.util.Optional;
import overtake.kernel.CacheLine;
import overtake.lift.AbstractValue.KnownInt;
import overtake.lift.AbstractValue.KnownObject;
import overtake.lift.AbstractValue.Numbered;
import overtake.lift.AbstractValue.Place;
import overtake.lift.AbstractValue.SomeInt;
import overtake.lift.Step.Entry;
import overtake.lift.code.LiftProblem;
import overtake.lift.code.Meaning;
import overtake.lift.code.Meaning.Domain;
import overtake.lift.code.Meaning.Interrupts;
import overtake.lift.code.Meaning.Section;
import overtake.lift.code.Vocabulary;
import overtake.lift.model.ClassLayout;
import overtake.lift.model.Location;
import overtake.program.AluOperation;
import overtake.program.CheckKind;
import overtake.program.Condition;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;
import overtake.program.Ordering;
import overtake.program.line.LineOperation;

/// Calls of the kernel's vocabulary, by their [Meaning].
final class KernelCalls {
    /// Number of the domain of RCU itself.
    private static final int RCU = 0;

    private KernelCalls() {}

    static void lift(Step step, String name, List<Entry> arguments) {
        Meaning meaning = Vocabulary.of(name)
                .orElseThrow(() -> new LiftProblem(name + "() has no meaning; use another function of Kernel"));
        switch (meaning) {
            case Meaning.Read read -> read(step, locate(step, name, arguments.getFirst()), read.ordering());
            case Meaning.Write write ->
                write(step, locate(step, name, arguments.getFirst()), arguments.get(1), write.ordering());
            case Meaning.WriteThenFence _ -> {
                write(step, locate(step, name, arguments.getFirst()), arguments.get(1), Ordering.ONCE);
                step.emit(new Instruction.Fence(FenceKind.SMP_MB));
            }
            case Meaning.Peek _ -> peek(step, locate(step, name, arguments.getFirst()));
            case Meaning.TestBit _ -> testBit(step, arguments.getFirst(), locate(step, name, arguments.get(1)));
            case Meaning.Atomic atomic ->
                Atomics.lift(step, atomic, locate(step, name, arguments.get(atomic.position())), arguments);
            case Meaning.Barrier barrier -> step.emit(new Instruction.Fence(barrier.kind()));
            case Meaning.Interrupt interrupt -> step.emit(new Instruction.InterruptDisable(interrupt.delta()));
            case Meaning.Pause _ -> step.emit(new Instruction.Yield());
            case Meaning.Forbid forbid -> forbid(step, forbid, arguments.getFirst());
            case Meaning.Ensure _ -> ensure(step, label(name, arguments.getFirst()), arguments.get(1));
            case Meaning.Observation _ -> {
                int slot = step.interpreter().observation(label(name, arguments.getFirst()));
                step.emit(new Instruction.Observe(slot, step.operand(arguments.get(1))));
            }
            case Meaning.Input _ -> choose(step, arguments.getFirst());
            case Meaning.ReadSide side -> readSide(step, name, side, arguments);
            case Meaning.Line line -> line(step, name, line.operation(), arguments);
            case Meaning.AskLine ask -> {
                Register to = step.fresh();
                Numbered line = line(name, arguments.getFirst());
                Operand place = step.operand(arguments.getFirst());
                step.emit(new Instruction.GhostLine(to, ask.question(), place, candidates(place, line)));
                step.push(new SomeInt(), to);
            }
            case Meaning.Take _, Meaning.Release _, Meaning.TryTake _, Meaning.Held _, Meaning.AskHeld _ ->
                lock(step, name, meaning, arguments.getFirst());
        }
    }

    private static Location locate(Step step, String name, Entry entry) {
        if (!(entry.value() instanceof Place place)) {
            throw new LiftProblem(name + "() of a value; its argument must be a shared variable, written in place:"
                    + " a non-final field of a model object, as in " + name + "(gpc.valid)");
        }
        return new Location(step.operand(entry), place.type(), place.candidates());
    }

    private static void read(Step step, Location location, Ordering ordering) {
        step.push(FieldAccess.some(location.type()), step.load(location, ordering));
    }

    private static void write(Step step, Location location, Entry value, Ordering ordering) {
        step.emit(new Instruction.Store(location.cell(), step.operand(value), ordering, location.candidates()));
    }

    private static void peek(Step step, Location location) {
        Register to = step.fresh();
        step.emit(new Instruction.Ghost(to, location.cell(), location.candidates()));
        step.push(FieldAccess.some(location.type()), to);
    }

    private static void testBit(Step step, Entry bit, Location location) {
        Operand mask = Atomics.mask(step, bit);
        Register word = step.load(location, Ordering.ONCE);
        Register masked = step.fresh();
        Register set = step.fresh();
        step.emit(new Instruction.Alu(masked, AluOperation.AND, word, mask));
        step.emit(new Instruction.SetCondition(set, Condition.NE, masked, Operand.constant(0)));
        step.push(new SomeInt(), set);
    }

    /// The condition is the value, as in C; BUG_ON has none.
    private static void forbid(Step step, Meaning.Forbid forbid, Entry condition) {
        step.emit(new Instruction.Check(forbid.kind(), step.operand(condition), forbid.property()));
        if (!isVoid(step)) {
            step.push(condition);
        }
    }

    private static boolean isVoid(Step step) {
        return step.code().instruction(step.index()) instanceof java.lang.classfile.instruction.InvokeInstruction call
                && call.typeSymbol().returnType().descriptorString().equals("V");
    }

    private static void ensure(Step step, String property, Entry condition) {
        step.emit(new Instruction.Check(CheckKind.ENSURE, step.operand(condition), property));
    }

    private static String label(String name, Entry entry) {
        if (entry.value() instanceof KnownObject(String text)) {
            return text;
        }
        throw new LiftProblem(name + "() with a name that is not constant; write a string literal");
    }

    private static void choose(Step step, Entry bound) {
        if (!(bound.value() instanceof KnownInt(int count)) || count < 1) {
            throw new LiftProblem(
                    "choose() with a bound that is not a constant of 1 or more; use a literal or a final field");
        }
        Register to = step.fresh();
        step.emit(new Instruction.Choose(to, count));
        step.push(new SomeInt(), to);
    }

    // ---- locks and domains

    private static void lock(Step step, String name, Meaning meaning, Entry entry) {
        Numbered numbered = numbered(name, entry, "a lock");
        if (!ClassLayout.isLock(numbered.type())) {
            throw new LiftProblem(name + "() of a " + numbered.type().getSimpleName() + "; its argument is a lock");
        }
        Operand lock = step.operand(entry);
        List<Integer> candidates = candidates(lock, numbered);
        switch (meaning) {
            case Meaning.Take take -> {
                if (take.interrupts() == Interrupts.SWITCHED) {
                    step.emit(new Instruction.InterruptDisable(1));
                }
                step.emit(new Instruction.Lock(lock, take.mode(), candidates));
            }
            case Meaning.Release release -> {
                step.emit(new Instruction.Unlock(lock, release.mode(), candidates));
                if (release.interrupts() == Interrupts.SWITCHED) {
                    step.emit(new Instruction.InterruptDisable(-1));
                }
            }
            case Meaning.TryTake take -> {
                Register to = step.fresh();
                step.emit(new Instruction.TryLock(to, lock, take.mode(), candidates));
                step.push(new SomeInt(), to);
            }
            case Meaning.Held held -> step.emit(new Instruction.AssertHeld(lock, held.mode(), candidates));
            case Meaning.AskHeld held -> {
                Register to = step.fresh();
                step.emit(new Instruction.GhostHeld(to, lock, held.mode(), candidates));
                step.push(new SomeInt(), to);
            }
            default -> throw new IllegalStateException("not about locks: " + meaning);
        }
    }

    private static Numbered line(String name, Entry entry) {
        Numbered numbered = numbered(name, entry, "a CacheLine");
        if (numbered.type() != CacheLine.class) {
            throw new LiftProblem(
                    name + "() of a " + numbered.type().getSimpleName() + "; its argument is a CacheLine");
        }
        return numbered;
    }

    private static List<Integer> candidates(Operand place, Numbered numbered) {
        return place instanceof Constant ? List.of() : numbered.candidates();
    }

    private static void line(Step step, String name, LineOperation operation, List<Entry> arguments) {
        Numbered line = line(name, arguments.getFirst());
        Operand place = step.operand(arguments.getFirst());
        Operand value = operation.writes() ? step.operand(arguments.get(1)) : Operand.constant(0);
        Optional<Register> to = operation.reads() ? Optional.of(step.fresh()) : Optional.empty();
        step.emit(new Instruction.Line(to, operation, place, value, candidates(place, line)));
        to.ifPresent(register -> step.push(new SomeInt(), register));
    }

    private static Numbered numbered(String name, Entry entry, String expected) {
        if (entry.value() instanceof Numbered numbered) {
            return numbered;
        }
        throw new LiftProblem(name + "() of a value that may be null or several things; its argument is " + expected
                + " in a final field of a model object");
    }

    private static void readSide(Step step, String name, Meaning.ReadSide side, List<Entry> arguments) {
        Operand domain;
        if (side.domain() == Domain.RCU) {
            step.discoveries().usesRcu();
            domain = Operand.constant(RCU);
        } else {
            numbered(name, arguments.getFirst(), "an Srcu");
            domain = step.operand(arguments.getFirst());
        }
        step.emit(
                switch (side.section()) {
                    case BEGIN -> new Instruction.ReadSideLock(domain);
                    case END -> new Instruction.ReadSideUnlock(domain);
                    case WAIT -> new Instruction.Synchronize(domain);
                });
        if (side.section() == Section.BEGIN && side.domain() == Domain.SRCU) {
            step.pushInt(0);
        }
    }
}
