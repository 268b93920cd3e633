package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static overtake.testkit.Models.SC;
import static overtake.testkit.Models.TSO;
import static overtake.testkit.ScenarioAssert.assertThat;

import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import overtake.testkit.ControlledWorld;
import overtake.testkit.ScenarioTest;
import overtake.testkit.TestScenario;
import overtake.trace.TraceLine;

class MailboxTest {
    @ScenarioTest("scenarios/mailbox.conf")
    void the_letter_is_whole(TestScenario scenario) {
        assertThat(scenario).meetsItsExpectations();
        assertThat(scenario).under(TSO).neverViolates("letter-is-whole").alwaysReaches("receive/READ_ONCE(box.letter)");
    }

    @ScenarioTest("scenarios/mailbox.conf")
    void x86_needs_no_more_than_marked_accesses(TestScenario scenario) {
        assertThat(scenario.with("params.ordered=false")).under(TSO).neverViolates();
    }

    @ScenarioTest("scenarios/mailbox.conf")
    void a_receiver_sees_nothing_a_letter_or_both(TestScenario scenario) {
        assertThat(scenario).under(SC).outcomes().containsExactly(
                "receiver:flag=0 receiver:letter=0", "receiver:flag=0 receiver:letter=42",
                "receiver:flag=1 receiver:letter=42");
    }

    @ScenarioTest("scenarios/in-order.conf")
    void a_probe_hears_every_message_of_a_run(TestScenario scenario) {
        ActorTestKit kit = ActorTestKit.create();
        try (ControlledWorld world = ControlledWorld.open(Adapter.toClassic(kit.system()), scenario, TSO)) {
            TestProbe<TraceLine> probe = kit.createTestProbe(TraceLine.class);
            world.watch(Adapter.toClassic(probe.ref()));
            world.run();
            assertEquals("send/WRITE_ONCE(box.letter)", probe.receiveMessage().site());
        } finally {
            kit.shutdownTestKit();
        }
    }
}
