package overtake.lift;

import java.lang.classfile.instruction.FieldInstruction;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import overtake.lift.AbstractValue.KnownInt;
import overtake.lift.AbstractValue.KnownObject;
import overtake.lift.AbstractValue.Made;
import overtake.lift.AbstractValue.Null;
import overtake.lift.AbstractValue.Numbered;
import overtake.lift.AbstractValue.Place;
import overtake.lift.AbstractValue.SomeInt;
import overtake.lift.AbstractValue.SomeObject;
import overtake.lift.Step.Entry;
import overtake.lift.code.ClassFiles;
import overtake.lift.code.LiftProblem;
import overtake.lift.model.ClassLayout;
import overtake.lift.model.Location;
import overtake.lift.model.ObjectGraph;
import overtake.lift.model.Reflection;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;
import overtake.program.Ordering;

/// Reads and writes of fields: a final field is a constant, another one a shared variable, and a field of an object that the agent
/// made is a register. Through an object that is not known, the constant table gives the value or the cell, so that an address
/// dependency stays one.
final class FieldAccess {
    private FieldAccess() {}

    static void lift(Step step, FieldInstruction instruction) {
        Field field = ClassFiles.field(
                instruction.owner().asSymbol(),
                instruction.name().stringValue(),
                step.code().owner());
        switch (instruction.opcode()) {
            case GETSTATIC -> readStatic(step, field);
            case GETFIELD -> read(step, field);
            case PUTFIELD -> write(step, field);
            default ->
                throw new LiftProblem("a store to the static field " + field.getName()
                        + "; shared variables are fields of model objects");
        }
    }

    private static void readStatic(Step step, Field field) {
        if (field.getName().equals("$assertionsDisabled")) {
            step.pushInt(0);
            return;
        }
        if (!Modifier.isFinal(field.getModifiers())) {
            throw new LiftProblem("a read of the static field " + field.getName()
                    + ", which is not final; shared variables are fields of model objects");
        }
        String name = field.getDeclaringClass().getSimpleName() + "." + field.getName();
        pushKnown(step, Reflection.get(field, null), field.getType(), name);
    }

    /// The enum constant that a static field holds.
    static Optional<AbstractValue> enumConstant(Step step, FieldInstruction instruction) {
        Class<?> type = ClassFiles.resolve(instruction.typeSymbol(), step.code().owner());
        Field field = ClassFiles.field(
                instruction.owner().asSymbol(), instruction.name().stringValue(), step.code().owner());
        return type.isEnum() && field.isEnumConstant()
                ? Optional.of(known(step.graph(), Reflection.get(field, null), type, field.getName()))
                : Optional.empty();
    }

    /// Pushes a value of the built world.
    static void pushKnown(Step step, @Nullable Object value, Class<?> type, String name) {
        AbstractValue known = known(step.graph(), value, type, name);
        step.push(new Entry(known, step.frame().stack(step.state().depth())));
    }

    static AbstractValue known(ObjectGraph graph, @Nullable Object value, Class<?> type, String name) {
        if (value == null) {
            return new Null();
        }
        if (type.isPrimitive()) {
            return switch (value) {
                case Boolean b -> new KnownInt(b ? 1 : 0);
                case Character c -> new KnownInt(c);
                case Integer n -> new KnownInt(n);
                case Short n -> new KnownInt(n);
                case Byte n -> new KnownInt(n);
                default ->
                    throw new LiftProblem(
                            "a " + type + " value (" + name + "); only int, boolean and references can be lifted");
            };
        }
        if (ClassLayout.isNumbered(value.getClass())) {
            return new Numbered(value.getClass(), List.of(graph.number(value, name)), true);
        }
        if (ClassLayout.isModel(value.getClass())) {
            graph.number(value, name);
        }
        return new KnownObject(value);
    }

    private static void read(Step step, Field field) {
        Entry holder = step.pop();
        boolean isFinal = Modifier.isFinal(field.getModifiers());
        switch (holder.value()) {
            case Made(LocalObject object) -> readOwn(step, object, field);
            case KnownObject(Object object) when isFinal ->
                pushKnown(step, Reflection.get(field, object), field.getType(), field.getName());
            default -> {
                if (isNull(step, holder.value(), field)) {
                    step.followNull();
                } else if (isFinal) {
                    lookUp(step, holder, field);
                } else {
                    readShared(step, locate(step, holder, field));
                }
            }
        }
    }

    private static void readOwn(Step step, LocalObject object, Field field) {
        Optional<LocalObject.Slot> slot = object.read(LocalObject.key(field), step.node());
        if (slot.isPresent()) {
            step.push(new Entry(slot.get().value(), slot.get().register()));
        } else {
            step.stop(new Instruction.Fail("not reached"));
        }
    }

    /// Names the shared variable for a call like READ_ONCE, or reads it with a plain load.
    static void readShared(Step step, Location location) {
        Class<?> type = location.type();
        if (step.files().operations(step.code().owner()).isLvalue(step.code(), step.index())) {
            List<Integer> cells = location.cell() instanceof Constant(int cell) ? List.of(cell) : location.candidates();
            step.push(new Place(step.index(), type, cells), location.cell());
        } else {
            step.push(some(type), step.load(location, Ordering.PLAIN));
        }
    }

    /// An unknown value of a type.
    static AbstractValue some(Class<?> type) {
        return type.isPrimitive() ? new SomeInt() : new SomeObject(type);
    }

    /// Whether the holder is null for certain: there is no object that it could be.
    private static boolean isNull(Step step, AbstractValue holder, Field field) {
        return holder instanceof Null
                || holder instanceof SomeObject
                        && step.graph().instances(bound(holder, field.getDeclaringClass())).isEmpty();
    }

    /// The narrower of what is known of an object and what the instruction says.
    static Class<?> bound(AbstractValue holder, Class<?> declared) {
        return declared.isAssignableFrom(holder.type()) ? holder.type() : declared;
    }

    /// A final field of an object that is not known.
    private static void lookUp(Step step, Entry holder, Field field) {
        Class<?> type = field.getType();
        Class<?> bound = bound(holder.value(), field.getDeclaringClass());
        int offset = step.graph().layout(bound).offset(field);
        Register to = step.fresh();
        step.emit(new Instruction.Lookup(to, step.operand(holder), offset));
        if (ClassLayout.isNumbered(type)) {
            step.push(new Numbered(type, entries(step, bound, offset), false), to);
        } else if (type.isPrimitive() && ObjectGraph.isShareable(type) || ClassLayout.isModel(type)) {
            step.push(some(type), to);
        } else {
            throw new LiftProblem("a " + type.getSimpleName() + " (" + field.getName()
                    + ") of an object that is not known; only int, boolean and references to model objects can be");
        }
    }

    /// What the constant table says at this offset of all objects of a class.
    static List<Integer> entries(Step step, Class<?> type, int offset) {
        TreeSet<Integer> all = new TreeSet<>();
        for (Object object : step.graph().instances(type)) {
            all.add(step.graph().constant(step.graph().number(object, "object") + offset));
        }
        return List.copyOf(all);
    }

    private static Location locate(Step step, Entry holder, Field field) {
        if (!ObjectGraph.isShareable(field.getType())) {
            throw new LiftProblem("field " + field.getName() + " of type "
                    + field.getType().getSimpleName()
                    + " cannot be a shared variable; int, boolean and references to model objects can, locks are final");
        }
        if (holder.value() instanceof KnownObject(Object object)) {
            if (!holder.value().isHandle()) {
                throw new LiftProblem("a field of a library object (" + field.getName() + "); use a model object");
            }
            int offset = step.graph().layout(object.getClass()).offset(field);
            int cell = step.graph().constant(step.graph().number(object, "object") + offset);
            return new Location(Operand.constant(cell), field.getType(), List.of());
        }
        Class<?> bound = bound(holder.value(), field.getDeclaringClass());
        int offset = step.graph().layout(bound).offset(field);
        Register cell = step.fresh();
        step.emit(new Instruction.Lookup(cell, step.operand(holder), offset));
        return new Location(cell, field.getType(), entries(step, bound, offset));
    }

    private static void write(Step step, Field field) {
        Entry value = step.pop();
        Entry holder = step.pop();
        if (holder.value() instanceof Made(LocalObject object)) {
            writeOwn(step, object, field, value);
            return;
        }
        if (Modifier.isFinal(field.getModifiers())) {
            throw new LiftProblem("a store to the final field " + field.getName() + "; shared variables are not final");
        }
        if (isNull(step, holder.value(), field)) {
            step.followNull();
            return;
        }
        Location location = locate(step, holder, field);
        step.emit(new Instruction.Store(
                location.cell(), step.operand(value), Ordering.PLAIN, location.candidates()));
    }

    static void writeOwn(Step step, LocalObject object, Object key, Entry value) {
        Object slot = key instanceof Field field ? LocalObject.key(field) : key;
        LocalObject.Stored stored = object.store(slot, value.value(), step.interpreter().supply());
        step.operandIfAny(value).ifPresent(o -> step.move(stored.register(), o));
        stored.toTell().forEach(step.interpreter()::again);
    }
}
