package overtake.lift;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import overtake.kernel.ModelWorld;
import overtake.lift.Interpreter.Purpose;
import overtake.lift.block.Block;
import overtake.lift.block.LocalLoops;
import overtake.lift.block.ProgramBuilder;
import overtake.lift.code.ClassFiles;
import overtake.lift.code.LiftProblem;
import overtake.lift.code.MethodCode;
import overtake.lift.model.Declarations;
import overtake.lift.model.Discoveries;
import overtake.lift.model.ObjectGraph;
import overtake.program.Instruction;
import overtake.program.Invariant;
import overtake.program.Program;
import overtake.program.World;

/// Makes a [World] of a world class: builds its objects natively, lays them out, and lifts the bytecode of its agents, interrupt handlers and
/// properties. The same class with the same parameters always gives an equal world.
public final class WorldLifter {
    /// Each attempt makes a discovery (an array that is written to, a static object); more than this is a mistake of ours.
    private static final int MOST_ATTEMPTS = 100;

    /// The machine keeps sets of registers in a long.
    private static final int MOST_REGISTERS = 64;

    private final String name;
    private final Declarations declarations;
    private final ClassFiles files = new ClassFiles();
    private final Discoveries discoveries = new Discoveries();

    private WorldLifter(String name, Declarations declarations) {
        this.name = name;
        this.declarations = declarations;
    }

    /// @throws LiftException with everything in the agents that cannot be lifted
    public static World lift(String name, ModelWorld world) {
        Declarations declarations = new Declarations();
        world.compose(declarations);
        List<String> problems = declarations.problems();
        if (!problems.isEmpty()) {
            throw new LiftException(problems.stream().map(p -> name + ": " + p).toList());
        }
        WorldLifter lifter = new WorldLifter(name, declarations);
        try {
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                Optional<World> result = lifter.attempt();
                if (result.isPresent()) {
                    return result.get();
                }
            }
        } catch (LiftProblem problem) {
            throw new LiftException(List.of(name + ": " + problem.text()));
        }
        throw new IllegalStateException(name + ": no end of discoveries after " + MOST_ATTEMPTS + " attempts");
    }

    /// @return empty if something was discovered on the way that changes how the objects are laid out
    private Optional<World> attempt() {
        ObjectGraph graph = new ObjectGraph(declarations, discoveries);
        // What a first look at the code says is kept by message without call chain, so that code inlined twice complains once.
        Map<String, String> problems = new LinkedHashMap<>();
        List<Program> programs = new ArrayList<>();
        List<Program> properties = new ArrayList<>();
        for (Declarations.Actor actor : declarations.actors()) {
            Optional<Program> program = lift(graph, problems, actor.name(), actor.agent(), Purpose.AGENT);
            Optional<Program> handler = actor.handler()
                    .flatMap(h -> lift(graph, problems, actor.name() + ".handler", h, Purpose.AGENT))
                    .filter(lifted -> observesNothing(lifted, problems));
            program.ifPresent(p -> programs.add(withHandler(p, handler)));
        }
        for (Declarations.Property property : declarations.properties()) {
            lift(graph, problems, property.name(), property.property(), Purpose.PROPERTY).ifPresent(properties::add);
        }
        if (discoveries.takeFresh()) {
            return Optional.empty();
        }
        if (!problems.isEmpty()) {
            throw new LiftException(List.copyOf(problems.values()));
        }
        return Optional.of(world(graph, programs, properties));
    }

    private World world(ObjectGraph graph, List<Program> programs, List<Program> properties) {
        List<Program> all = new ArrayList<>(programs);
        all.addAll(properties);
        SiteNames names = new SiteNames(all);
        List<Invariant> invariants = new ArrayList<>();
        for (int i = 0; i < properties.size(); i++) {
            Declarations.Property property = declarations.properties().get(i);
            invariants.add(new Invariant(property.name(), property.when(), names.apply(properties.get(i))));
        }
        return new World(
                name,
                programs.stream().map(names::apply).toList(),
                graph.cells(),
                graph.locks(),
                graph.domains(),
                graph.pools(),
                invariants,
                graph.constants(),
                graph.objectNames(),
                graph.lines(),
                List.of());
    }

    private static Program withHandler(Program program, Optional<Program> handler) {
        return new Program(
                program.agent(),
                program.instructions(),
                program.sources(),
                program.registers(),
                program.observations(),
                handler);
    }

    private Optional<Program> lift(
            ObjectGraph graph, Map<String, String> problems, String of, Object object, Purpose purpose) {
        Interpreter interpreter = new Interpreter(files, graph, discoveries, purpose, of);
        try {
            MethodCode method = method(object, purpose);
            Block entry = interpreter.run(method, object);
            for (String problem : interpreter.problems()) {
                problems.putIfAbsent(problem.substring(0, problem.lastIndexOf("  [")), problem);
            }
            if (!interpreter.problems().isEmpty()) {
                return Optional.empty();
            }
            Program program = ProgramBuilder.build(of, entry, interpreter.observations());
            if (purpose == Purpose.PROPERTY && program.instructions().stream()
                    .anyMatch(Instruction.GhostLine.class::isInstance)) {
                throw new LiftProblem("asks about a cache line, which a property of every state cannot;"
                        + " ask in an agent: ensure(\"name\", !ghost_dirty(line))");
            }
            limits(program).forEach(problem -> problems.putIfAbsent(problem, problem));
            return Optional.of(program);
        } catch (LiftProblem problem) {
            problems.putIfAbsent(of, of + ": " + problem.text());
            return Optional.empty();
        }
    }

    /// Outcomes are of programs; a handler, which may or may not run, has no place for any.
    private static boolean observesNothing(Program handler, Map<String, String> problems) {
        for (int pc = 0; pc < handler.instructions().size(); pc++) {
            if (handler.instructions().get(pc) instanceof Instruction.Observe observe) {
                String problem = handler.sourceAt(pc).file() + ":" + handler.sourceAt(pc).line() + ": observe of "
                        + handler.observations().get(observe.slot())
                        + " in an interrupt handler, which has no outcome of its"
                        + " own; write it to a shared variable and observe that in an agent  [" + handler.agent() + "]";
                problems.putIfAbsent(problem, problem);
            }
        }
        return handler.observations().isEmpty();
    }

    /// What the machine could not run.
    private static List<String> limits(Program program) {
        List<String> problems = new ArrayList<>();
        LocalLoops.endless(program).ifPresent(source -> problems.add(source.file() + ":" + source.line()
                + ": a loop that no other agent can see and that never ends; read a shared variable in it, or leave it  ["
                + program.agent() + "]"));
        if (program.registers() > MOST_REGISTERS) {
            problems.add(program.agent() + ": needs " + program.registers() + " registers at once; at most "
                    + MOST_REGISTERS + " are possible, keep fewer values for later");
        }
        return problems;
    }

    private MethodCode method(Object object, Purpose purpose) {
        Class<?> type = object.getClass();
        if (type.isHidden()) {
            throw new LiftProblem(
                    "is a lambda or another hidden class, whose bytecode cannot be read; write a class or a record");
        }
        String method = purpose == Purpose.AGENT ? "run" : "holds";
        return files.find(type, method, purpose == Purpose.AGENT ? "()V" : "()Z")
                .orElseThrow(() -> new LiftProblem("is a " + type.getSimpleName() + " whose " + method
                        + "() has no bytecode; it must not be abstract or native"));
    }
}
