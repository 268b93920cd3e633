package overtake.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.pick_next_task;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.ttwu_queue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import overtake.explore.Exhaustive;
import overtake.kernel.sched.Completion;
import overtake.kernel.sched.Rcuwait;
import overtake.kernel.sched.TaskStruct;
import overtake.kernel.sched.WaitQueueEntry;
import overtake.kernel.sched.WaitQueueHead;
import overtake.lift.WorldLifter;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.Machine;
import overtake.machine.Step;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;

/// Sleeping and waking, over all orderings.
class SleepingTest {
    private static final long MAX_STATES = 300_000;

    static final class Event {
        final Rcuwait rcuwait = new Rcuwait();
        final WaitQueueHead queue = new WaitQueueHead();
        final Completion completion = new Completion();
        final SpinLock lock = new SpinLock();
        boolean happened;
    }

    private record OnRcuwait(Event event, TaskStruct current, boolean early) implements Agent {
        @Override
        public void run() {
            if (early && READ_ONCE(event.happened)) {
                return;
            }
            event.rcuwait.prepare_to_rcuwait(current);
            current.set_current_state(TaskStruct.TASK_UNINTERRUPTIBLE);
            while (!early && !READ_ONCE(event.happened)) {
                current.schedule();
                current.set_current_state(TaskStruct.TASK_UNINTERRUPTIBLE);
            }
            if (early) {
                current.schedule();
            }
            event.rcuwait.finish_rcuwait(current);
        }
    }

    private record WakesRcuwait(Event event) implements Agent {
        @Override
        public void run() {
            WRITE_ONCE(event.happened, true);
            event.rcuwait.rcuwait_wake_up();
        }
    }

    private record OnQueue(Event event, WaitQueueEntry entry) implements Agent {
        @Override
        public void run() {
            event.queue.prepare_to_wait(entry);
            while (!READ_ONCE(event.happened)) {
                entry.task.schedule();
                event.queue.prepare_to_wait(entry);
            }
            event.queue.finish_wait(entry);
        }
    }

    private record WakesQueue(Event event) implements Agent {
        @Override
        public void run() {
            WRITE_ONCE(event.happened, true);
            event.queue.wake_up_all();
        }
    }

    private record OnCompletion(Event event, WaitQueueEntry entry) implements Agent {
        @Override
        public void run() {
            event.completion.wait_for_completion(entry);
        }
    }

    private record Completes(Event event) implements Agent {
        @Override
        public void run() {
            event.completion.complete();
        }
    }

    private record SleepsUnderLock(Event event, TaskStruct current) implements Agent {
        @Override
        public void run() {
            spin_lock(event.lock);
            current.set_current_state(TaskStruct.TASK_UNINTERRUPTIBLE);
            current.schedule();
            spin_unlock(event.lock);
        }
    }

    /// Takes the entry that a task has at the start, and one that it was given.
    private record Takes(RunQueue queue) implements Agent {
        @Override
        public void run() {
            pick_next_task(queue);
            pick_next_task(queue);
        }
    }

    /// Knows that the first entry has been taken, and gives another one.
    private record Gives(Event event, RunQueue queue) implements Agent {
        @Override
        public void run() {
            ttwu_queue(queue);
            WRITE_ONCE(event.happened, true);
        }
    }

    private static WaitQueueEntry entry() {
        return new WaitQueueEntry(new TaskStruct());
    }

    private static List<String> violations(String model, Event event, Agent... agents) {
        ModelWorld world = composition -> {
            composition.shared("event", event);
            for (int i = 0; i < agents.length; i++) {
                composition.agent("agent" + i, agents[i]);
            }
        };
        Machine machine = new Machine(
                WorldLifter.lift("sleeping", world), MemoryModel.named(model).orElseThrow(), Bounds.DEFAULT);
        Exhaustive.Result result = Exhaustive.explore(machine, List.of(), MAX_STATES);
        assertThat(result.complete()).isTrue();
        return List.copyOf(result.violations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sc", "tso"})
    void a_waiter_that_announces_itself_before_it_tests_is_always_woken(String model) {
        Event event = new Event();
        assertThat(violations(model, event, new OnRcuwait(event, new TaskStruct(), false), new WakesRcuwait(event)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sc", "tso"})
    void a_waiter_that_tests_before_it_announces_itself_can_sleep_for_ever(String model) {
        Event event = new Event();
        assertThat(violations(model, event, new OnRcuwait(event, new TaskStruct(), true), new WakesRcuwait(event)))
                .containsExactly("deadlock");
    }

    /// The store of an entry had any place in coherence order, also before the one by which an older entry is taken; then nobody saw it.
    @Test
    void entries_of_a_run_queue_come_one_after_the_other_under_lkmm() {
        Event event = new Event();
        RunQueue queue = new RunQueue();
        ModelWorld world = composition -> {
            composition.shared("event", event);
            composition.shared("queue", queue);
            composition.agent("sleeper", new Takes(queue));
            composition.agent("waker", new Gives(event, queue));
        };
        Machine machine = new Machine(WorldLifter.lift("queue", world), new Lkmm(), Bounds.DEFAULT);
        int[] state = machine.initial();
        Choices choices = new Choices();
        int most = 0;
        for (machine.enabled(state, choices); choices.size() > 0; machine.enabled(state, choices)) {
            for (int i = 0; i < choices.size(); i++) {
                most = Math.max(most, Step.alternative(choices.step(i)));
            }
            machine.apply(state, choices.step(0));
        }
        assertThat(machine.abandoned(state)).isFalse();
        assertThat(machine.ending(state)).isEmpty();
        assertThat(most).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sc", "tso"})
    void a_wait_queue_wakes_all_its_waiters(String model) {
        Event event = new Event();
        assertThat(violations(model, event, new OnQueue(event, entry()), new OnQueue(event, entry()),
                new WakesQueue(event))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sc", "tso"})
    void one_completion_lets_one_waiter_go_on(String model) {
        Event event = new Event();
        assertThat(violations(model, event, new OnCompletion(event, entry()), new Completes(event))).isEmpty();
        Event other = new Event();
        assertThat(violations(model, other, new OnCompletion(other, entry()), new OnCompletion(other, entry()),
                new Completes(other))).containsExactly("deadlock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sc", "tso"})
    void sleeping_under_a_spinlock_is_found(String model) {
        Event event = new Event();
        assertThat(violations(model, event, new SleepsUnderLock(event, new TaskStruct()))).containsExactly(
                "sleep-in-atomic");
    }
}
