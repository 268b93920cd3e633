package overtake.actor;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.UntypedAbstractActor;
import org.jspecify.annotations.Nullable;
import overtake.machine.FaultKind;
import overtake.machine.InvariantReads;
import overtake.machine.LockCore;
import overtake.machine.Op;

/// A lock: it owns who holds it and who waits in its queue. Whenever that changes, it tells the conductor whose
/// requests it would answer now; the others stay in flight.
final class LockSeat extends UntypedAbstractActor {
    private static final int UNKNOWN = -1;

    private final int number;
    private final LockCore core;
    private final int[] state = new int[LockCore.SIZE];
    private final InvariantReads watched;
    private final Addresses addresses;
    private final ActorRef self = getSelf();
    private final Message.@Nullable Gates[] announcements = new Message.Gates[1 << 6];
    /// What the conductor knows.
    private int announced = UNKNOWN;

    /// @param watched what the monitor must hear of
    LockSeat(int number, LockCore core, InvariantReads watched, Addresses addresses) {
        this.number = number;
        this.core = core;
        this.watched = watched;
        this.addresses = addresses;
    }

    @Override
    public void onReceive(Object message) {
        switch (message) {
            case Ask ask when ask.slot() == Ask.AT_ONCE -> query(ask);
            case Ask ask -> perform(ask);
            case Message.Begin _ -> {
                core.reset(state, 0);
                announced = UNKNOWN;
                announce();
            }
            case Message.Reveal _ -> addresses.monitor().tell(new Contents(number, state), self);
            default -> throw new IllegalStateException("not for a lock: " + message);
        }
    }

    private void query(Ask ask) {
        int answer = core.query(state, 0, ask.agent(), ask.request());
        boolean broken = ask.op() == Op.ASSERT_HELD && answer == 0;
        Message reply = broken ? new Message.Refused(FaultKind.LOCK_NOT_HELD, false) : Message.Reply.of(answer);
        addresses.cpu(ask.agent()).tell(reply, self);
    }

    private void perform(Ask ask) {
        int agent = ask.agent();
        if (ask.op() == Op.IS_LOCKED) {
            addresses.cpu(agent).tell(Message.Reply.of(core.query(state, 0, agent, ask.request())), self);
            return;
        }
        int answer = 0;
        int next = -1;
        switch (ask.op()) {
            case Op.LOCK -> answer = core.acquire(state, 0, agent, ask.request());
            case Op.TRYLOCK -> answer = core.tryAcquire(state, 0, agent, ask.request());
            default -> next = core.release(state, 0, agent, ask.request());
        }
        ActorRef cpu = addresses.cpu(agent);
        if (core.faulty()) {
            cpu.tell(new Message.Refused(FaultKind.UNBALANCED_UNLOCK, ask.travels()), self);
            return;
        }
        announce();
        if (watched.concern(ask.request())) {
            addresses.monitor().tell(new Message.Performed(ask), self);
        }
        if (ask.travels()) {
            cpu.tell(Message.Acknowledged.MESSAGE, self);
        } else if (ask.op() == Op.LOCK && answer == LockCore.WAITING) {
            cpu.tell(Message.Queued.MESSAGE, self);
        } else {
            cpu.tell(Message.Reply.of(answer), self);
        }
        if (next >= 0) {
            addresses.cpu(next).tell(Message.Reply.of(LockCore.GRANTED), self);
        }
    }

    private void announce() {
        int gates = core.gates(state, 0);
        if (gates == announced) {
            return;
        }
        announced = gates;
        Message.Gates announcement = announcements[gates];
        if (announcement == null) {
            announcement = new Message.Gates(number, gates);
            announcements[gates] = announcement;
        }
        addresses.conductor().tell(announcement, self);
    }
}
