package overtake.actor;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.UntypedAbstractActor;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.machine.InvariantCheck;
import overtake.machine.LockCore;
import overtake.machine.MemoryCore;
import overtake.machine.Op;
import overtake.program.Invariant;
import overtake.program.World;

/// Watches the invariants of the world. Memory and locks pass on each ask that they have performed and that can matter to
/// an invariant, and the monitor performs it on a replica of its own; it never sees their state.
final class MonitorSeat extends UntypedAbstractActor {
    private final World world;
    private final InvariantCheck check;
    private final MemoryCore memory;
    private final LockCore[] locks;
    private final int[] cells;
    private final int[] lockState;
    private final Addresses addresses;

    /// @param check reads memory and locks through these cores
    MonitorSeat(World world, InvariantCheck check, MemoryCore memory, LockCore[] locks, Addresses addresses) {
        this.world = world;
        this.check = check;
        this.memory = memory;
        this.locks = locks.clone();
        this.addresses = addresses;
        cells = new int[memory.size()];
        lockState = new int[LockCore.SIZE * locks.length];
    }

    @Override
    public void onReceive(Object message) {
        switch (message) {
            case Message.Performed performed -> {
                repeat(performed.ask());
                report(check.holdAfter(performed.ask().request(), cells, 0, lockState, 0));
            }
            case Message.Begin _ -> begin();
            case Contents contents -> {
                if (contents.owner() == Contents.MEMORY) {
                    contents.copyTo(cells, 0);
                } else {
                    contents.copyTo(lockState, LockCore.SIZE * contents.owner());
                }
            }
            case Message.Conclude _ -> report(check.hold(cells, 0, lockState, 0, Invariant.When.FINALLY));
            default -> throw new IllegalStateException("not for the monitor: " + message);
        }
    }

    private void begin() {
        memory.reset(cells, 0);
        for (int i = 0; i < locks.length; i++) {
            locks[i].reset(lockState, LockCore.SIZE * i);
        }
        report(check.hold(cells, 0, lockState, 0, Invariant.When.ALWAYS));
    }

    private void repeat(Ask ask) {
        int at = LockCore.SIZE * ask.target();
        switch (ask.op()) {
            case Op.LOCK -> locks[ask.target()].acquire(lockState, at, ask.agent(), ask.request());
            case Op.TRYLOCK -> locks[ask.target()].tryAcquire(lockState, at, ask.agent(), ask.request());
            case Op.UNLOCK -> locks[ask.target()].release(lockState, at, ask.agent(), ask.request());
            default -> memory.apply(cells, 0, ask.request());
        }
    }

    private void report(boolean holding) {
        if (!holding) {
            int broken = check.broken();
            String name = world.invariants().get(broken).name();
            ActorRef conductor = addresses.conductor();
            conductor.tell(new Message.Failed(new Fault(FaultKind.INVARIANT, -1, broken, name)), getSelf());
        }
    }
}
