package overtake.actor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An actor of a world has failed: a bug of ours, or of a world made by hand. The cause has the actor's own stack
/// trace. The engine can be used again: its next run begins anew.
public final class ActorFailure extends IllegalStateException {
    private final String actor;
    private final List<Integer> picks;

    ActorFailure(String actor, List<Integer> picks, @Nullable Throwable cause) {
        super("the actor " + actor + " failed in step " + picks.size() + ": " + cause + "; picks so far: " + picks,
                cause);
        this.actor = actor;
        this.picks = List.copyOf(picks);
    }

    /// Name of the actor, such as `memory` or `cpu0-vcpu0`.
    public String actor() {
        return actor;
    }

    /// The picks of the run up to the failure, see [overtake.machine.Step]; none if it failed before the first one.
    public List<Integer> picks() {
        return picks;
    }

    /// The number of the step in which the actor failed, counted from 1; 0 is the beginning of the run.
    public int step() {
        return picks.size();
    }
}
