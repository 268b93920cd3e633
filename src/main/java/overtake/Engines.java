package overtake;

import overtake.actor.ActorRuntime;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.machine.Bounds;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// Opens engines. The actor system is started with the first engine that needs it.
public final class Engines implements AutoCloseable {
    private final ActorRuntime actors = new ActorRuntime();

    public Engine open(EngineKind kind, World world, MemoryModel model, Bounds bounds) {
        return switch (kind) {
            case MACHINE -> new MachineEngine(world, model, bounds);
            case ACTORS -> actors.open(world, model, bounds);
        };
    }

    @Override
    public void close() {
        actors.close();
    }
}
