package overtake.scenario.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.machine.EventKind;
import overtake.machine.Fault;
import overtake.memory.MemoryModel;
import overtake.scenario.Directive;
import overtake.scenario.Exploration;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioException;
import overtake.scenario.ScenarioReader;
import overtake.scenario.Settings;
import overtake.trace.TraceLine;
import overtake.trace.TraceRecorder;

/// What the directives of a schedule that a person writes do.
final class ScheduleDriverTest {
    private static final int MAX_STEPS = 200;

    @TempDir
    private Path folder;

    /// What a schedule did: `agent event operation` lines, and how it ended.
    private record Done(List<String> lines, Engine.Ending ending, Optional<String> problem, Optional<String> broken) {}

    private Done carryOut(String world, String model, String... directives) throws IOException {
        String schedule = Stream.of(directives).map(line -> "\"" + line + "\"").collect(Collectors.joining(", "));
        Path file = Files.writeString(folder.resolve("schedule.conf"), "world = overtake.scenario.worlds." + world
                + "\nexpect { sc = pass, tso = pass }\nschedule = [" + schedule + "]\n");
        Scenario scenario = new ScenarioReader(Settings.load()).read(file, Overrides.NONE);
        MemoryModel memoryModel = MemoryModel.named(model).orElseThrow();
        Settings settings = Settings.load();
        List<Directive> read = ((Exploration.Schedule) scenario.exploration()).directives();
        ScheduleDriver driver = new ScheduleDriver(scenario.world(), memoryModel, settings.bounds(), read);
        try (Engine engine = new MachineEngine(scenario.world(), memoryModel, settings.bounds())) {
            TraceRecorder recorder = new TraceRecorder(scenario.world());
            engine.journal(recorder);
            driver.begin(0);
            Engine.Ending ending = engine.run(driver, MAX_STEPS);
            if (ending == Engine.Ending.COMPLETED) {
                driver.end();
            }
            List<String> lines = recorder.trace(Optional.empty()).lines().stream()
                    .filter(line -> line.kind() != EventKind.END)
                    .map(ScheduleDriverTest::show)
                    .toList();
            Optional<String> problem = driver.problem().map(each -> each.message());
            return new Done(lines, ending, problem, engine.fault().map(Fault::property));
        }
    }

    private static String show(TraceLine line) {
        String sent = line.kind() == EventKind.SEND ? " ..." : "";
        return line.agent() + " " + line.text() + sent;
    }

    @Test
    void an_agent_runs_until_it_has_done_a_site() throws IOException {
        Done done = carryOut("StoreBuffering", "sc", "cpu0 until store_then_load/READ_ONCE(memory.y)", "stop");
        assertThat(done.lines()).containsExactly("cpu0 WRITE_ONCE(memory.x) := 1", "cpu0 READ_ONCE(memory.y) = 0");
        assertThat(done.ending()).isEqualTo(Engine.Ending.STOPPED);
        assertThat(done.problem()).isEmpty();
    }

    @Test
    void an_agent_runs_until_a_site_is_its_next() throws IOException {
        Done done = carryOut("StoreBuffering", "sc", "cpu0 before store_then_load/READ_ONCE(memory.y)", "stop");
        assertThat(done.lines()).containsExactly("cpu0 WRITE_ONCE(memory.x) := 1");
    }

    @Test
    void under_tso_a_store_is_done_when_it_is_sent() throws IOException {
        Done done = carryOut("StoreBuffering", "tso", "cpu0 until store_then_load/WRITE_ONCE(memory.x)", "stop");
        assertThat(done.lines()).containsExactly("cpu0 WRITE_ONCE(memory.x) := 1 ...",
                "cpu1 WRITE_ONCE(memory.y) := 1 ...");
    }

    @Test
    void under_lkmm_an_agent_performs_its_oldest_instruction() throws IOException {
        Done done = carryOut("StoreBuffering", "lkmm", "cpu0 until store_then_load/READ_ONCE(memory.y)", "stop");
        assertThat(done.lines()).containsExactly("cpu0 WRITE_ONCE(memory.x) := 1", "cpu0 READ_ONCE(memory.y) = 0");
        assertThat(done.problem()).isEmpty();
        Done before = carryOut("StoreBuffering", "lkmm", "cpu1 before run/READ_ONCE(memory.x)", "cpu0 to end");
        assertThat(before.lines()).containsSubsequence("cpu1 WRITE_ONCE(memory.y) := 1", "cpu1 smp_mb",
                "cpu0 WRITE_ONCE(memory.x) := 1", "cpu1 READ_ONCE(memory.x) = 1");
        assertThat(before.ending()).isEqualTo(Engine.Ending.COMPLETED);
    }

    @Test
    void under_lkmm_a_lock_is_taken_in_one_go() throws IOException {
        Done done = carryOut("Locking", "lkmm", "writer until Writer.run/spin_unlock(shared.lock)", "reader to end");
        assertThat(done.problem()).isEmpty();
        assertThat(done.ending()).isEqualTo(Engine.Ending.COMPLETED);
        Done blocked =
                carryOut("Locking", "lkmm", "writer before Writer.run/spin_unlock(shared.lock)", "reader to end");
        assertThat(blocked.problem()).isPresent();
    }

    @Test
    void both_loads_overtake_both_stores_under_tso() throws IOException {
        Done done = carryOut("StoreBuffering", "tso", "cpu0 until store_then_load/READ_ONCE(memory.y)", "cpu1 to end");
        assertThat(done.lines()).contains("cpu0 READ_ONCE(memory.y) = 0");
        assertThat(done.problem()).isEmpty();
    }

    @Test
    void what_travels_is_delivered_only_when_the_agent_cannot_go_on_otherwise() throws IOException {
        Done done = carryOut("StoreBuffering", "tso", "cpu1 to end", "stop");
        assertThat(done.lines().indexOf("cpu1 deliver WRITE_ONCE(memory.y) := 1"))
                .isLessThan(done.lines().indexOf("cpu1 smp_mb"));
        assertThat(done.lines()).noneMatch(line -> line.equals("cpu1 deliver WRITE_ONCE(memory.r1) := 0"));
    }

    @Test
    void stores_are_delivered_on_demand() throws IOException {
        Done done = carryOut("StoreBuffering", "tso", "deliver cpu0", "cpu1 to end", "stop");
        assertThat(done.lines()).contains("cpu0 deliver WRITE_ONCE(memory.x) := 1", "cpu1 READ_ONCE(memory.x) = 1");
    }

    @Test
    void a_delivery_under_sc_has_happened_already() throws IOException {
        Done done = carryOut("StoreBuffering", "sc", "deliver cpu0", "cpu0 to end");
        assertThat(done.problem()).isEmpty();
        assertThat(done.ending()).isEqualTo(Engine.Ending.COMPLETED);
    }

    @Test
    void a_delivery_of_nothing_is_a_problem_under_tso() throws IOException {
        Done done = carryOut("StoreBuffering", "tso", "deliver cpu0 2", "cpu0 to end");
        assertThat(done.problem()).hasValue("`deliver cpu0 2`: nothing travels from cpu0 any more after 1");
    }

    @Test
    void steps_are_counted_in_operations() throws IOException {
        assertThat(carryOut("StoreBuffering", "sc", "cpu0 2 steps", "stop").lines())
                .containsExactly("cpu0 WRITE_ONCE(memory.x) := 1", "cpu0 READ_ONCE(memory.y) = 0");
        assertThat(carryOut("StoreBuffering", "tso", "cpu0 2 steps", "stop").lines())
                .contains("cpu0 READ_ONCE(memory.y) = 0")
                .noneMatch(line -> line.startsWith("cpu0 deliver"));
    }

    @Test
    void after_the_schedule_everything_is_delivered_and_everybody_ends() throws IOException {
        Done done = carryOut("StoreBuffering", "tso", "cpu0 1 step");
        assertThat(done.ending()).isEqualTo(Engine.Ending.COMPLETED);
        assertThat(done.lines()).contains("cpu1 deliver WRITE_ONCE(memory.r1) := 1");
    }

    @Test
    void a_choice_is_the_first_unless_the_schedule_says_which() throws IOException {
        assertThat(carryOut("Locking", "sc", "writer to end").lines()).contains("writer choose = 0");
        assertThat(carryOut("Locking", "sc", "writer choose 2", "writer to end").lines()).contains("writer choose = 2");
    }

    @Test
    void a_choice_that_never_comes_is_a_problem() throws IOException {
        Done done = carryOut("Locking", "sc", "writer choose 1", "writer choose 2", "writer to end", "reader to end");
        assertThat(done.problem()).hasValue("`writer choose 1`: writer came to no choose any more");
    }

    @Test
    void a_schedule_can_lead_into_a_violation() throws IOException {
        Done done = carryOut("Locking", "sc", "writer choose 2", "writer until Writer.run/spin_unlock(shared.lock)",
                "reader to end");
        assertThat(done.broken()).hasValue("not-seven");
        assertThat(done.ending()).isEqualTo(Engine.Ending.VIOLATED);
    }

    @Test
    void a_blocked_agent_says_what_it_waits_for_and_who_holds_it() throws IOException {
        Done done = carryOut("Locking", "sc", "writer until Writer.run/spin_lock(shared.lock)", "reader to end");
        assertThat(done.ending()).isEqualTo(Engine.Ending.STOPPED);
        assertThat(done.problem()).hasValue("`reader to end`: reader is blocked at Reader.run/spin_lock(shared.lock), "
                + "which waits for shared.lock: held by writer");
    }

    @Test
    void a_lock_whose_unlock_still_travels_is_said_to_be() throws IOException {
        Done done = carryOut("Locking", "tso", "writer until Writer.run/spin_unlock(shared.lock)", "reader to end");
        assertThat(done.problem().orElse("")).endsWith("held by writer (its unlock may travel: deliver writer)");
    }

    @Test
    void an_agent_that_waits_for_a_grace_period_names_the_readers() throws IOException {
        Done done = carryOut("Locking", "sc", "writer until run/rcu_read_lock", "reader to end");
        assertThat(done.problem().orElse("")).endsWith("which waits for the read-side sections of rcu: in one: writer");
    }

    @Test
    void an_interrupt_comes_when_the_schedule_says() throws IOException {
        Done done = carryOut("Locking", "sc", "interrupt reader", "reader to end", "stop");
        assertThat(done.lines()).startsWith("reader interrupt", "reader WRITE_ONCE(shared.flag) := 2");
    }

    @Test
    void a_second_interrupt_cannot_come() throws IOException {
        Done done = carryOut("Locking", "sc", "interrupt reader", "interrupt reader");
        assertThat(done.problem().orElse("")).startsWith("`interrupt reader`: no interrupt can come on reader now");
    }

    @Test
    void a_site_that_is_never_reached_again_is_a_problem() throws IOException {
        String read = "cpu0 until store_then_load/READ_ONCE(memory.y)";
        Done done = carryOut("StoreBuffering", "sc", read, read);
        assertThat(done.problem()).hasValue(
                "`" + read + "`: cpu0 has ended without another store_then_load/READ_ONCE(memory.y)");
    }

    @Test
    void a_schedule_means_the_same_under_every_model() throws IOException {
        String[] schedule = {"cpu0 until store_then_load/WRITE_ONCE(memory.x)", "cpu1 until run/WRITE_ONCE(memory.y)",
            "cpu0 until store_then_load/READ_ONCE(memory.y)", "cpu1 to end"};
        assertThat(carryOut("StoreBuffering", "sc", schedule).lines()).contains("cpu0 READ_ONCE(memory.y) = 1");
        assertThat(carryOut("StoreBuffering", "tso", schedule).lines()).contains("cpu0 READ_ONCE(memory.y) = 0");
    }

    @Test
    void a_directive_that_is_no_directive_is_refused_when_the_file_is_read() {
        assertThatThrownBy(() -> carryOut("Locking", "sc", "writer jumps")).isInstanceOf(ScenarioException.class);
    }
}
