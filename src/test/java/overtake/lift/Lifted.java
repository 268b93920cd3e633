package overtake.lift;

import java.util.List;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.program.World;
import overtake.program.edit.Disassembly;

/// Lifts single agents and shows what becomes of them.
final class Lifted {
    private Lifted() {}

    static World world(ModelWorld world) {
        return WorldLifter.lift("test", world);
    }

    static World world(Shapes.OnKvm agent) {
        return world((Composition composition) -> {
            composition.shared("kvm", agent.kvm);
            composition.agent("agent", agent);
        });
    }

    static World world(Agent agent) {
        return world((Composition composition) -> composition.agent("agent", agent));
    }

    /// The instructions of the only agent, each with its number.
    static List<String> code(Shapes.OnKvm agent) {
        World world = world(agent);
        return Disassembly.instructions(world, world.programs().getFirst());
    }
}
