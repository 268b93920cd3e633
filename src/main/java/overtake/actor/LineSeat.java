package overtake.actor;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.UntypedAbstractActor;
import overtake.machine.LineCore;
import overtake.machine.Op;

/// A cache line: it owns what memory and the cache hold of it, and the maintenance that has not completed.
final class LineSeat extends UntypedAbstractActor {
    private final LineCore core;
    private final int[] state = new int[LineCore.SIZE];
    private final Addresses addresses;
    private final ActorRef self = getSelf();

    LineSeat(LineCore core, Addresses addresses) {
        this.core = core;
        this.addresses = addresses;
    }

    @Override
    public void onReceive(Object message) {
        switch (message) {
            case Ask ask -> {
                int answer = ask.op() == Op.GHOST_LINE
                        ? core.answer(state, 0, ask.request())
                        : core.apply(state, 0, ask.agent(), ask.request());
                addresses.cpu(ask.agent()).tell(Message.Reply.of(answer), self);
            }
            case Message.Begin _ -> core.reset(state, 0);
            default -> throw new IllegalStateException("not for a cache line: " + message);
        }
    }
}
