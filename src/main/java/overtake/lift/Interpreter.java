package overtake.lift;

import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import overtake.lift.LocalObject.RegisterSupply;
import overtake.lift.block.Block;
import overtake.lift.block.Block.End;
import overtake.lift.code.ClassFiles;
import overtake.lift.code.Handlers;
import overtake.lift.code.LiftProblem;
import overtake.lift.code.MethodCode;
import overtake.lift.code.Operations.Operation;
import overtake.lift.model.Discoveries;
import overtake.lift.model.ObjectGraph;
import overtake.program.Instruction;
import overtake.program.Source;

/// Runs a method on abstract values, with its object known and every call inlined, until nothing new arrives anywhere. The blocks that the
/// last step at each place wrote are then the code.
final class Interpreter {
    /// What the code is for. A property only asks.
    enum Purpose {
        AGENT,
        PROPERTY
    }

    /// Steps before we give up: some thousand times the largest agent.
    private static final int MOST_STEPS = 4_000_000;
    /// Places (instructions of inlined methods) that one agent can have.
    private static final int MOST_PLACES = 200_000;

    private final ClassFiles files;
    private final ObjectGraph graph;
    private final Discoveries discoveries;
    private final Purpose purpose;
    private final String name;
    private final RegisterSupply supply = new RegisterSupply();
    private final List<String> observations = new ArrayList<>();
    private final Set<Node> work = new LinkedHashSet<>();
    private final Map<Node, LiftProblem> problems = new LinkedHashMap<>();
    private int places;

    /// @param name of the agent or the property
    Interpreter(ClassFiles files, ObjectGraph graph, Discoveries discoveries, Purpose purpose, String name) {
        this.files = files;
        this.graph = graph;
        this.discoveries = discoveries;
        this.purpose = purpose;
        this.name = name;
    }

    ClassFiles files() {
        return files;
    }

    ObjectGraph graph() {
        return graph;
    }

    Discoveries discoveries() {
        return discoveries;
    }

    Purpose purpose() {
        return purpose;
    }

    String name() {
        return name;
    }

    RegisterSupply supply() {
        return supply;
    }

    /// The slot of an observation.
    int observation(String label) {
        if (!observations.contains(label)) {
            observations.add(label);
        }
        return observations.indexOf(label);
    }

    List<String> observations() {
        return observations;
    }

    /// Lifts a method of an object; afterwards [#problems()] must be empty for the code to mean anything.
    ///
    /// @return the entry of the code
    Block run(MethodCode method, Object self) {
        Frame frame = new Frame(method, Optional.empty(), supply);
        AbstractValue receiver = new AbstractValue.KnownObject(self);
        arrive(new Node(frame, 0), FrameState.entry(List.of(receiver), method.maxLocals()));
        for (int steps = 0; !work.isEmpty(); steps++) {
            if (steps > MOST_STEPS) {
                throw new IllegalStateException(name + ": no end after " + steps + " steps");
            }
            Iterator<Node> first = work.iterator();
            Node node = first.next();
            first.remove();
            lift(node);
        }
        return frame.block(0);
    }

    /// Every problem that is left, as `File.java:line: text  [call chain]`.
    List<String> problems() {
        return problems.entrySet()
                .stream()
                .map(e -> describe(e.getKey(), e.getValue()))
                .toList();
    }

    private String describe(Node node, LiftProblem problem) {
        MethodCode code = node.frame().code();
        int line = problem.line() > 0 ? problem.line() : code.line(node.index());
        List<String> callers = node.frame().callers();
        String chain = code.displayName()
                + (callers.isEmpty() ? "" : " called from " + String.join(", ", callers));
        return code.file() + ":" + line + ": " + problem.text() + "  [" + chain + "; " + name + "]";
    }

    /// A state reaches an instruction.
    void arrive(Node node, FrameState state) {
        Optional<FrameState> old = node.frame().state(node.index());
        if (old.isEmpty()) {
            places++;
            if (places > MOST_PLACES) {
                throw new LiftProblem("the agent is too large once its calls are inlined; split it");
            }
        }
        FrameState joined = old.isEmpty() ? state.copy() : old.get().join(state);
        if (old.isEmpty() || !joined.sameAs(old.get())) {
            node.frame().state(node.index(), joined);
            work.add(node);
        }
    }

    /// Something else that the instruction depends on has changed.
    void again(Node node) {
        work.add(node);
    }

    private void lift(Node node) {
        FrameState state = node.frame().state(node.index()).orElseThrow();
        Step step = new Step(this, node, state.copy());
        problems.remove(node);
        try {
            if (node.index() == 0) {
                Handlers.check(node.frame().code());
            }
            dispatch(step);
            step.goOn();
        } catch (LiftProblem problem) {
            problems.put(node, problem);
            step.block().clear();
            step.block().end(new End.Stop(new Instruction.Fail("not lifted"), step.source()));
        }
    }

    private static void dispatch(Step step) {
        switch (step.code().instruction(step.index())) {
            case FieldInstruction field -> FieldAccess.lift(step, field);
            case ArrayLoadInstruction load -> ArrayAccess.load(step, load);
            case ArrayStoreInstruction store -> ArrayAccess.store(step, store);
            case InvokeInstruction call -> Calls.lift(step, call);
            case InvokeDynamicInstruction call -> Making.lambda(step, call);
            case NewObjectInstruction made -> Making.object(step, made);
            case ReturnInstruction result -> Calls.giveBack(step, result);
            case BranchInstruction branch -> Branches.branch(step, branch);
            case TableSwitchInstruction choice -> Branches.choose(step, choice.cases(), choice.defaultTarget());
            case LookupSwitchInstruction choice -> Branches.choose(step, choice.cases(), choice.defaultTarget());
            case ThrowInstruction _ -> Making.raise(step);
            default -> ValueInstructions.lift(step, step.code().instruction(step.index()));
        }
    }

    /// The source of what an instruction becomes. Its site is qualified by the class here; [SiteNames] shortens it.
    Source source(Node node) {
        MethodCode code = node.frame().code();
        Optional<Operation> operation =
                ClassFiles.isLibrary(code.owner()) ? Optional.empty()
                        : files.operations(code.owner()).at(code, node.index());
        return new Source(
                operation.map(o -> code.owner().getName() + "." + o.site()).orElse(""),
                operation.map(Operation::text).orElse(""),
                code.file(),
                code.line(node.index()),
                node.frame().callers());
    }
}
