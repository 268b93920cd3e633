package overtake.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import overtake.explore.Engine;
import overtake.explore.Replay;
import overtake.explore.Strategy;
import overtake.explore.strategy.RandomWalk;
import overtake.machine.Bounds;
import overtake.machine.EventKind;
import overtake.machine.Step;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.support.RunRecord;
import overtake.support.Script;
import overtake.support.TestWorlds;

/// Worlds hosted in a test kit's actor system, watched by its probes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlledDeliveryTest {
    private static final int ENOUGH = 100;

    private final ActorTestKit kit = ActorTestKit.create();
    private final ActorRuntime runtime = new ActorRuntime(Adapter.toClassic(kit.system()));

    @AfterAll
    void end() {
        runtime.close();
        kit.shutdownTestKit();
    }

    private static int request(int agent) {
        return Step.of(agent, Step.REQUEST, 0);
    }

    private static int delivery(int agent) {
        return Step.of(agent, Step.CHANNEL, 0);
    }

    private static World threeExchanges() {
        return Script.named("three-exchanges")
                .agent("a", "xchg x 1 %0", "observe %0")
                .agent("b", "xchg x 2 %0", "observe %0")
                .agent("c", "xchg x 3 %0", "observe %0")
                .world();
    }

    private ActorEngine open(World world, MemoryModel model) {
        return runtime.open(world, model, Bounds.DEFAULT);
    }

    private static Engine.Ending replay(Engine engine, Integer... picks) {
        Replay replay = new Replay(List.of(picks));
        replay.begin(0);
        return engine.run(replay, ENOUGH);
    }

    @Test
    void messages_are_processed_in_the_order_that_the_conductor_decides() {
        TestProbe<Message.Happened> probe = kit.createTestProbe(Message.Happened.class);
        try (ActorEngine engine = open(threeExchanges(), new Sc())) {
            engine.observe(Adapter.toClassic(probe.ref()));
            assertThat(replay(engine, request(2), request(0), request(1))).isEqualTo(Engine.Ending.COMPLETED);
            assertThat(engine.cell(0)).isEqualTo(2);
            assertThat(engine.observation(2, 0)).isEqualTo(0);
            assertThat(engine.observation(0, 0)).isEqualTo(3);
            assertThat(engine.observation(1, 0)).isEqualTo(1);
        }
        for (int agent : new int[] {2, 0, 1}) {
            assertThat(probe.receiveMessage().kind()).isEqualTo(EventKind.PERFORM);
            Message.Happened end = probe.receiveMessage();
            assertThat(end.kind()).isEqualTo(EventKind.END);
            assertThat(end.agent()).isEqualTo(agent);
        }
    }

    @Test
    void a_store_in_flight_is_overtaken_until_it_is_picked() {
        try (ActorEngine engine = open(TestWorlds.storeBuffering(), new Tso())) {
            replay(engine, request(0), request(1), delivery(0), delivery(1));
            assertThat(List.of(engine.observation(0, 0), engine.observation(1, 0))).containsExactly(0, 0);
            replay(engine, delivery(0), delivery(1), request(0), request(1));
            assertThat(List.of(engine.observation(0, 0), engine.observation(1, 0))).containsExactly(1, 1);
        }
    }

    @Test
    void a_fence_waits_for_the_acknowledgement_of_each_delivery() {
        World world = Script.named("fence")
                .agent("a", "write x 1", "write y 1", "mb", "read z %0")
                .world();
        try (ActorEngine engine = open(world, new Tso())) {
            assertThat(replay(engine, request(0))).isEqualTo(Engine.Ending.STOPPED);
            assertThat(replay(engine, delivery(0), request(0))).isEqualTo(Engine.Ending.STOPPED);
            assertThat(replay(engine, delivery(0), delivery(0), request(0))).isEqualTo(Engine.Ending.COMPLETED);
        }
    }

    @Test
    void a_probe_hears_what_the_journal_hears_in_the_same_order() {
        TestProbe<Message.Happened> probe = kit.createTestProbe(Message.Happened.class);
        try (ActorEngine engine = open(TestWorlds.rcu(), new Tso())) {
            engine.observe(Adapter.toClassic(probe.ref()));
            Strategy strategy = new RandomWalk(3);
            strategy.begin(0);
            RunRecord run = RunRecord.of(engine, strategy, ENOUGH);
            List<RunRecord.Event> heard = new ArrayList<>();
            for (Message.Happened event : probe.receiveSeveralMessages(run.events().size())) {
                heard.add(new RunRecord.Event(
                        event.kind(), event.agent(), event.pc(), event.target(), event.value()));
            }
            assertThat(heard).isEqualTo(run.events());
        }
    }

    @Test
    void deliveries_are_the_messages_that_actors_processed() {
        try (ActorEngine engine = open(TestWorlds.storeBuffering(), new Sc())) {
            replay(engine, request(0), request(0), request(1), request(1));
            // the beginning of memory and two CPUs; four requests and replies; two ends
            assertThat(engine.deliveries()).isEqualTo(3 + 2 * 4 + 2);
            assertThat(engine.steps()).isEqualTo(4);
        }
    }

    @Test
    void nothing_is_told_when_nobody_listens() {
        try (ActorEngine engine = open(TestWorlds.storeBuffering(), new Sc())) {
            Strategy strategy = new RandomWalk(1);
            strategy.begin(0);
            engine.run(strategy, ENOUGH);
            long silent = engine.deliveries();
            strategy.begin(0);
            int events = RunRecord.of(engine, strategy, ENOUGH).events().size();
            assertThat(engine.deliveries()).isEqualTo(2 * silent + events);
            strategy.begin(0);
            engine.run(strategy, ENOUGH);
            assertThat(engine.deliveries()).isEqualTo(3 * silent + events);
        }
    }

    @Test
    void each_run_begins_anew_however_the_last_one_ended() {
        for (World world : TestWorlds.all()) {
            try (ActorEngine used = open(world, new Tso())) {
                Strategy strategy = new RandomWalk(9);
                for (int seed = 0; seed < 10; seed++) {
                    strategy.begin(seed);
                    used.run(strategy, seed); // most are cut short
                    replay(used, request(0));
                }
                try (ActorEngine fresh = open(world, new Tso())) {
                    strategy.begin(99);
                    RunRecord expected = RunRecord.of(fresh, strategy, ENOUGH);
                    strategy.begin(99);
                    assertThat(RunRecord.of(used, strategy, ENOUGH)).as(world.name()).isEqualTo(expected);
                }
            }
        }
    }
}
