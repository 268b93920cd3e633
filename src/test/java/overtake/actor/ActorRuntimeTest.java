package overtake.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.Test;
import overtake.explore.Engine;
import overtake.explore.Strategy;
import overtake.explore.strategy.RandomWalk;
import overtake.machine.Bounds;
import overtake.memory.MemoryModel;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.support.RunRecord;
import overtake.support.TestWorlds;

class ActorRuntimeTest {
    private static final int ENOUGH = 200;

    private static List<RunRecord> runs(Engine engine, int seeds) {
        List<RunRecord> runs = new ArrayList<>();
        Strategy strategy = new RandomWalk(6);
        for (int seed = 0; seed < seeds; seed++) {
            strategy.begin(seed);
            runs.add(RunRecord.of(engine, strategy, ENOUGH));
        }
        return runs;
    }

    /// Opens a world of each kind, runs them in turns, and closes them.
    private static List<RunRecord> everything(ActorRuntime runtime) {
        List<RunRecord> runs = new ArrayList<>();
        List<Engine> open = new ArrayList<>();
        for (World world : TestWorlds.all()) {
            for (MemoryModel model : MemoryModel.all()) {
                open.add(runtime.open(world, model, Bounds.DEFAULT));
            }
        }
        open.forEach(engine -> runs.addAll(runs(engine, 10)));
        open.forEach(Engine::close);
        return runs;
    }

    @Test
    void many_worlds_in_one_system_give_the_same_results_on_two_threads() throws Exception {
        try (ActorRuntime runtime = new ActorRuntime();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<RunRecord> alone = everything(runtime);
            Future<List<RunRecord>> first = threads.submit(() -> everything(runtime));
            Future<List<RunRecord>> second = threads.submit(() -> everything(runtime));
            assertThat(first.get()).isEqualTo(alone);
            assertThat(second.get()).isEqualTo(alone);
        }
    }

    @Test
    void a_world_may_be_opened_run_and_closed_on_different_threads() throws Exception {
        try (ActorRuntime runtime = new ActorRuntime();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Engine engine = runtime.open(TestWorlds.rcu(), new Tso(), Bounds.DEFAULT);
            List<RunRecord> here = runs(engine, 5);
            assertThat(threads.submit(() -> runs(engine, 5)).get()).isEqualTo(here);
            assertThat(threads.submit(() -> runs(engine, 5)).get()).isEqualTo(here);
            engine.close();
        }
    }

    @Test
    void closing_a_world_leaves_no_actor_of_it() {
        ActorTestKit kit = ActorTestKit.create();
        ActorSystem system = Adapter.toClassic(kit.system());
        try (ActorRuntime runtime = new ActorRuntime(system)) {
            ActorEngine engine = runtime.open(TestWorlds.invariantOfLocks(), new Tso(), Bounds.DEFAULT);
            runs(engine, 3);
            Addresses addresses = engine.addresses();
            List<ActorRef> actors = new ArrayList<>(List.of(
                    addresses.conductor(),
                    addresses.memory(),
                    addresses.monitor(),
                    addresses.lock(0),
                    addresses.lock(1),
                    addresses.cpu(0),
                    addresses.cpu(1),
                    addresses.cpu(2)));
            engine.close();
            TestProbe<Object> probe = kit.createTestProbe();
            for (ActorRef actor : actors) {
                probe.expectTerminated(Adapter.toTyped(actor));
            }
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void dispatchers_are_used_again() {
        ActorTestKit kit = ActorTestKit.create();
        ActorSystem system = Adapter.toClassic(kit.system());
        try (ActorRuntime runtime = new ActorRuntime(system)) {
            List<RunRecord> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                try (Engine engine = runtime.open(TestWorlds.interrupt(), new Tso(), Bounds.DEFAULT)) {
                    List<RunRecord> runs = runs(engine, 5);
                    expected = i == 0 ? runs : expected;
                    assertThat(runs).isEqualTo(expected);
                    assertThat(engine.deliveries()).isPositive();
                }
            }
            assertThat(system.dispatchers().hasDispatcher("overtake-desk-1")).isTrue();
            assertThat(system.dispatchers().hasDispatcher("overtake-desk-2")).isFalse();
        } finally {
            kit.shutdownTestKit();
        }
    }

    /// The guardian of the actor system still works on a conductor while its world is already used.
    @Test
    void a_world_can_be_used_as_soon_as_it_is_open() {
        try (ActorRuntime runtime = new ActorRuntime()) {
            for (int i = 0; i < 200; i++) {
                try (Engine engine = runtime.open(TestWorlds.spinlock(), new Tso(), Bounds.DEFAULT)) {
                    Strategy strategy = new RandomWalk(i);
                    strategy.begin(0);
                    assertThat(engine.run(strategy, ENOUGH)).isEqualTo(Engine.Ending.COMPLETED);
                }
            }
        }
    }

    @Test
    void results_can_be_read_after_closing_but_no_run_made() {
        try (ActorRuntime runtime = new ActorRuntime()) {
            Engine engine = runtime.open(TestWorlds.storeBuffering(), new Tso(), Bounds.DEFAULT);
            runs(engine, 1);
            engine.close();
            engine.close();
            assertThat(engine.cell(0)).isEqualTo(1);
            assertThat(engine.covered(0, 0)).isTrue();
            assertThatThrownBy(() -> engine.run(new RandomWalk(1), ENOUGH))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the world store-buffering is closed");
        }
    }

    @Test
    void closing_the_runtime_closes_its_worlds_and_ends_its_threads() throws Exception {
        ActorRuntime runtime = new ActorRuntime();
        Engine engine = runtime.open(TestWorlds.storeBuffering(), new Tso(), Bounds.DEFAULT);
        runs(engine, 1);
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("overtake-"))
                .toList();
        assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
        runtime.close();
        assertThatThrownBy(() -> runs(engine, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> runtime.open(TestWorlds.storeBuffering(), new Tso(), Bounds.DEFAULT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the actor system is closed");
    }

    @Test
    void a_runtime_that_was_never_used_starts_nothing() {
        try (ActorRuntime runtime = new ActorRuntime()) {
            assertThat(runtime.started()).isFalse();
        }
    }
}
