package overtake.lift;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import overtake.lift.LocalObject.RegisterSupply;
import overtake.lift.block.Block;
import overtake.lift.code.MethodCode;
import overtake.program.Operand;
import overtake.program.Operand.Register;

/// One inlined call of a method, with what is known before each of its instructions.
final class Frame {
    /// Where a frame was called from.
    record Caller(Frame frame, int index) {}

    private record Call(int index, MethodCode code) {}

    private final MethodCode code;
    private final Optional<Caller> caller;
    private final int depth;
    private final int firstRegister;
    private final Map<Integer, FrameState> states = new HashMap<>();
    private final Map<Integer, Block> blocks = new HashMap<>();
    private final Map<Integer, LocalObject> objects = new HashMap<>();
    private final Map<Call, Frame> callees = new LinkedHashMap<>();
    /// The state after each call, but for the result.
    private final Map<Integer, FrameState> afterCalls = new HashMap<>();
    private Optional<AbstractValue> result = Optional.empty();
    private boolean returns;

    Frame(MethodCode code, Optional<Caller> caller, RegisterSupply supply) {
        this.code = code;
        this.caller = caller;
        this.depth = caller.map(c -> c.frame().depth + 1).orElse(0);
        this.firstRegister = supply.row(code.maxLocals() + code.maxStack());
    }

    MethodCode code() {
        return code;
    }

    Optional<Caller> caller() {
        return caller;
    }

    int depth() {
        return depth;
    }

    Register local(int slot) {
        return Operand.register(firstRegister + slot);
    }

    Register stack(int place) {
        return Operand.register(firstRegister + code.maxLocals() + place);
    }

    Optional<FrameState> state(int index) {
        return Optional.ofNullable(states.get(index));
    }

    void state(int index, FrameState state) {
        states.put(index, state);
    }

    Block block(int index) {
        return blocks.computeIfAbsent(index, _ -> new Block());
    }

    Map<Integer, LocalObject> objects() {
        return objects;
    }

    Frame callee(int index, MethodCode method, RegisterSupply supply) {
        return callees.computeIfAbsent(
                new Call(index, method), _ -> new Frame(method, Optional.of(new Caller(this, index)), supply));
    }

    FrameState afterCall(int index) {
        FrameState state = afterCalls.get(index);
        if (state == null) {
            throw new IllegalStateException("no call at " + index + " of " + code);
        }
        return state;
    }

    void afterCall(int index, FrameState state) {
        afterCalls.put(index, state);
    }

    /// Whether some path through the method returns.
    boolean returns() {
        return returns;
    }

    Optional<AbstractValue> result() {
        return result;
    }

    /// Adds a way to return.
    ///
    /// @return whether that is news for the caller
    boolean addResult(Optional<AbstractValue> value) {
        Optional<AbstractValue> joined = result.isPresent() && value.isPresent()
                ? Optional.of(result.get().join(value.get()))
                : value;
        boolean news = !returns || !joined.equals(result);
        returns = true;
        result = joined;
        return news;
    }

    /// How often the method is already being inlined, this frame included.
    long depthOf(MethodCode method) {
        long count = 0;
        for (Optional<Frame> at = Optional.of(this); at.isPresent(); at = at.get().caller.map(Caller::frame)) {
            count += at.get().code == method ? 1 : 0;
        }
        return count;
    }

    /// The call chain from the caller of this frame outwards, each `File.java:line`.
    List<String> callers() {
        List<String> chain = new ArrayList<>();
        for (Optional<Caller> at = caller; at.isPresent(); at = at.get().frame().caller) {
            MethodCode calling = at.get().frame().code;
            chain.add(calling.file() + ":" + calling.line(at.get().index()));
        }
        return chain;
    }
}
