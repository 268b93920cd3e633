package overtake.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static overtake.testkit.Models.TSO;

import java.nio.file.Path;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import overtake.explore.Engine;
import overtake.machine.EventKind;
import overtake.machine.Fault;
import overtake.scenario.ScenarioException;
import overtake.trace.TraceLine;

final class ScenarioExtensionTest {
    private static final String SCHEDULED = "src/test/resources/testkit/scheduled.conf";

    @TempDir
    private Path folder;

    @ScenarioTest(SCHEDULED)
    void a_test_is_given_its_scenario(TestScenario scenario) {
        assertThat(scenario.scenario().name()).isEqualTo("scheduled");
        ScenarioAssert.assertThat(scenario.schedulesIn(folder)).meetsItsExpectations();
    }

    @Test
    @ExtendWith(ScenarioExtension.class)
    void a_scenario_that_is_wrong_says_where() {
        assertThatThrownBy(() -> TestScenario.load(Path.of("src/test/resources/testkit/schedule.conf")))
                .isInstanceOf(ScenarioException.class).hasMessageContaining("did you mean scheduled.conf?");
    }

    @ScenarioTest(SCHEDULED)
    void a_probe_watches_the_messages_of_a_controlled_world(TestScenario scenario) {
        ActorTestKit kit = ActorTestKit.create();
        try (ControlledWorld world = ControlledWorld.open(Adapter.toClassic(kit.system()), scenario, TSO)) {
            TestProbe<TraceLine> probe = kit.createTestProbe(TraceLine.class);
            world.watch(Adapter.toClassic(probe.ref()));
            assertThat(world.run()).isEqualTo(Engine.Ending.VIOLATED);
            assertThat(world.fault()).map(Fault::property).contains("someone-sees");
            TraceLine sent = probe.receiveMessage();
            assertThat(sent.kind()).isEqualTo(EventKind.SEND);
            assertThat(sent.agent()).isEqualTo("cpu0");
            TraceLine read = probe
                    .fishForMessage(probe.getRemainingOrDefault(), line -> line.kind() == EventKind.PERFORM
                            ? FishingOutcomes.complete()
                            : FishingOutcomes.continueAndIgnore())
                    .getLast();
            assertThat(read.overtakes()).containsExactly(sent.n());
        } finally {
            kit.shutdownTestKit();
        }
    }

    @ScenarioTest(SCHEDULED)
    void executions_of_fuzzing_are_watched_one_by_one(TestScenario scenario) {
        ActorTestKit kit = ActorTestKit.create();
        try (ControlledWorld world = ControlledWorld.open(Adapter.toClassic(kit.system()), scenario, TSO)) {
            TestProbe<TraceLine> probe = kit.createTestProbe(TraceLine.class);
            world.watch(Adapter.toClassic(probe.ref()));
            world.run(0);
            assertThat(probe.receiveMessage().n()).isEqualTo(1);
        } finally {
            kit.shutdownTestKit();
        }
    }
}
