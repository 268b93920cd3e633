package overtake.actor;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.UntypedAbstractActor;
import overtake.machine.FaultKind;
import overtake.machine.GracePeriodCore;
import overtake.machine.Op;

/// A grace-period domain: it owns which read-side sections are open and who waits for which of them.
final class GracePeriodSeat extends UntypedAbstractActor {
    private final GracePeriodCore core;
    private final int[] state;
    private final Addresses addresses;
    private final ActorRef self = getSelf();

    GracePeriodSeat(GracePeriodCore core, Addresses addresses) {
        this.core = core;
        this.addresses = addresses;
        state = new int[core.size()];
    }

    @Override
    public void onReceive(Object message) {
        switch (message) {
            case Ask ask -> perform(ask);
            case Message.Begin _ -> core.reset(state, 0);
            default -> throw new IllegalStateException("not for a grace-period domain: " + message);
        }
    }

    private void perform(Ask ask) {
        int agent = ask.agent();
        int ended = 0;
        int token = GracePeriodCore.NO_TOKEN;
        boolean waits = false;
        switch (ask.op()) {
            case Op.SECTION_BEGIN -> token = core.begin(state, 0, agent);
            case Op.SECTION_END -> ended = core.end(state, 0, agent, ask.request().value);
            default -> waits = core.synchronize(state, 0, agent);
        }
        ActorRef cpu = addresses.cpu(agent);
        if (core.faulty()) {
            cpu.tell(new Message.Refused(FaultKind.UNBALANCED_SECTION, ask.travels()), self);
        } else if (waits) {
            cpu.tell(Message.Queued.MESSAGE, self);
        } else {
            cpu.tell(ask.travels() ? Message.Acknowledged.MESSAGE : Message.Reply.of(token), self);
        }
        for (; ended != 0; ended &= ended - 1) {
            addresses.cpu(Integer.numberOfTrailingZeros(ended)).tell(Message.Reply.of(0), self);
        }
    }
}
