package overtake.lift;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import overtake.kernel.Kernel;
import overtake.lift.AbstractValue.KnownObject;
import overtake.lift.AbstractValue.Made;
import overtake.lift.AbstractValue.SomeObject;
import overtake.lift.Step.Entry;
import overtake.lift.block.Block;
import overtake.lift.block.Block.End;
import overtake.lift.code.ClassFiles;
import overtake.lift.code.LiftProblem;
import overtake.lift.code.MethodCode;
import overtake.lift.code.Operations;
import overtake.program.CheckKind;
import overtake.program.Condition;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Register;

/// Calls: each is inlined at its place. A virtual call on an object that is not known goes to the one method that all candidates share, or is
/// a dispatch on the number of the object's class.
final class Calls {
    /// How often one method may be inlined within itself (a helper that takes a lambda which uses the helper).
    private static final int MOST_NESTED = 2;
    private static final int MOST_DEPTH = 48;

    /// A method to inline, and the class numbers for which it is the one.
    private record Target(MethodCode code, List<Integer> classes, AbstractValue receiver) {}

    private Calls() {}

    static void lift(Step step, InvokeInstruction call) {
        String name = call.name().stringValue();
        if (Operations.isKernel(call)) {
            KernelCalls.lift(step, name, arguments(step, call));
            return;
        }
        boolean isStatic = call.opcode() == Opcode.INVOKESTATIC;
        List<Entry> arguments = arguments(step, call);
        if (!isStatic) {
            arguments.addFirst(step.pop());
        }
        Class<?> owner = ClassFiles.resolve(call.owner().asSymbol(), step.code().owner());
        if (LibraryCalls.lift(step, owner, name, call.type().stringValue(), arguments)) {
            return;
        }
        String descriptor = call.type().stringValue();
        if (isStatic || call.opcode() == Opcode.INVOKESPECIAL || isPrivate(step, owner, name, descriptor)) {
            MethodCode code = step.files().find(owner, name, descriptor).orElseThrow(() -> noCode(owner, name));
            enter(step, List.of(new Target(code, List.of(), new AbstractValue.Null())), arguments, isStatic);
        } else {
            invokeVirtual(step, owner, name, descriptor, arguments);
        }
    }

    private static boolean isPrivate(Step step, Class<?> owner, String name, String descriptor) {
        return !ClassFiles.isLibrary(owner)
                && !owner.isHidden()
                && step.files()
                        .declared(owner, name, descriptor)
                        .map(MethodCode::isPrivate)
                        .orElse(false);
    }

    /// Inlines a method of the library that computes on ints alone.
    static void enterLibrary(Step step, MethodCode code, List<Entry> arguments) {
        enter(step, List.of(new Target(code, List.of(), new AbstractValue.Null())), arguments, true);
    }

    private static List<Entry> arguments(Step step, InvokeInstruction call) {
        List<Entry> arguments = new ArrayList<>();
        for (int i = 0; i < call.typeSymbol().parameterCount(); i++) {
            arguments.addFirst(step.pop());
        }
        return arguments;
    }

    static LiftProblem noCode(Class<?> owner, String name) {
        return new LiftProblem(
                ClassFiles.isLibrary(owner)
                        ? "a call of " + owner.getSimpleName() + "." + name
                                + "; the library is not lifted, write it over model objects"
                        : "a call of " + owner.getSimpleName() + "." + name
                                + ", which has no code; a method of a model class that is neither abstract nor native");
    }

    private static void invokeVirtual(
            Step step, Class<?> owner, String name, String descriptor, List<Entry> arguments) {
        Entry receiver = arguments.getFirst();
        switch (receiver.value()) {
            case Made(LocalObject object) when object.lambda().isPresent() ->
                invokeLambda(step, object, owner, name, descriptor, arguments);
            case Made(LocalObject object) ->
                enter(step, List.of(target(step, object.type(), owner, name, descriptor, receiver.value())), arguments,
                        false);
            case KnownObject(Object object) ->
                enter(step, List.of(target(step, object.getClass(), owner, name, descriptor, receiver.value())),
                        arguments,
                        false);
            case AbstractValue.Null _ -> step.followNull();
            case SomeObject some -> dispatch(step, FieldAccess.bound(some, owner), name, descriptor, arguments);
            default -> throw new LiftProblem("a call of " + name + " on a " + receiver.value().type().getSimpleName()
                    + "; only methods of model objects can be called");
        }
    }

    private static Target target(
            Step step, Class<?> type, Class<?> owner, String name, String descriptor, AbstractValue receiver) {
        MethodCode code = step.files()
                .find(type, name, descriptor)
                .orElseThrow(() -> noCode(ClassFiles.isLibrary(type) ? type : owner, name));
        return new Target(code, List.of(), receiver);
    }

    private static void dispatch(
            Step step, Class<?> bound, String name, String descriptor, List<Entry> arguments) {
        Map<MethodCode, List<Integer>> numbers = new LinkedHashMap<>();
        Map<MethodCode, AbstractValue> receivers = new LinkedHashMap<>();
        for (Object object : step.graph().instances(bound)) {
            Class<?> type = object.getClass();
            MethodCode code = step.files().find(type, name, descriptor).orElseThrow(() -> noCode(type, name));
            List<Integer> classes = numbers.computeIfAbsent(code, _ -> new ArrayList<>());
            int number = step.graph().layout(type).number();
            if (!classes.contains(number)) {
                classes.add(number);
            }
            receivers.merge(code, new SomeObject(type), AbstractValue::join);
        }
        if (numbers.isEmpty()) {
            step.followNull();
            return;
        }
        List<Target> targets = new ArrayList<>();
        numbers.forEach((code, classes) -> {
            AbstractValue receiver = receivers.getOrDefault(code, new SomeObject(bound));
            targets.add(new Target(code, classes, new SomeObject(FieldAccess.bound(receiver, bound))));
        });
        enter(step, targets, arguments, false);
    }

    private static void invokeLambda(
            Step step, LocalObject object, Class<?> owner, String name, String descriptor, List<Entry> arguments) {
        LocalObject.Lambda lambda = object.lambda().orElseThrow();
        if (!name.equals(lambda.calledAs())) {
            MethodCode code = step.files().find(owner, name, descriptor).orElseThrow(() -> noCode(owner, name));
            enter(step, List.of(new Target(code, List.of(), arguments.getFirst().value())), arguments, false);
            return;
        }
        List<Entry> all = new ArrayList<>();
        for (int i = 0;; i++) {
            Optional<LocalObject.Slot> captured = object.read(i, step.node());
            if (captured.isEmpty()) {
                break;
            }
            all.add(new Entry(captured.get().value(), captured.get().register()));
        }
        all.addAll(arguments.subList(1, arguments.size()));
        DirectMethodHandleDesc method = lambda.method();
        Class<?> holder = ClassFiles.resolve(method.owner(), lambda.writtenIn());
        String called = method.methodName();
        if (holder == Kernel.class) {
            throw new LiftProblem("a reference to " + called + "(); write a lambda that calls it");
        }
        if (LibraryCalls.lift(step, holder, called, method.lookupDescriptor(), all)) {
            return;
        }
        switch (method.kind()) {
            case VIRTUAL, INTERFACE_VIRTUAL -> invokeVirtual(step, holder, called, method.lookupDescriptor(), all);
            default -> {
                boolean isStatic = method.kind() == DirectMethodHandleDesc.Kind.STATIC
                        || method.kind() == DirectMethodHandleDesc.Kind.INTERFACE_STATIC;
                MethodCode code = step.files()
                        .find(holder, called, method.lookupDescriptor())
                        .orElseThrow(() -> noCode(holder, called));
                enter(step, List.of(new Target(code, List.of(), new AbstractValue.Null())), all, isStatic);
            }
        }
    }

    /// Inlines the targets. With several, tests of the class number lead to them; the last one needs no test.
    private static void enter(Step step, List<Target> targets, List<Entry> arguments, boolean isStatic) {
        step.frame().afterCall(step.index(), step.state().copy());
        List<Frame> callees = new ArrayList<>();
        List<Block> entries = new ArrayList<>();
        for (Target target : targets) {
            check(step, target.code());
            Frame callee = step.frame().callee(step.index(), target.code(), step.interpreter().supply());
            List<Entry> given = new ArrayList<>(arguments);
            if (!isStatic && target.receiver() instanceof SomeObject) {
                given.set(0, new Entry(target.receiver(), given.getFirst().register()));
            }
            callees.add(callee);
            entries.add(arrival(step, callee, given));
        }
        if (targets.size() == 1) {
            step.end(new End.Goto(entries.getFirst()));
        } else {
            choose(step, targets, entries, arguments.getFirst());
        }
        comeBack(step, callees);
    }

    private static void check(Step step, MethodCode code) {
        if (step.frame().depthOf(code) > MOST_NESTED) {
            throw new LiftProblem("a recursive call of " + code.name() + "; write it as a loop");
        }
        if (step.frame().depth() >= MOST_DEPTH) {
            throw new LiftProblem("calls that nest deeper than " + MOST_DEPTH + "; flatten the helpers");
        }
    }

    /// A block that moves the arguments to where the method expects them.
    private static Block arrival(Step step, Frame callee, List<Entry> arguments) {
        Block block = new Block();
        List<AbstractValue> values = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Entry argument = arguments.get(i);
            Register local = callee.local(i);
            values.add(argument.value());
            step.operandIfAny(argument)
                    .ifPresent(o -> block.add(new Instruction.Move(local, o), step.source()));
        }
        step.interpreter()
                .arrive(new Node(callee, 0), FrameState.entry(values, callee.code().maxLocals()));
        block.end(new End.Goto(callee.block(0)));
        return block;
    }

    private static void choose(Step step, List<Target> targets, List<Block> entries, Entry receiver) {
        Register number = step.fresh();
        step.emit(new Instruction.Lookup(number, step.operand(receiver), 0));
        Block at = step.block();
        for (int i = 0; i < targets.size() - 1; i++) {
            for (int one : targets.get(i).classes()) {
                Block next = new Block();
                at.end(new End.Test(
                        Condition.EQ, number, Operand.constant(one), entries.get(i), next, step.source()));
                at = next;
            }
        }
        at.end(new End.Goto(entries.getLast()));
        step.end(step.block().end());
    }

    /// Lets the state go on behind the call, if any callee returns.
    private static void comeBack(Step step, List<Frame> callees) {
        Optional<AbstractValue> result = Optional.empty();
        boolean returns = false;
        for (Frame callee : callees) {
            if (callee.returns()) {
                Optional<AbstractValue> other = callee.result();
                result = result.isPresent() && other.isPresent()
                        ? Optional.of(result.get().join(other.get()))
                        : other;
                returns = true;
            }
        }
        if (returns) {
            result.ifPresent(step.state()::push);
            step.flow(step.index() + 1);
        }
    }

    static void giveBack(Step step, ReturnInstruction instruction) {
        ValueInstructions.refuseWide(instruction.typeKind());
        Optional<Entry> value =
                instruction.typeKind() == TypeKind.VOID ? Optional.empty() : Optional.of(step.pop());
        if (step.frame().caller().isEmpty()) {
            finish(step, value);
            return;
        }
        Frame.Caller caller = step.frame().caller().get();
        Register to = caller.frame().stack(caller.frame().afterCall(caller.index()).depth());
        value.flatMap(step::operandIfAny).ifPresent(operand -> {
            step.move(to, operand);
            step.block().gives(to, operand);
        });
        if (step.frame().addResult(value.map(Entry::value))) {
            step.interpreter().again(new Node(caller.frame(), caller.index()));
        }
        step.end(new End.Goto(caller.frame().block(caller.index() + 1)));
    }

    /// The end of an agent, or of a property with its answer.
    private static void finish(Step step, Optional<Entry> value) {
        if (value.isPresent()) {
            step.emit(new Instruction.Check(
                    CheckKind.ENSURE, step.operand(value.get()), step.interpreter().name()));
        }
        step.stop(new Instruction.Halt());
    }
}
