package overtake.lift;

import java.util.Optional;
import overtake.lift.AbstractValue.KnownInt;
import overtake.lift.AbstractValue.KnownObject;
import overtake.lift.AbstractValue.Null;
import overtake.lift.AbstractValue.Numbered;
import overtake.lift.block.Block;
import overtake.lift.block.Block.End;
import overtake.lift.code.ClassFiles;
import overtake.lift.code.LiftProblem;
import overtake.lift.code.MethodCode;
import overtake.lift.model.ClassLayout;
import overtake.lift.model.Discoveries;
import overtake.lift.model.Location;
import overtake.lift.model.ObjectGraph;
import overtake.program.Condition;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Register;
import overtake.program.Ordering;
import overtake.program.Source;

/// The lifting of one bytecode instruction in one inlined method: takes values from the state, writes instructions to the block of this
/// place, and says where control goes on. It is done again whenever more values can arrive here; the last time counts.
final class Step {
    /// A value taken from the operand stack, and the register of its place.
    record Entry(AbstractValue value, Register register) {}

    private final Interpreter interpreter;
    private final Node node;
    private final FrameState state;
    private final Block block;
    private final Source source;
    private boolean ended;

    Step(Interpreter interpreter, Node node, FrameState state) {
        this.interpreter = interpreter;
        this.node = node;
        this.state = state;
        this.block = node.frame().block(node.index());
        this.source = interpreter.source(node);
        block.clear();
        block.source(source);
    }

    Interpreter interpreter() {
        return interpreter;
    }

    ObjectGraph graph() {
        return interpreter.graph();
    }

    ClassFiles files() {
        return interpreter.files();
    }

    Discoveries discoveries() {
        return interpreter.discoveries();
    }

    Node node() {
        return node;
    }

    Frame frame() {
        return node.frame();
    }

    int index() {
        return node.index();
    }

    MethodCode code() {
        return node.frame().code();
    }

    FrameState state() {
        return state;
    }

    Source source() {
        return source;
    }

    boolean ended() {
        return ended;
    }

    // ---- values

    Entry pop() {
        AbstractValue value = state.pop();
        return new Entry(value, frame().stack(state.depth()));
    }

    /// Pushes a value that no register holds: an object of the agent's own, a string.
    void push(AbstractValue value) {
        state.push(value);
    }

    void push(AbstractValue value, Operand operand) {
        Register place = frame().stack(state.depth());
        move(place, operand);
        block.gives(place, operand);
        state.push(value);
    }

    /// Pushes a value that was somewhere else before.
    void push(Entry entry) {
        Optional<Operand> operand = operandIfAny(entry);
        if (operand.isPresent()) {
            push(entry.value(), operand.get());
        } else {
            push(entry.value());
        }
    }

    void pushInt(int value) {
        push(new KnownInt(value), Operand.constant(value));
    }

    void move(Register to, Operand from) {
        if (!to.equals(from)) {
            emit(new Instruction.Move(to, from));
        }
    }

    /// A register with a copy, safe from what is pushed next.
    Entry copy(Entry entry) {
        Optional<Operand> operand = operandIfAny(entry);
        Register copy = fresh();
        operand.ifPresent(o -> move(copy, o));
        return new Entry(entry.value(), copy);
    }

    /// The operand that stands for a value, if a register can hold it.
    Optional<Operand> operandIfAny(Entry entry) {
        return switch (entry.value()) {
            case KnownInt known -> Optional.of(Operand.constant(known.value()));
            case Null _ -> Optional.of(Operand.constant(0));
            case KnownObject known when ClassLayout.isModel(known.object().getClass()) ->
                Optional.of(Operand.constant(graph().number(known.object(), "object")));
            case Numbered numbered when numbered.known() ->
                Optional.of(Operand.constant(numbered.candidates().getFirst()));
            case AbstractValue.SomeInt _, AbstractValue.SomeObject _, Numbered _, AbstractValue.Place _ ->
                Optional.of(entry.register());
            case KnownObject _,
                    AbstractValue.Made _,
                    AbstractValue.Conflict _,
                    AbstractValue.Unset _ -> Optional.empty();
        };
    }

    Operand operand(Entry entry) {
        return operandIfAny(entry)
                .orElseThrow(() -> new LiftProblem(
                        switch (entry.value()) {
                            case AbstractValue.Conflict conflict -> conflict.why();
                            case AbstractValue.Made _ ->
                                "an object that the agent made itself would get into shared memory or be compared;"
                                        + " take shared objects from a Pool";
                            case KnownObject known ->
                                "a " + known.object().getClass().getSimpleName()
                                        + " is used as a shared value; only int, boolean and references to model objects can be";
                            default -> "a variable is read that is not set on every path";
                        }));
    }

    Register fresh() {
        return interpreter.supply().next();
    }

    // ---- instructions

    void emit(Instruction instruction) {
        boolean allowed = !instruction.isVisible()
                && !(instruction instanceof Instruction.InterruptDisable)
                && !(instruction instanceof Instruction.Observe);
        if (interpreter.purpose() == Interpreter.Purpose.PROPERTY && !allowed) {
            throw new LiftProblem("a property only reads fields and asks about locks; do this in an agent");
        }
        block.add(instruction, source);
    }

    /// Reads a shared variable; in a property every read is a ghost read.
    Register load(Location location, Ordering ordering) {
        Register to = fresh();
        emit(
                interpreter.purpose() == Interpreter.Purpose.PROPERTY
                        ? new Instruction.Ghost(to, location.cell(), location.candidates())
                        : new Instruction.Load(to, location.cell(), ordering, location.candidates()));
        return to;
    }

    // ---- where control goes on

    /// To the next instruction, unless this one has ended otherwise.
    void goOn() {
        if (!ended) {
            goTo(index() + 1);
        }
    }

    void goTo(int target) {
        end(new End.Goto(flow(target)));
    }

    void test(Condition condition, Operand a, Operand b, int ifTrue, int ifFalse) {
        end(new End.Test(condition, a, b, flow(ifTrue), flow(ifFalse), source));
    }

    void stop(Instruction instruction) {
        end(new End.Stop(instruction, source));
    }

    /// Lets the state arrive at an instruction of this frame; its block.
    Block flow(int target) {
        interpreter.arrive(new Node(frame(), target), state);
        return frame().block(target);
    }

    void end(End end) {
        block.end(end);
        ended = true;
    }

    Block block() {
        return block;
    }

    /// A null pointer is followed for certain: the machine faults here.
    void followNull() {
        emit(new Instruction.Lookup(fresh(), Operand.constant(0), 0));
        stop(new Instruction.Fail("null dereference"));
    }
}
