package overtake.actor;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.UntypedAbstractActor;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.machine.InvariantReads;
import overtake.machine.MemoryCore;

/// Memory: it owns the cells and knows which pool objects are allocated.
final class MemorySeat extends UntypedAbstractActor {
    private final MemoryCore core;
    private final int[] state;
    private final InvariantReads watched;
    private final Addresses addresses;
    private final ActorRef self = getSelf();

    /// @param watched what the monitor must hear of
    MemorySeat(MemoryCore core, int[] state, InvariantReads watched, Addresses addresses) {
        this.core = core;
        this.state = state;
        this.watched = watched;
        this.addresses = addresses;
    }

    @Override
    public void onReceive(Object message) {
        switch (message) {
            case Ask ask -> perform(ask);
            case Message.Begin _ -> core.reset(state, 0);
            case Message.Reveal _ -> addresses.monitor().tell(new Contents(Contents.MEMORY, state), self);
            case Message.Conclude _ -> {
                if (core.leaks(state, 0)) {
                    Fault leak = new Fault(FaultKind.LEAK, -1, -1, FaultKind.LEAK.property());
                    addresses.conductor().tell(new Message.Failed(leak), self);
                }
            }
            default -> throw new IllegalStateException("not for memory: " + message);
        }
    }

    private void perform(Ask ask) {
        int answer = core.apply(state, 0, ask.request());
        ActorRef cpu = addresses.cpu(ask.agent());
        if (core.faulty()) {
            cpu.tell(new Message.Refused(core.fault(), ask.travels()), self);
            return;
        }
        if (watched.concern(ask.request())) {
            addresses.monitor().tell(new Message.Performed(ask), self);
        }
        cpu.tell(ask.travels() ? Message.Acknowledged.MESSAGE : Message.Reply.of(answer), self);
    }
}
