package overtake.lift;

import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import overtake.lift.AbstractValue.KnownInt;
import overtake.lift.AbstractValue.KnownObject;
import overtake.lift.AbstractValue.Numbered;
import overtake.lift.AbstractValue.SomeInt;
import overtake.lift.Step.Entry;
import overtake.lift.code.LiftProblem;
import overtake.lift.model.ClassLayout;
import overtake.lift.model.Location;
import overtake.program.AluOperation;
import overtake.program.CheckKind;
import overtake.program.Condition;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Register;
import overtake.program.Ordering;

/// Arrays of the model. One that no agent writes to is a table of constants; the elements of another are shared variables. In the constant
/// table an array is its class, its length and its elements or their cells.
final class ArrayAccess {
    private static final int LENGTH = 1;
    private static final int FIRST = 2;

    private ArrayAccess() {}

    static void length(Step step) {
        Entry array = step.pop();
        if (array.value() instanceof KnownObject(Object known)) {
            step.pushInt(Array.getLength(known));
            return;
        }
        if (isNull(step, array)) {
            step.followNull();
            return;
        }
        Register to = step.fresh();
        step.emit(new Instruction.Lookup(to, step.operand(array), LENGTH));
        step.push(new SomeInt(), to);
    }

    private static boolean isNull(Step step, Entry array) {
        return array.value() instanceof AbstractValue.Null || arrays(step, array).isEmpty();
    }

    /// The arrays that it can be.
    private static List<Object> arrays(Step step, Entry array) {
        return array.value() instanceof KnownObject(Object known)
                ? List.of(known)
                : step.graph()
                        .instances(array.value().type())
                        .stream()
                        .filter(o -> o.getClass().isArray())
                        .toList();
    }

    static void load(Step step, ArrayLoadInstruction load) {
        ValueInstructions.refuseWide(load.typeKind());
        Entry index = step.pop();
        Entry array = step.pop();
        if (isNull(step, array)) {
            step.followNull();
            return;
        }
        List<Object> arrays = arrays(step, array);
        boolean lvalue = step.files().operations(step.code().owner()).isLvalue(step.code(), step.index());
        if (lvalue || arrays.stream().anyMatch(step.graph()::isWritten)) {
            FieldAccess.readShared(step, locate(step, array, index));
        } else if (array.value() instanceof KnownObject(Object known) && index.value() instanceof KnownInt(int at)) {
            if (at < 0 || at >= Array.getLength(known)) {
                step.stop(new Instruction.Fail("array index within bounds"));
            } else {
                FieldAccess.pushKnown(step, Array.get(known, at), known.getClass().componentType(), "element");
            }
        } else {
            lookUp(step, array, index, arrays);
        }
    }

    /// An element of a table of constants.
    private static void lookUp(Step step, Entry array, Entry index, List<Object> arrays) {
        Class<?> type = elementType(array);
        if (!ClassLayout.isInt(type) && type != boolean.class && !ClassLayout.isModel(type)
                && !ClassLayout.isNumbered(type)) {
            throw new LiftProblem("an array of " + type.getSimpleName()
                    + "; only arrays of int, boolean and references to model objects can be lifted");
        }
        Register to = step.fresh();
        step.emit(new Instruction.Lookup(to, element(step, array, index), FIRST));
        step.push(
                ClassLayout.isNumbered(type)
                        ? new Numbered(type, entries(step, arrays), false)
                        : FieldAccess.some(type),
                to);
    }

    /// The class of the elements, as narrow as the array allows.
    private static Class<?> elementType(Entry array) {
        Class<?> type = array.value().type().componentType();
        return type == null ? Object.class : type;
    }

    static void store(Step step, ArrayStoreInstruction store) {
        ValueInstructions.refuseWide(store.typeKind());
        Entry value = step.pop();
        Entry index = step.pop();
        Entry array = step.pop();
        if (isNull(step, array)) {
            step.followNull();
            return;
        }
        Location location = locate(step, array, index);
        step.emit(new Instruction.Store(
                location.cell(), step.operand(value), Ordering.PLAIN, location.candidates()));
    }

    /// The cell of an element. The arrays that it can be are noted as written to; until the next attempt the table holds values.
    private static Location locate(Step step, Entry array, Entry index) {
        List<Object> arrays = arrays(step, array);
        arrays.forEach(step.discoveries()::written);
        Class<?> type = elementType(array);
        if (array.value() instanceof KnownObject(Object known) && index.value() instanceof KnownInt(int at)) {
            int first = step.graph().number(known, "array") + FIRST;
            int place = Math.clamp(at, 0, Math.max(0, Array.getLength(known) - 1));
            if (place != at) {
                step.emit(new Instruction.Check(CheckKind.ENSURE, Operand.constant(0), "array index within bounds"));
            }
            return new Location(Operand.constant(step.graph().constant(first + place)), type, List.of());
        }
        Register cell = step.fresh();
        step.emit(new Instruction.Lookup(cell, element(step, array, index), FIRST));
        return new Location(cell, type, entries(step, arrays));
    }

    private static List<Integer> entries(Step step, List<Object> arrays) {
        TreeSet<Integer> all = new TreeSet<>();
        for (Object array : arrays) {
            int first = step.graph().number(array, "array") + FIRST;
            for (int i = 0; i < Array.getLength(array); i++) {
                all.add(step.graph().constant(first + i));
            }
        }
        return new ArrayList<>(all);
    }

    /// `array + index`, after a check that the index is within bounds.
    private static Operand element(Step step, Entry array, Entry index) {
        Operand base = step.operand(array);
        Operand at = step.operand(index);
        Operand length;
        if (array.value() instanceof KnownObject(Object known)) {
            length = Operand.constant(Array.getLength(known));
        } else {
            Register read = step.fresh();
            step.emit(new Instruction.Lookup(read, base, LENGTH));
            length = read;
        }
        if (!isWithinBounds(step, array)) {
            check(step, at, length);
        }
        Register sum = step.fresh();
        step.emit(new Instruction.Alu(sum, AluOperation.ADD, base, at));
        return sum;
    }

    /// The compiler's own indices are never out of bounds: that of `for (T t : array)`, and the ordinal in a switch over an enum.
    private static boolean isWithinBounds(Step step, Entry array) {
        return step.index() > 0 && step.code().loadsUnnamed(step.index() - 1)
                || array.value() instanceof KnownObject(Object known) && isSwitchMap(step.graph().name(known));
    }

    private static boolean isSwitchMap(String name) {
        return name.contains("$SwitchMap$");
    }

    /// One unsigned comparison: negative indices are large then.
    private static void check(Step step, Operand at, Operand length) {
        Operand smallest = Operand.constant(Integer.MIN_VALUE);
        Register shifted = step.fresh();
        Register bound = step.fresh();
        Register valid = step.fresh();
        step.emit(new Instruction.Alu(shifted, AluOperation.XOR, at, smallest));
        step.emit(new Instruction.Alu(bound, AluOperation.XOR, length, smallest));
        step.emit(new Instruction.SetCondition(valid, Condition.LT, shifted, bound));
        step.emit(new Instruction.Check(CheckKind.ENSURE, valid, "array index within bounds"));
    }
}
