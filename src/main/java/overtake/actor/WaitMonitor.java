package overtake.actor;

import java.util.Optional;
import overtake.machine.Bounds;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// Judges bounds on waiting: who stands where is spread over all CPUs, so it repeats each pick on a machine of its own, which keeps the counts.
final class WaitMonitor {
    private final Machine machine;
    private final int[] replica;

    WaitMonitor(World world, MemoryModel model, Bounds bounds) {
        machine = new Machine(world, model, bounds);
        replica = new int[machine.size()];
    }

    void begin() {
        machine.reset(replica);
    }

    /// Repeats a step.
    ///
    /// @return the bound that it has broken
    Optional<Fault> performed(int step) {
        machine.apply(replica, step);
        return machine.fault(replica).filter(fault -> fault.kind() == FaultKind.STARVATION);
    }
}
