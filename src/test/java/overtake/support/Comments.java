package overtake.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import overtake.program.Program;
import overtake.program.Source;
import overtake.program.World;

/// Edits of agents that change nothing.
public final class Comments {
    private Comments() {}

    /// A comment that is put in front of an agent moves its lines and nothing else.
    public static World inFront(World world) {
        List<Program> programs = new ArrayList<>();
        for (Program program : world.programs()) {
            programs.add(new Program(program.agent(), program.instructions(), moved(program), program.registers(),
                    program.observations(), program.handler().map(handler -> new Program(handler.agent(),
                            handler.instructions(), moved(handler), handler.registers(), handler.observations(),
                            Optional.empty()))));
        }
        return new World(world.name(), programs, world.cells(), world.locks(), world.domains(), world.pools(),
                world.invariants(), world.constants(), world.objectNames(), world.lines(), world.bounds());
    }

    private static List<Source> moved(Program program) {
        return program.sources().stream()
                .map(source -> new Source(source.site(), source.operation(), source.file(), source.line() + 7,
                        source.callers().stream().map(caller -> caller + "7").toList()))
                .toList();
    }
}
