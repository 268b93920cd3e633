package overtake.lift;

import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Optional;
import overtake.lift.AbstractValue.Made;
import overtake.lift.Step.Entry;
import overtake.lift.code.ClassFiles;
import overtake.lift.code.LiftProblem;
import overtake.lift.model.ClassLayout;
import overtake.program.Instruction;
import overtake.program.Operand;

/// Objects that agents make: small helpers, lambdas, and the errors they throw.
final class Making {
    private Making() {}

    static void object(Step step, NewObjectInstruction instruction) {
        Class<?> type = ClassFiles.resolve(instruction.className().asSymbol(), step.code().owner());
        if (ClassLayout.isNumbered(type)) {
            throw new LiftProblem(
                    "an agent makes a " + type.getSimpleName() + "; make it a final field of a model object");
        }
        if (ClassFiles.isLibrary(type) && !Throwable.class.isAssignableFrom(type)) {
            throw new LiftProblem("new " + type.getSimpleName()
                    + "; library objects cannot be lifted, write the loop over model objects");
        }
        LocalObject made = step.frame()
                .objects()
                .computeIfAbsent(step.index(), _ -> new LocalObject(type, Optional.empty()));
        if (!ClassFiles.isLibrary(type)) {
            for (Field field : step.graph().layout(type).fields()) {
                zero(step, made, field);
            }
        }
        step.push(new Made(made));
    }

    /// A field begins as 0, false or null. A final one is always set before it is read.
    private static void zero(Step step, LocalObject made, Field field) {
        if (Modifier.isFinal(field.getModifiers())) {
            return;
        }
        AbstractValue value = field.getType().isPrimitive() ? new AbstractValue.KnownInt(0) : new AbstractValue.Null();
        FieldAccess.writeOwn(step, made, field, new Entry(value, Operand.register(0)));
    }

    static void lambda(Step step, InvokeDynamicInstruction call) {
        DirectMethodHandleDesc maker = call.bootstrapMethod();
        switch (maker.owner().displayName()) {
            case "LambdaMetafactory" -> {}
            case "StringConcatFactory" ->
                throw new LiftProblem("a string that is built while running; labels are constants");
            case "SwitchBootstraps" ->
                throw new LiftProblem("a switch over patterns or strings; switch over an int or an enum");
            default -> throw new LiftProblem(
                    maker.owner().displayName() + "." + maker.methodName() + "; compare the fields instead");
        }
        DirectMethodHandleDesc method = (DirectMethodHandleDesc) call.bootstrapArgs().get(1);
        if (method.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR) {
            throw new LiftProblem("a reference to a constructor; write a lambda");
        }
        Class<?> type = ClassFiles.resolve(call.typeSymbol().returnType(), step.code().owner());
        LocalObject.Lambda lambda =
                new LocalObject.Lambda(method, call.name().stringValue(), step.code().owner());
        LocalObject made = step.frame()
                .objects()
                .computeIfAbsent(step.index(), _ -> new LocalObject(type, Optional.of(lambda)));
        for (int i = call.typeSymbol().parameterCount() - 1; i >= 0; i--) {
            FieldAccess.writeOwn(step, made, i, step.pop());
        }
        step.push(new Made(made));
    }

    /// A thrown error is a violation; its message names the property.
    static void raise(Step step) {
        String property = step.pop().value() instanceof Made(LocalObject error)
                ? error.message().orElse(error.type().getSimpleName())
                : "exception";
        step.stop(new Instruction.Fail(property));
    }
}
