package overtake.actor;

import java.util.Arrays;
import java.util.Objects;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.dispatch.Envelope;
import org.jspecify.annotations.Nullable;
import overtake.machine.Step;

/// The messages of one world that are in flight until the conductor picks them. Each has its place: for an agent one
/// request, one interrupt, and a first-in-first-out channel of travelling operations.
final class Pool {
    private static final int SINGLE = 2; // request, interrupt

    private final int agents;
    /// Length of each channel, a power of two.
    private final int capacity;

    private final @Nullable Ask[] asks;
    private final @Nullable ActorCell[] receivers;
    private final @Nullable Envelope[] envelopes;
    private final int[] head;
    private final int[] count;

    Pool(int agents, int channel) {
        this.agents = agents;
        capacity = channel == 1 ? 1 : Integer.highestOneBit(channel - 1) << 1;
        int places = agents * (SINGLE + capacity);
        asks = new Ask[places];
        receivers = new ActorCell[places];
        envelopes = new Envelope[places];
        head = new int[agents];
        count = new int[agents];
    }

    void clear() {
        Arrays.fill(asks, null);
        Arrays.fill(receivers, null);
        Arrays.fill(envelopes, null);
        Arrays.fill(head, 0);
        Arrays.fill(count, 0);
    }

    private int single(int agent, int slot) {
        return SINGLE * agent + (slot == Step.REQUEST ? 0 : 1);
    }

    private int travelling(int agent, int index) {
        return SINGLE * agents + capacity * agent + (head[agent] + index & capacity - 1);
    }

    /// Puts an ask in its place.
    ///
    /// @return whether the place was free
    boolean add(Ask ask, ActorCell receiver, Envelope envelope) {
        int agent = ask.agent();
        int place;
        if (ask.slot() == Step.CHANNEL) {
            if (count[agent] == capacity) {
                return false;
            }
            place = travelling(agent, count[agent]++);
        } else {
            place = single(agent, ask.slot());
            if (asks[place] != null) {
                return false;
            }
        }
        asks[place] = ask;
        receivers[place] = receiver;
        envelopes[place] = envelope;
        return true;
    }

    /// The request of the agent, if it is in flight.
    @Nullable
    Ask request(int agent) {
        return asks[SINGLE * agent];
    }

    /// The interrupt of the agent, if it is in flight.
    @Nullable
    Ask interrupt(int agent) {
        return asks[SINGLE * agent + 1];
    }

    /// The oldest travelling operation of the agent, if any.
    @Nullable
    Ask oldest(int agent) {
        return count[agent] == 0 ? null : asks[travelling(agent, 0)];
    }

    /// Where the ask in that slot is now: the argument of [#receiver], [#envelope] and [#remove].
    int place(int agent, int slot) {
        return slot == Step.CHANNEL ? travelling(agent, 0) : single(agent, slot);
    }

    ActorCell receiver(int place) {
        return Objects.requireNonNull(receivers[place]);
    }

    Envelope envelope(int place) {
        return Objects.requireNonNull(envelopes[place]);
    }

    /// Takes the ask in that slot out; of a channel the oldest.
    void remove(int agent, int slot) {
        asks[place(agent, slot)] = null;
        if (slot == Step.CHANNEL) {
            head[agent] = head[agent] + 1 & capacity - 1;
            count[agent]--;
        }
    }
}
