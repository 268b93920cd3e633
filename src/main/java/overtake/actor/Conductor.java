package overtake.actor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorInitializationException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.OneForOneStrategy;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.SupervisorStrategy;
import org.apache.pekko.actor.UntypedAbstractActor;
import org.apache.pekko.japi.pf.DeciderBuilder;
import org.jspecify.annotations.Nullable;
import overtake.explore.Engine.Ending;
import overtake.explore.Strategy;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.machine.Journal;
import overtake.machine.Machine;
import overtake.machine.Step;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// Decides which message in flight is delivered next, by asking a strategy, and lets exactly that one be processed. It
/// is an actor itself, the parent of the seats: what it knows of them (which requests a lock accepts, who has ended,
/// what is wrong) they have told it.
final class Conductor extends UntypedAbstractActor implements Desk.Trouble {
    private final Desk desk;
    private final Pool pool;
    private final Cast cast;
    private final Addresses addresses;
    private final int[] gates;
    private final Choices choices = new Choices();
    private final List<ActorRef> observers = new ArrayList<>();
    private final Optional<WaitMonitor> waits;
    private Journal journal = Journal.NONE;

    private int[] picks = new int[256];
    private int steps;
    private int alternative;
    private int ended;
    private @Nullable Fault fault;
    /// Under lkmm: whether the guesses of the run can no longer be right, and whether a CPU has an access that can never be performed.
    private boolean abandoned;

    private boolean stuck;

    private String failed = "";
    private @Nullable Throwable failure;
    private boolean open;
    private boolean stopped;

    Conductor(Desk desk, Pool pool, Cast cast, Optional<WaitMonitor> waits) {
        this.desk = desk;
        this.pool = pool;
        this.cast = cast;
        this.waits = waits;
        addresses = new Addresses(cast.world(), getSelf());
        gates = new int[addresses.locks()];
    }

    // ---- as an actor

    @Override
    public void preStart() {
        cast.seat(addresses, this::child);
    }

    private ActorRef child(String name, Props props) {
        return getContext().actorOf(props.withDispatcher(desk.id()), name);
    }

    @Override
    public void postStop() {
        stopped = true;
    }

    @Override
    public SupervisorStrategy supervisorStrategy() {
        return new OneForOneStrategy(false, DeciderBuilder.matchAny(this::decide).build());
    }

    private SupervisorStrategy.Directive decide(Throwable cause) {
        failed(getSender().path().name(), cause);
        return cause instanceof ActorInitializationException
                ? (SupervisorStrategy.Directive) SupervisorStrategy.stop()
                : (SupervisorStrategy.Directive) SupervisorStrategy.resume();
    }

    @Override
    public void failed(String actor, Throwable cause) {
        if (failure == null) {
            failed = actor;
            failure = cause;
        }
        desk.drop();
    }

    @Override
    public void onReceive(Object message) {
        try {
            hear(message);
        } catch (RuntimeException | Error e) {
            failed("conductor", e); // its parent is Pekko's guardian, on another thread: it must not hear of this
        }
    }

    private void hear(Object message) {
        switch (message) {
            case Message.Gates told -> gates[told.lock()] = told.accepted();
            case Message.Happened event -> {
                journal.event(event.kind(), event.agent(), event.pc(), event.target(), event.value());
                for (ActorRef observer : observers) {
                    observer.tell(event, getSelf());
                }
            }
            case Message.Offers offers -> {
                offers.addTo(choices);
                stuck |= offers.stuck();
            }
            case Message.Abandoned _ -> abandoned = true;
            case Message.Ended _ -> ended++;
            case Message.Open _ -> open = true;
            case Ask choose -> tell(addresses.cpu(choose.agent()), Message.Reply.of(alternative));
            case Message.Withdrawn told -> pool.remove(told.agent(), Step.INTERRUPT);
            case Message.Failed told -> {
                if (fault == null) {
                    fault = told.fault();
                }
            }
            default -> throw new IllegalStateException("not for the conductor: " + message);
        }
    }

    private void tell(ActorRef seat, Message message) {
        seat.tell(message, getSelf());
    }

    // ---- as the owner of the world's thread

    Addresses addresses() {
        return addresses;
    }

    boolean open() {
        return open;
    }

    boolean stopped() {
        return stopped;
    }

    void journal(Journal to) {
        journal = to;
    }

    /// From now on the observer is told every event too.
    void observe(ActorRef observer) {
        observers.add(observer);
    }

    int steps() {
        return steps;
    }

    int step(int index) {
        return picks[index];
    }

    Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    Ending run(Strategy strategy, int maxSteps) {
        begin();
        while (true) {
            enabled();
            if (choices.size() == 0) {
                if (abandoned || stuck && (fault != null || ended < addresses.cpus())) {
                    fault = null;
                    return Ending.ABANDONED;
                }
                conclude();
                return fault == null ? Ending.COMPLETED : Ending.VIOLATED;
            }
            if (steps == maxSteps) {
                return Ending.CUT;
            }
            int index = strategy.pick(choices);
            if (index == Strategy.STOP) {
                return Ending.STOPPED;
            }
            perform(choices.step(index));
            judgeWaits();
        }
    }

    private void judgeWaits() {
        if (waits.isPresent() && fault == null) {
            fault = waits.get().performed(picks[steps - 1]).orElse(null);
        }
    }

    private void begin() {
        waits.ifPresent(WaitMonitor::begin);
        desk.takeOver();
        pool.clear();
        steps = 0;
        ended = 0;
        fault = null;
        abandoned = false;
        failure = null;
        desk.fromOutside();
        desk.settle();
        check();
        Message.Begin begin =
                journal == Journal.NONE && observers.isEmpty() ? Message.Begin.UNTRACED : Message.Begin.TRACED;
        bid(addresses.memory(), begin);
        for (int i = 0; i < addresses.locks() && !cast.outOfOrder(); i++) {
            bid(addresses.lock(i), begin);
        }
        for (int i = 0; i < addresses.domains(); i++) {
            bid(addresses.domain(i), begin);
        }
        for (int i = 0; i < addresses.lines(); i++) {
            bid(addresses.line(i), begin);
        }
        if (cast.hasInvariants()) {
            bid(addresses.monitor(), begin);
        }
        for (int i = 0; i < addresses.cpus(); i++) {
            bid(addresses.cpu(i), begin);
        }
    }

    /// Has a message of the conductor processed, and all that follows.
    private void bid(ActorRef seat, Message message) {
        tell(seat, message);
        desk.settle();
        check();
    }

    /// @throws ActorFailure if an actor has failed since the run began
    void check() {
        if (failure != null) {
            throw new ActorFailure(failed, Arrays.stream(picks, 0, steps).boxed().toList(), failure);
        }
    }

    /// In the order of [overtake.machine.Machine#enabled].
    private void enabled() {
        choices.clear();
        if (abandoned || fault != null && !cast.outOfOrder()) {
            return;
        }
        if (cast.outOfOrder()) {
            stuck = false;
            Message.WhatNow whatNow = new Message.WhatNow(fault != null);
            for (int agent = 0; agent < addresses.cpus(); agent++) {
                bid(addresses.cpu(agent), whatNow);
            }
            return;
        }
        for (int agent = 0; agent < addresses.cpus(); agent++) {
            Ask request = pool.request(agent);
            if (request != null && accepted(request, pool.oldest(agent) != null)) {
                for (int k = 0; k < request.alternatives(); k++) {
                    choices.add(Step.of(agent, Step.REQUEST, k), request.op(), request.target());
                }
            }
            Ask oldest = pool.oldest(agent);
            if (oldest != null) {
                choices.add(Step.of(agent, Step.CHANNEL, 0), oldest.op(), oldest.target());
            }
            Ask interrupt = pool.interrupt(agent);
            if (interrupt != null) {
                choices.add(Step.of(agent, Step.INTERRUPT, 0), interrupt.op());
            }
        }
    }

    private boolean accepted(Ask request, boolean travelling) {
        int gate = request.gate();
        if (gate == 0 || gate < 0 && !travelling) {
            return true;
        }
        boolean open = (gates[request.target()] & Math.abs(gate)) != 0;
        return gate > 0 ? open : !open;
    }

    private void perform(int step) {
        if (steps == picks.length) {
            picks = Arrays.copyOf(picks, 2 * steps);
        }
        picks[steps++] = step;
        alternative = Step.alternative(step);
        int agent = Step.agent(step);
        if (cast.outOfOrder()) {
            bid(addresses.cpu(agent), new Message.Go(step));
            return;
        }
        int slot = Step.slot(step);
        if (slot == Step.INTERRUPT && pool.request(agent) != null) {
            pool.remove(agent, Step.REQUEST); // the CPU has other things to do now; it will ask again
        }
        desk.deliver(agent, slot);
        check();
    }

    /// In the order of [overtake.machine.Machine#ending].
    private void conclude() {
        if (fault != null) {
            return;
        }
        if (ended < addresses.cpus()) {
            fault = new Fault(FaultKind.DEADLOCK, -1, -1, FaultKind.DEADLOCK.property());
            return;
        }
        if (cast.hasFinalInvariants()) {
            bid(addresses.memory(), Message.Reveal.MESSAGE);
            for (int i = 0; i < addresses.locks(); i++) {
                bid(addresses.lock(i), Message.Reveal.MESSAGE);
            }
            bid(addresses.monitor(), Message.Conclude.MESSAGE);
        }
        if (fault == null && cast.mayLeak()) {
            bid(addresses.memory(), Message.Conclude.MESSAGE);
        }
    }

    /// Judges bounds on waiting: who stands where is spread over all CPUs, so it repeats each pick on a machine of its own, which keeps the counts.
    static final class WaitMonitor {
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
}
