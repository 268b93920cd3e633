package overtake.lift;

import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.util.List;
import java.util.Optional;
import overtake.lift.AbstractValue.KnownInt;
import overtake.lift.AbstractValue.KnownObject;
import overtake.lift.AbstractValue.Made;
import overtake.lift.AbstractValue.SomeInt;
import overtake.lift.Step.Entry;
import overtake.lift.block.Block;
import overtake.lift.block.Block.End;
import overtake.lift.code.LiftProblem;
import overtake.lift.code.MethodCode;
import overtake.program.Condition;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;

/// Branches and switches.
///
/// Java has no instruction for the value of a comparison: `b = x != 0` compiles to a branch around two constants that meet on the operand
/// stack. In C that is a data dependency of `b` on `x` and no control dependency, so such a branch becomes [Instruction.SetCondition], or
/// [Instruction.Select] for other constants than 0 and 1. An `if` that assigns a variable in both arms has its stores in the arms; its values
/// do not meet on the operand stack, and it stays a branch.
///
/// For `b = x && y`, `x` is a branch, as in C, where `y` is evaluated only if `x` holds (a control dependency up to where the values
/// meet); the comparison of `y`, the last one, is data. The same goes for `||` and for a chain of conditional expressions.
final class Branches {
    /// A constant that one way of a branch pushes, and the instruction that follows.
    private record Arm(AbstractValue value, Operand operand, int next) {}

    private static final Operand ZERO = Operand.constant(0);
    private static final Operand ONE = Operand.constant(1);

    private Branches() {}

    static void branch(Step step, BranchInstruction branch) {
        int target = step.code().target(branch.target());
        if (branch.opcode() == Opcode.GOTO || branch.opcode() == Opcode.GOTO_W) {
            step.goTo(target);
            return;
        }
        Entry b = comparesTwo(branch.opcode()) ? step.pop() : zero(step);
        Entry a = step.pop();
        Condition condition = condition(branch.opcode());
        if (isOwn(a) || isOwn(b)) {
            compareOwn(step, condition, a, b, target);
            return;
        }
        Operand left = step.operand(a);
        Operand right = step.operand(b);
        if (left instanceof Constant x && right instanceof Constant y) {
            step.goTo(condition.test(x.value(), y.value()) ? target : step.index() + 1);
        } else if (!select(step, condition, left, right, target)) {
            step.test(condition, left, right, target, step.index() + 1);
        }
    }

    private static Entry zero(Step step) {
        return new Entry(new KnownInt(0), step.frame().stack(step.state().depth()));
    }

    /// Objects that no register holds are at least not null.
    private static boolean isOwn(Entry entry) {
        return entry.value() instanceof Made || entry.value() instanceof KnownObject && !entry.value().isHandle();
    }

    private static void compareOwn(Step step, Condition condition, Entry a, Entry b, int target) {
        boolean withNull = a.value() instanceof AbstractValue.Null
                || b.value() instanceof AbstractValue.Null
                || b.value() instanceof KnownInt;
        boolean same = a.value().equals(b.value());
        if (!withNull && !same) {
            throw new LiftProblem("a comparison with an object that the agent made itself or of the library;"
                    + " compare a field of it");
        }
        step.goTo(condition == Condition.EQ == same ? target : step.index() + 1);
    }

    private static boolean comparesTwo(Opcode opcode) {
        return switch (opcode) {
            case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE, IF_ACMPEQ, IF_ACMPNE -> true;
            default -> false;
        };
    }

    private static Condition condition(Opcode opcode) {
        return switch (opcode) {
            case IFEQ, IF_ICMPEQ, IF_ACMPEQ, IFNULL -> Condition.EQ;
            case IFNE, IF_ICMPNE, IF_ACMPNE, IFNONNULL -> Condition.NE;
            case IFLT, IF_ICMPLT -> Condition.LT;
            case IFGE, IF_ICMPGE -> Condition.GE;
            case IFGT, IF_ICMPGT -> Condition.GT;
            case IFLE, IF_ICMPLE -> Condition.LE;
            default -> throw new LiftProblem(opcode + " cannot be lifted");
        };
    }

    /// Turns a branch around two constants that meet on the operand stack into a computation.
    private static boolean select(Step step, Condition condition, Operand a, Operand b, int target) {
        Optional<Arm> yes = arm(step, target);
        Optional<Arm> no = arm(step, step.index() + 1);
        if (yes.isEmpty() || no.isEmpty() || yes.get().next() != no.get().next()) {
            return false;
        }
        Operand ifTrue = yes.get().operand();
        Operand ifFalse = no.get().operand();
        Register to = step.fresh();
        if (ifTrue.equals(ONE) && ifFalse.equals(ZERO)) {
            step.emit(new Instruction.SetCondition(to, condition, a, b));
        } else if (ifTrue.equals(ZERO) && ifFalse.equals(ONE)) {
            step.emit(new Instruction.SetCondition(to, condition.negate(), a, b));
        } else {
            step.emit(new Instruction.Select(to, condition, a, b, ifTrue, ifFalse));
        }
        AbstractValue either = yes.get().value().join(no.get().value());
        step.push(either instanceof KnownInt ? new SomeInt() : either, to);
        step.goTo(yes.get().next());
        return true;
    }

    private static Optional<Arm> arm(Step step, int index) {
        MethodCode code = step.code();
        Optional<AbstractValue> value = constant(step, code.instruction(index));
        if (value.isEmpty() || index + 1 >= code.size()) {
            return Optional.empty();
        }
        Entry entry = new Entry(value.get(), step.frame().stack(step.state().depth()));
        int next = code.instruction(index + 1) instanceof BranchInstruction jump
                && (jump.opcode() == Opcode.GOTO || jump.opcode() == Opcode.GOTO_W)
                        ? code.target(jump.target())
                        : index + 1;
        return step.operandIfAny(entry).map(operand -> new Arm(value.get(), operand, next));
    }

    /// What the instruction pushes, if it is an int or an enum constant.
    private static Optional<AbstractValue> constant(Step step, java.lang.classfile.Instruction instruction) {
        return switch (instruction) {
            case ConstantInstruction push when push.constantValue() instanceof Integer value ->
                Optional.of(new KnownInt(value));
            case FieldInstruction field when field.opcode() == Opcode.GETSTATIC ->
                FieldAccess.enumConstant(step, field);
            default -> Optional.empty();
        };
    }

    static void choose(Step step, List<SwitchCase> cases, Label otherwise) {
        Entry entry = step.pop();
        int last = step.code().target(otherwise);
        if (entry.value() instanceof KnownInt known) {
            step.goTo(cases.stream()
                    .filter(c -> c.caseValue() == known.value())
                    .map(c -> step.code().target(c.target()))
                    .findFirst()
                    .orElse(last));
            return;
        }
        Operand value = step.operand(entry);
        Block at = step.block();
        for (SwitchCase one : cases) {
            int target = step.code().target(one.target());
            if (target == last) {
                continue;
            }
            Block next = new Block();
            at.end(new End.Test(
                    Condition.EQ,
                    value,
                    Operand.constant(one.caseValue()),
                    step.flow(target),
                    next,
                    step.source()));
            at = next;
        }
        End.Goto rest = new End.Goto(step.flow(last));
        if (at == step.block()) {
            step.end(rest);
        } else {
            at.end(rest);
            step.end(step.block().end());
        }
    }
}
