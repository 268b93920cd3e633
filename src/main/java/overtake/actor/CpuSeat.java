package overtake.actor;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.UntypedAbstractActor;
import org.jspecify.annotations.Nullable;
import overtake.machine.CpuCore;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.machine.Journal;
import overtake.machine.Op;
import overtake.machine.Request;
import overtake.machine.Step;

/// An agent on its CPU. It owns registers, program counter and the list of what travels from it. At most one request of
/// it is in flight, beside its travelling operations and the offer to take an interrupt; it goes on with an answer, and
/// with the acknowledgement of a delivery that it waited for.
final class CpuSeat extends UntypedAbstractActor {
    private static final FaultKind[] FAULTS = FaultKind.values();

    private final int agent;
    private final CpuCore core;
    private final int[] state;
    private final Addresses addresses;
    private final ActorRef self;
    private final Journal tell;
    private final boolean hasHandler;

    private final Message.Ended ended;
    private final Ask interrupt;
    /// The last ask of each instruction: while operands stay the same, the same message is sent again.
    private final @Nullable Ask[] asks;
    private Request scratch = new Request();
    /// Whether the request is in flight.
    private boolean asked;
    /// How many travelling operations are in flight.
    private int travelling;
    /// Whether the interrupt is in flight.
    private boolean offered;

    CpuSeat(CpuCore core, int[] state, boolean hasHandler, Addresses addresses) {
        this.core = core;
        this.state = state;
        this.hasHandler = hasHandler;
        this.addresses = addresses;
        agent = core.agent();
        self = getSelf();
        tell = (kind, who, pc, target, value) -> addresses.conductor()
                .tell(new Message.Happened(kind, who, pc, target, value), self);
        ended = new Message.Ended(agent);
        interrupt = Ask.interrupt(agent);
        asks = new Ask[core.instructions()];
    }

    @Override
    public void onReceive(Object message) {
        switch (message) {
            case Message.Reply reply -> take(reply.value());
            case Message.Acknowledged _ -> {
                delivered();
                proceed();
            }
            case Ask ask -> own(ask);
            case Message.Begin begin -> begin(begin);
            case Message.Queued _ -> {
                asked = false;
                core.await(state, 0);
                offer();
            }
            case Message.Refused refused -> {
                if (refused.travelled()) {
                    delivered();
                }
                fail(refused.kind());
            }
            default -> throw new IllegalStateException("not for a CPU: " + message);
        }
    }

    private void begin(Message.Begin begin) {
        asked = false;
        offered = false;
        travelling = 0;
        core.journal(begin.traced() ? tell : Journal.NONE);
        core.reset(state, 0);
        proceed();
    }

    private void take(int answer) {
        asked = false;
        core.take(state, 0, answer);
        proceed();
    }

    private void delivered() {
        travelling--;
        core.delivered(state, 0);
    }

    /// What the CPU asked of itself.
    private void own(Ask ask) {
        if (ask.slot() == Step.INTERRUPT) {
            offered = false;
            asked = false; // the conductor has dropped the request; it is asked again after the handler
            core.interrupt(state, 0);
            proceed();
        } else if (ask.op() == Op.YIELD) {
            take(ask.request().value);
        } else {
            fail(FaultKind.SLEEP_IN_ATOMIC);
        }
    }

    /// Executes local instructions, sends what they put in the channel, and asks what is pending then.
    private void proceed() {
        if (core.status(state, 0) == CpuCore.RUN) {
            boolean query = core.run(state, 0);
            for (int now = core.travelling(state, 0); travelling < now; travelling++) {
                core.sent(state, 0, travelling, scratch);
                send(Ask.travelling(agent, scratch));
                scratch = new Request();
            }
            if (query) {
                ask();
                return;
            }
            int status = core.status(state, 0);
            if (status != CpuCore.RUN) {
                stopped(status);
            } else if (!asked && !core.blocked(state, 0)) {
                asked = true;
                ask();
            }
        }
        offer();
    }

    private void ask() {
        int pc = core.pc(state, 0);
        core.ask(state, 0, 0, scratch);
        Ask ask = asks[pc];
        if (ask == null || !ask.repeats(scratch)) {
            ask = Ask.pending(agent, scratch);
            asks[pc] = ask;
            scratch = new Request();
        }
        int op = ask.op();
        if ((op == Op.LOCK || op == Op.SYNCHRONIZE) && core.sleepsInAtomic(state, 0, ask.request())) {
            self.tell(ask, self);
        } else {
            send(ask);
        }
    }

    private void send(Ask ask) {
        addresses.owner(ask.op(), ask.target(), self).tell(ask, self);
    }

    private void tellConductor(Message message) {
        addresses.conductor().tell(message, self);
    }

    private void stopped(int status) {
        if (status >= CpuCore.FAULT) {
            report(FAULTS[status - CpuCore.FAULT], core.property(state, 0));
        } else if (status == CpuCore.DONE) {
            tellConductor(ended);
        }
    }

    private void fail(FaultKind kind) {
        core.fail(state, 0, kind);
        report(kind, kind.property());
    }

    private void report(FaultKind kind, String property) {
        tellConductor(new Message.Failed(new Fault(kind, agent, core.pc(state, 0), property)));
    }

    /// Keeps the offer to take an interrupt as the CPU's state has it.
    private void offer() {
        if (!hasHandler || core.interruptible(state, 0) == offered) {
            return;
        }
        offered = !offered;
        if (offered) {
            self.tell(interrupt, self);
        } else {
            tellConductor(new Message.Withdrawn(agent));
        }
    }
}
