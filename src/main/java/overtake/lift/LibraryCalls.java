package overtake.lift;

import java.util.List;
import java.util.Optional;
import overtake.kernel.Pool;
import overtake.lift.AbstractValue.KnownInt;
import overtake.lift.AbstractValue.KnownObject;
import overtake.lift.AbstractValue.Made;
import overtake.lift.AbstractValue.Numbered;
import overtake.lift.AbstractValue.SomeInt;
import overtake.lift.AbstractValue.SomeObject;
import overtake.lift.Step.Entry;
import overtake.lift.code.LiftProblem;
import overtake.lift.code.MethodCode;
import overtake.program.Instruction;
import overtake.program.Operand.Register;

/// The few calls out of the model that have a meaning: pools, superclass constructors of the library, enum ordinals, boxing, and
/// the arithmetic of Math.
final class LibraryCalls {
    private LibraryCalls() {}

    /// @return whether the call was one of these
    static boolean lift(Step step, Class<?> owner, String name, String descriptor, List<Entry> arguments) {
        if (owner == Pool.class) {
            pool(step, name, arguments);
            return true;
        }
        if (name.equals("<init>")) {
            return construct(owner, arguments);
        }
        if (name.equals("ordinal") && Enum.class.isAssignableFrom(owner)) {
            ordinal(step, arguments.getFirst());
            return true;
        }
        // Level.values() gives a copy of an array that nobody writes to.
        if (name.equals("clone") && arguments.getFirst().value() instanceof KnownObject(Enum<?>[] constants)) {
            step.push(new Entry(new KnownObject(constants), arguments.getFirst().register()));
            return true;
        }
        return helper(step, owner, name, descriptor, arguments);
    }

    private static boolean construct(Class<?> owner, List<Entry> arguments) {
        if (owner == Object.class || owner == Record.class) {
            return true;
        }
        if (!Throwable.class.isAssignableFrom(owner) || !owner.getName().startsWith("java.")) {
            return false;
        }
        if (arguments.size() > 1
                && arguments.getFirst().value() instanceof Made(LocalObject error)
                && arguments.get(1).value() instanceof KnownObject(String message)) {
            error.message(message);
        }
        return true;
    }

    private static void ordinal(Step step, Entry receiver) {
        if (receiver.value() instanceof KnownObject(Enum<?> constant)) {
            step.pushInt(constant.ordinal());
            return;
        }
        if (receiver.value() instanceof AbstractValue.Null) {
            step.followNull();
            return;
        }
        Register to = step.fresh();
        step.emit(new Instruction.Lookup(to, step.operand(receiver), 1));
        step.push(new SomeInt(), to);
    }

    private static boolean helper(
            Step step, Class<?> owner, String name, String descriptor, List<Entry> arguments) {
        boolean boxes = (owner == Integer.class || owner == Boolean.class)
                && (name.equals("valueOf") || name.equals("intValue") || name.equals("booleanValue"));
        if (boxes && (descriptor.startsWith("(I)") || descriptor.startsWith("(Z)") || descriptor.startsWith("()"))) {
            step.push(arguments.getFirst());
            return true;
        }
        if (owner == java.util.Objects.class && name.equals("requireNonNull") && arguments.size() == 1) {
            step.push(arguments.getFirst());
            return true;
        }
        if (owner == Math.class && (name.equals("min") || name.equals("max") || name.equals("abs"))) {
            Optional<MethodCode> code = step.files().declared(owner, name, descriptor);
            code.ifPresent(c -> Calls.enterLibrary(step, c, arguments));
            return code.isPresent();
        }
        return false;
    }

    private static void pool(Step step, String name, List<Entry> arguments) {
        Entry receiver = arguments.getFirst();
        if (!(receiver.value() instanceof Numbered numbered) || numbered.candidates().size() != 1) {
            throw new LiftProblem("a pool that is not known; use a final field of a known object");
        }
        int number = numbered.candidates().getFirst();
        Pool<?> pool = step.graph().pool(number);
        switch (name) {
            case "alloc" -> {
                Register to = step.fresh();
                step.emit(new Instruction.Allocate(to, number));
                step.push(new SomeObject(elementType(pool)), to);
            }
            case "free" -> step.emit(new Instruction.Free(step.operand(arguments.get(1))));
            case "ghost_allocated" -> {
                Register to = step.fresh();
                step.emit(new Instruction.GhostAllocated(to, step.operand(arguments.get(1))));
                step.push(new SomeInt(), to);
            }
            case "get" -> {
                if (!(arguments.get(1).value() instanceof KnownInt(int index))) {
                    throw new LiftProblem(
                            "Pool.get() with an index that is not constant; get() is for building worlds");
                }
                FieldAccess.pushKnown(step, pool.get(index), Object.class, "element");
            }
            default -> throw new LiftProblem("Pool." + name + "(); agents have alloc, free and ghost_allocated");
        }
    }

    /// The class of the objects of a pool.
    private static Class<?> elementType(Pool<?> pool) {
        AbstractValue all = pool.objects()
                .stream()
                .<AbstractValue>map(KnownObject::new)
                .reduce(AbstractValue::join)
                .orElse(new SomeObject(Object.class));
        return all.type();
    }
}
