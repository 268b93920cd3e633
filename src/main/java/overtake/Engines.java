package overtake;

import overtake.actor.ActorRuntime;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.machine.Bounds;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// Opens engines. The actor system is started with the first engine that needs it.
final class Engines implements AutoCloseable {
    private final ActorRuntime actors = new ActorRuntime();

    Engine open(EngineKind kind, World world, MemoryModel model, Bounds bounds) {
        return switch (kind(kind, model)) {
            case MACHINE -> new MachineEngine(world, model, bounds);
            case ACTORS -> actors.open(world, model, bounds);
        };
    }

    /// The engine that carries runs out: lkmm has no actors yet.
    EngineKind kind(EngineKind kind, MemoryModel model) {
        return model instanceof Lkmm ? EngineKind.MACHINE : kind;
    }

    @Override
    public void close() {
        actors.close();
    }
}
