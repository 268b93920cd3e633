package overtake.program.edit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.Source;
import overtake.program.World;

/// Puts fences where there are none: what a patch that adds one would be.
public final class Fences {
    private Fences() {}

    /// The world with a fence right before each operation of a site, in all agents that contain it. Jumps to the operation lead to the
    /// fence.
    ///
    /// @throws EditException if no agent has the site
    public static World before(World world, String site, FenceKind kind) {
        if (Edit.sites(world).stream().noneMatch(info -> info.site().equals(site))) {
            throw new EditException("no agent of " + world.name() + " has a site " + site, List.of());
        }
        List<Program> programs = new ArrayList<>();
        for (Program program : world.programs()) {
            Program fenced = before(program, site, kind);
            programs.add(new Program(fenced.agent(), fenced.instructions(), fenced.sources(), fenced.registers(),
                    fenced.observations(), program.handler().map(handler -> before(handler, site, kind))));
        }
        return world.withPrograms(programs);
    }

    private static Program before(Program program, String site, FenceKind kind) {
        BitSet places = new BitSet();
        for (int i = 0; i < program.instructions().size(); i++) {
            places.set(i, program.instructions().get(i).isVisible() && program.sources().get(i).site().equals(site));
        }
        UnaryOperator<Integer> moved = old -> old + places.get(0, old).cardinality();
        List<Instruction> instructions = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < program.instructions().size(); i++) {
            Source source = program.sources().get(i);
            if (places.get(i)) {
                instructions.add(new Instruction.Fence(kind));
                sources.add(new Source(site + " new " + kind.kernelName(), kind.kernelName() + "()", source.file(),
                        source.line(), source.callers()));
            }
            instructions.add(
                    switch (program.instructions().get(i)) {
                        case Instruction.Jump jump -> new Instruction.Jump(moved.apply(jump.target()));
                        case Instruction.Branch b ->
                            new Instruction.Branch(
                                    b.condition(), b.a(), b.b(), moved.apply(b.target()), b.join().map(moved));
                        case Instruction other -> other;
                    });
            sources.add(source);
        }
        return new Program(program.agent(), instructions, sources, program.registers(), program.observations(),
                program.handler());
    }
}
