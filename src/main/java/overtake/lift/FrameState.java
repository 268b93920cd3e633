package overtake.lift;

import java.util.ArrayList;
import java.util.List;

/// What is known of local variables and operand stack before an instruction. A working copy is changed; a kept one is not.
final class FrameState {
    private final List<AbstractValue> locals;
    private final List<AbstractValue> stack;

    private FrameState(List<AbstractValue> locals, List<AbstractValue> stack) {
        this.locals = new ArrayList<>(locals);
        this.stack = new ArrayList<>(stack);
    }

    /// The state at the entry of a method with these arguments.
    static FrameState entry(List<AbstractValue> arguments, int maxLocals) {
        FrameState state = new FrameState(arguments, List.of());
        while (state.locals.size() < maxLocals) {
            state.locals.add(new AbstractValue.Unset());
        }
        return state;
    }

    FrameState copy() {
        return new FrameState(locals, stack);
    }

    AbstractValue local(int slot) {
        return locals.get(slot);
    }

    void local(int slot, AbstractValue value) {
        locals.set(slot, value);
    }

    int depth() {
        return stack.size();
    }

    void push(AbstractValue value) {
        stack.add(value);
    }

    AbstractValue pop() {
        return stack.removeLast();
    }

    AbstractValue peek() {
        return stack.getLast();
    }

    FrameState join(FrameState other) {
        if (stack.size() != other.stack.size()) {
            throw new IllegalStateException("stacks of different depth meet");
        }
        FrameState result = copy();
        for (int i = 0; i < locals.size(); i++) {
            result.locals.set(i, locals.get(i).join(other.locals.get(i)));
        }
        for (int i = 0; i < stack.size(); i++) {
            result.stack.set(i, stack.get(i).join(other.stack.get(i)));
        }
        return result;
    }

    boolean sameAs(FrameState other) {
        return locals.equals(other.locals) && stack.equals(other.stack);
    }
}
