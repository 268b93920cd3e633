package overtake.actor;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Cell;
import org.apache.pekko.dispatch.Dispatcher;
import org.apache.pekko.dispatch.Dispatchers;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.Mailbox;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageDispatcher;
import org.apache.pekko.dispatch.MessageDispatcherConfigurator;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.TaskInvocation;
import org.apache.pekko.dispatch.sysmsg.SystemMessage;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/// The dispatcher of one world. No message is ever queued in a mailbox: an ask with a slot goes to the [Pool] until the
/// conductor has it delivered; any other is delivered at once, on the same JVM thread, after the message during which
/// it was sent and before all that were sent earlier and still wait. Messages of one actor to another so keep their
/// order as long as an actor sends nothing after an answer it asked for in the same breath; none of ours does.
///
/// With [Pool] this is the only class that knows Pekko's inside: these methods are public in bytecode, but Pekko's own.
/// One thread, the owner, runs the world; what comes from any other (the guardian starts and stops top-level actors)
/// waits in a queue until the owner looks.
final class Desk extends Dispatcher {
    private static final MessageQueue NO_QUEUE = new NoQueue();
    private static final MailboxType NO_QUEUE_TYPE = new NoQueueType();

    private final BlockingQueue<Runnable> outside = new LinkedBlockingQueue<>();
    /// Mailboxes with system messages: start, stop, failure.
    private final Deque<Mailbox> system = new ArrayDeque<>();

    private volatile @Nullable Thread owner;
    private @Nullable Pool pool;
    private Trouble trouble = Trouble.NONE;
    private boolean busy;
    private long delivered;
    private long lost;

    /// Messages that are delivered at once, the next one last.
    private @Nullable ActorCell[] receivers = new ActorCell[64];

    private @Nullable Envelope[] envelopes = new Envelope[64];
    private int waiting;

    /// Hears of what must not happen.
    interface Trouble {
        Trouble NONE = (actor, cause) -> {};

        void failed(String actor, Throwable cause);
    }

    private Desk(MessageDispatcherConfigurator configurator, String id) {
        super(
                configurator,
                id,
                1,
                Duration.Zero(),
                configurator.configureExecutor(),
                FiniteDuration.apply(1, TimeUnit.SECONDS));
    }

    /// A new desk, registered with the actor system for ever: desks are lent again and again, see [ActorRuntime].
    static Desk register(ActorSystem system, String id) {
        Dispatchers dispatchers = system.dispatchers();
        Configurator configurator = new Configurator(dispatchers, id);
        if (!dispatchers.registerConfigurator(id, configurator)) {
            throw new IllegalStateException("a dispatcher named " + id + " exists");
        }
        return configurator.desk;
    }

    /// A world moves in.
    void open(Pool newPool, Trouble newTrouble) {
        pool = newPool;
        trouble = newTrouble;
        takeOver();
    }

    /// The calling thread runs the world from now on.
    void takeOver() {
        Thread current = Thread.currentThread();
        if (owner != current) {
            owner = current;
        }
    }

    /// The world has moved out. What still comes runs on the thread that brings it.
    void release() {
        pool = null;
        trouble = Trouble.NONE;
        drop();
        Arrays.fill(receivers, null);
        Arrays.fill(envelopes, null);
        owner = null;
        fromOutside();
    }

    /// Messages processed by actors of this desk.
    long delivered() {
        return delivered;
    }

    /// Messages to actors that have stopped.
    long lost() {
        return lost;
    }

    /// Forgets the messages that were to be delivered at once.
    void drop() {
        waiting = 0;
    }

    /// Runs what other threads have brought.
    void fromOutside() {
        for (Runnable task = outside.poll(); task != null; task = outside.poll()) {
            task.run();
        }
    }

    /// Waits for something that another thread brings, and runs it.
    ///
    /// @return whether anything came in time
    boolean awaitOutside(long seconds) throws InterruptedException {
        Runnable task = outside.poll(seconds, TimeUnit.SECONDS);
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    /// Has the message in that slot processed, and all that follows at once.
    void deliver(int agent, int slot) {
        Pool from = pool();
        int place = from.place(agent, slot);
        ActorCell receiver = from.receiver(place);
        Envelope envelope = from.envelope(place);
        from.remove(agent, slot);
        process(receiver, envelope);
        settle();
    }

    /// Processes the messages that are delivered at once, until none is left.
    void settle() {
        while (waiting > 0) {
            int at = --waiting;
            process(receivers[at], envelopes[at]);
        }
    }

    private Pool pool() {
        if (pool == null) {
            throw new IllegalStateException("no world is open on " + id());
        }
        return pool;
    }

    private void process(@Nullable ActorCell receiver, @Nullable Envelope envelope) {
        if (receiver == null || envelope == null || !receiver.mailbox().shouldProcessMessage()) {
            lost(receiver, envelope);
            return;
        }
        delivered++;
        int mark = waiting;
        busy = true;
        try {
            receiver.invoke(envelope);
        } catch (StackOverflowError | LinkageError e) {
            trouble.failed(receiver.self().path().name(), e);
        } finally {
            busy = false;
        }
        if (waiting > mark + 1) {
            reverse(mark);
        }
        if (!system.isEmpty()) {
            manage();
        }
    }

    private void lost(@Nullable ActorCell receiver, @Nullable Envelope envelope) {
        String name = receiver == null ? "nobody" : receiver.self().path().name();
        Object message = envelope == null ? "nothing" : envelope.message();
        lost++;
        trouble.failed(name, new IllegalStateException("it has stopped, so a message reached nobody: " + message));
    }

    /// What was sent first is to be processed first.
    private void reverse(int from) {
        for (int low = from, high = waiting - 1; low < high; low++, high--) {
            ActorCell receiver = receivers[low];
            receivers[low] = receivers[high];
            receivers[high] = receiver;
            Envelope envelope = envelopes[low];
            envelopes[low] = envelopes[high];
            envelopes[high] = envelope;
        }
    }

    /// Processes system messages.
    private void manage() {
        busy = true;
        try {
            for (Mailbox mailbox = system.poll(); mailbox != null; mailbox = system.poll()) {
                if (mailbox.actor() != null) {
                    mailbox.processAllSystemMessages();
                }
            }
        } finally {
            busy = false;
        }
    }

    private void poke(Mailbox mailbox) {
        if (elsewhere(() -> poke(mailbox))) {
            return;
        }
        system.add(mailbox);
        if (!busy) {
            manage();
        }
    }

    /// Leaves the task to the owner if the calling thread is another one.
    private boolean elsewhere(Runnable task) {
        Thread thread = owner;
        return thread != null && thread != Thread.currentThread() && outside.add(task);
    }

    @Override
    public void dispatch(ActorCell receiver, Envelope envelope) {
        if (owner != Thread.currentThread()) {
            fromElsewhere(receiver, envelope);
        } else if (envelope.message() instanceof Ask ask && ask.slot() >= 0) {
            hold(ask, receiver, envelope);
        } else {
            if (waiting == receivers.length) {
                receivers = Arrays.copyOf(receivers, 2 * waiting);
                envelopes = Arrays.copyOf(envelopes, 2 * waiting);
            }
            receivers[waiting] = receiver;
            envelopes[waiting++] = envelope;
        }
    }

    /// An exception here would end in Pekko's log, not in the sender.
    private void hold(Ask ask, ActorCell receiver, Envelope envelope) {
        if (pool == null || !pool.add(ask, receiver, envelope)) {
            String sender = envelope.sender().path().name();
            trouble.failed(sender, new IllegalStateException("sent what cannot be in flight now: " + ask));
        }
    }

    private void fromElsewhere(ActorCell receiver, Envelope envelope) {
        if (!elsewhere(() -> dispatch(receiver, envelope))) {
            mailboxes().deadLetterMailbox().enqueue(receiver.self(), envelope);
        }
    }

    @Override
    public void systemDispatch(ActorCell receiver, SystemMessage message) {
        Mailbox mailbox = receiver.mailbox();
        mailbox.systemEnqueue(receiver.self(), message);
        poke(mailbox);
    }

    @Override
    public boolean registerForExecution(Mailbox mailbox, boolean hasMessages, boolean hasSystemMessages) {
        boolean needed = hasSystemMessages || mailbox.hasSystemMessages();
        if (needed) {
            poke(mailbox);
        }
        return needed;
    }

    @Override
    public void executeTask(TaskInvocation task) {
        if (!elsewhere(task)) {
            task.run();
        }
    }

    @Override
    public Mailbox createMailbox(Cell actor, MailboxType type) {
        return super.createMailbox(actor, NO_QUEUE_TYPE);
    }

    /// There is no executor to shut down.
    @Override
    public void shutdown() {}

    private static final class Configurator extends MessageDispatcherConfigurator {
        private final Desk desk;

        Configurator(Dispatchers dispatchers, String id) {
            super(dispatchers.defaultDispatcherConfig(), dispatchers.prerequisites());
            desk = new Desk(this, id);
        }

        @Override
        public MessageDispatcher dispatcher() {
            return desk;
        }
    }

    private static final class NoQueueType implements MailboxType {
        @Override
        public MessageQueue create(Option<ActorRef> actor, Option<ActorSystem> system) {
            return NO_QUEUE;
        }
    }

    private static final class NoQueue implements MessageQueue {
        @Override
        public void enqueue(ActorRef receiver, Envelope envelope) {
            throw new IllegalStateException("a mailbox of a desk was given " + envelope);
        }

        @Override
        public @Nullable Envelope dequeue() {
            return null;
        }

        @Override
        public int numberOfMessages() {
            return 0;
        }

        @Override
        public boolean hasMessages() {
            return false;
        }

        @Override
        public void cleanUp(ActorRef actor, MessageQueue deadLetters) {}
    }
}
