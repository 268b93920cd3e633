package overtake.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.UntypedAbstractActor;
import overtake.machine.Change;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.Journal;
import overtake.machine.LkmmCpu;
import overtake.machine.LkmmDomain;
import overtake.machine.LkmmMemory;

/// The actors of `lkmm`.
///
/// A store that is performed goes from its CPU to memory, which gives it its place in coherence order and sends it to every CPU. There it
/// waits: it becomes visible when a load takes it, or when a fence has it told. The conductor picks among the steps that CPUs offer; a load
/// offers one for each store that it may take, so that to pick is to deliver.
final class LkmmSeats {
    private LkmmSeats() {}

    /// An agent on its CPU: it owns its window and its view.
    static final class Cpu extends UntypedAbstractActor implements LkmmCpu.Outlet {
        private final LkmmCpu cpu;
        private final int agent;
        private final Addresses addresses;
        private final ActorRef self = getSelf();
        private final Choices choices = new Choices();
        private final Journal tell;
        private boolean ended;
        private boolean failed;
        private boolean abandoned;

        Cpu(LkmmCast cast, int agent, Addresses addresses) {
            this.agent = agent;
            this.addresses = addresses;
            cpu = cast.cpu(agent, this);
            tell = (kind, who, pc, target, value) -> addresses.conductor()
                    .tell(new Message.Happened(kind, who, pc, target, value), self);
        }

        @Override
        public void onReceive(Object message) {
            switch (message) {
                case Message.Changed changed -> cpu.hear(changed.change());
                case Message.WhatNow now -> {
                    choices.clear();
                    boolean stuck = cpu.offers(choices, now.faulty());
                    addresses.conductor().tell(new Message.Offers(choices, stuck), self);
                }
                case Message.Go go -> cpu.step(go.step());
                case Message.Told _ -> cpu.told();
                case Message.Placed placed -> cpu.placed(placed.place(), placed.broken());
                case Message.Pooled pooled ->
                    cpu.pooled(pooled.pool(), pooled.answer(), pooled.fault(), pooled.broken());
                case Message.Begun begun -> cpu.begun(begun.begin(), begun.token());
                case Message.Awaits awaits -> cpu.awaits(awaits.await());
                case Message.SayWhatYouSaw say -> {
                    long seen = cpu.seen();
                    if (seen != 0) {
                        changed(new Change.Tell(seen, say.agent(), say.pc()));
                    }
                }
                case Message.Begin begin -> {
                    ended = false;
                    failed = false;
                    abandoned = false;
                    cpu.begin(begin.traced() ? tell : Journal.NONE);
                }
                default -> throw new IllegalStateException("not for a CPU: " + message);
            }
            report();
        }

        /// Tells the conductor how the CPU stands.
        private void report() {
            if (abandoned || ended) {
                return;
            }
            if (cpu.abandoned()) {
                abandoned = true;
                addresses.conductor().tell(Message.Abandoned.MESSAGE, self);
                return;
            }
            Optional<Fault> fault = cpu.fault();
            if (fault.isPresent() && !failed) {
                failed = true;
                addresses.conductor().tell(new Message.Failed(fault.get()), self);
            } else if (!failed && cpu.ended()) {
                ended = true;
                addresses.conductor().tell(new Message.Ended(agent), self);
            }
        }

        @Override
        public void changed(Change change) {
            owner(change).tell(new Message.Changed(change, agent), self);
        }

        @Override
        public void ask(Change change, int pc) {
            owner(change).tell(new Message.Asked(change, agent, pc), self);
        }

        private ActorRef owner(Change change) {
            return switch (change) {
                case Change.Begin c -> addresses.domain(c.domain());
                case Change.End c -> addresses.domain(c.domain());
                case Change.Cancel c -> addresses.domain(c.domain());
                case Change.Await c -> addresses.domain(c.domain());
                case Change.Over c -> addresses.domain(c.domain());
                case Change.Take _,
                        Change.Release _,
                        Change.Place _,
                        Change.Outdate _,
                        Change.Fill _,
                        Change.Remove _,
                        Change.Rebase _,
                        Change.Know _,
                        Change.Tell _,
                        Change.Pool _ ->
                    addresses.memory();
            };
        }

        @Override
        public void settled(Change.Know know) {
            addresses.memory().tell(new Message.Settled(know), self);
        }
    }

    /// Sends a change to all CPUs but one.
    private static void pass(Change change, int but, Addresses addresses, ActorRef from) {
        Message.Changed message = new Message.Changed(change, but);
        for (int i = 0; i < addresses.cpus(); i++) {
            if (i != but) {
                addresses.cpu(i).tell(message, from);
            }
        }
    }

    /// Memory: it owns the coherence order of every cell and lock word, the pools, and watches the invariants.
    static final class Memory extends UntypedAbstractActor {
        private static final int NOBODY = -1;

        private final LkmmMemory memory;
        private final Addresses addresses;
        private final ActorRef self = getSelf();
        private final List<Change> collected = new ArrayList<>();

        Memory(LkmmMemory memory, Addresses addresses) {
            this.memory = memory;
            this.addresses = addresses;
        }

        @Override
        public void onReceive(Object message) {
            switch (message) {
                case Message.Changed changed -> change(changed.change(), changed.from());
                case Message.Asked asked -> answer(asked);
                case Message.Settled settled -> settled(settled.know());
                case Message.Begin _ -> {
                    int broken = memory.begin();
                    if (broken >= 0) {
                        addresses.conductor().tell(new Message.Failed(memory.broken(broken)), self);
                    }
                }
                case Message.Conclude _ ->
                    memory.ending()
                            .ifPresent(fault -> addresses.conductor().tell(new Message.Failed(fault), self));
                default -> throw new IllegalStateException("not for memory: " + message);
            }
        }

        /// Makes a change and lets it be known; he from whom it comes has made it already, but that to tell is for all.
        private void change(Change change, int from) {
            memory.apply(change);
            pass(change, change instanceof Change.Tell ? NOBODY : from, addresses, self);
            if (renumbers(change)) {
                Message.Changed news = new Message.Changed(change, from);
                for (int i = 0; i < addresses.domains(); i++) {
                    addresses.domain(i).tell(news, self);
                }
            }
        }

        /// Whether stores have other numbers after it.
        private static boolean renumbers(Change change) {
            return change instanceof Change.Place
                    || change instanceof Change.Remove
                    || change instanceof Change.Rebase
                    || change instanceof Change.Outdate
                    || change instanceof Change.Pool;
        }

        private void answer(Message.Asked asked) {
            change(asked.change(), asked.agent());
            ActorRef cpu = addresses.cpu(asked.agent());
            switch (asked.change()) {
                case Change.Place place -> cpu.tell(new Message.Placed(place, memory.brokenBy(place)), self);
                case Change.Pool pool -> {
                    int broken = memory.fault() == LkmmMemory.FINE ? memory.brokenBy(pool) : -1;
                    cpu.tell(new Message.Pooled(pool, memory.answer(), memory.fault(), broken), self);
                }
                case Change.Tell _ -> cpu.tell(Message.Told.MESSAGE, self);
                default -> throw new IllegalStateException("no question to memory: " + asked);
            }
        }

        private void settled(Change.Know know) {
            if (memory.news(know)) {
                change(know, know.agent());
            }
            collected.clear();
            memory.collect(collected);
            for (Change rebased : collected) {
                Message.Changed news = new Message.Changed(rebased, NOBODY);
                pass(rebased, NOBODY, addresses, self);
                for (int i = 0; i < addresses.domains(); i++) {
                    addresses.domain(i).tell(news, self);
                }
            }
        }
    }

    /// A grace-period domain: it owns which sections are open and who waits for which of them.
    static final class Domain extends UntypedAbstractActor {
        private final LkmmDomain domain;
        private final Addresses addresses;
        private final ActorRef self = getSelf();

        Domain(LkmmDomain domain, Addresses addresses) {
            this.domain = domain;
            this.addresses = addresses;
        }

        @Override
        public void onReceive(Object message) {
            switch (message) {
                case Message.Changed changed -> {
                    domain.apply(changed.change());
                    Change change = changed.change();
                    if (change instanceof Change.End || change instanceof Change.Cancel
                            || change instanceof Change.Over) {
                        pass(change, changed.from(), addresses, self);
                    }
                }
                case Message.Asked asked -> answer(asked);
                case Message.Begin _ -> domain.begin();
                default -> throw new IllegalStateException("not for a grace-period domain: " + message);
            }
        }

        private void answer(Message.Asked asked) {
            int agent = asked.agent();
            ActorRef cpu = addresses.cpu(agent);
            switch (asked.change()) {
                case Change.Begin begin -> {
                    Message say = new Message.SayWhatYouSaw(agent, asked.pc());
                    for (int i = 0; i < addresses.cpus(); i++) {
                        if (domain.tellsAtBegin(i)) {
                            addresses.cpu(i).tell(say, self);
                        }
                    }
                    int token = domain.nextToken(agent);
                    domain.apply(begin);
                    pass(begin, agent, addresses, self);
                    cpu.tell(new Message.Begun(begin, token), self);
                }
                case Change.Await await -> {
                    domain.apply(await);
                    pass(await, agent, addresses, self);
                    cpu.tell(new Message.Awaits(await), self);
                }
                default -> throw new IllegalStateException("no question to a domain: " + asked);
            }
        }
    }
}
