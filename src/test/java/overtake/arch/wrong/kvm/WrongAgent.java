package overtake.arch.wrong.kvm;

import java.util.ArrayDeque;

/// An agent that uses a collection.
public final class WrongAgent {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();

    public void queue_work(int work) {
        queue.add(work);
    }
}
