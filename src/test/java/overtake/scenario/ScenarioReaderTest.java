package overtake.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.memory.MemoryModel;
import overtake.program.Program;
import overtake.property.Verdict;

final class ScenarioReaderTest {
    private static final String WORLD = "world = overtake.scenario.worlds.StoreBuffering\n";
    private static final String EXPECT = "expect { sc = pass, tso = fail }\n";

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("x.conf"), text);
    }

    private Scenario read(String text) throws IOException {
        return read(text, Overrides.NONE);
    }

    private Scenario read(String text, Overrides overrides) throws IOException {
        return new ScenarioReader(Settings.load()).read(file(text), overrides);
    }

    private void assertRefused(Path path, String message) {
        assertThatThrownBy(() -> new ScenarioReader(Settings.load()).read(path, Overrides.NONE))
                .isInstanceOf(ScenarioException.class)
                .hasMessage(message);
    }

    private static Overrides sets(String... sets) {
        return new Overrides(List.of(), List.of(), List.of(), List.of(sets));
    }

    @Test
    void a_full_file_is_read_key_by_key() throws IOException {
        Scenario scenario = read("""
            title   = "store buffering"
            system  = machinery
            source  = "seed 000"
            world   = overtake.scenario.worlds.StoreBuffering
            params  { fence = smp-mb, value = 2, writer-only = true }
            models  = [tso]
            explore { strategy = pct, runs = 7, max-steps = 30, seed = -5, jobs = 2 }
            expect  { tso = fail, property = [someone-sees, deadlock] }
            brief   = 0.10
            note    = "why"
            """);
        assertThat(scenario.about())
                .isEqualTo(new Scenario.About("store buffering", "machinery", "seed 000", "0.10", "why"));
        assertThat(scenario.params()).isEqualTo(Map.of("fence", "smp-mb", "value", "2", "writer-only", "true"));
        assertThat(scenario.models()).extracting(MemoryModel::name).containsExactly("tso");
        assertThat(scenario.exploration()).isEqualTo(new Exploration.Fuzz("pct", 7, 30, -5, 2));
        assertThat(scenario.expectation().properties()).containsExactly("someone-sees", "deadlock");
        assertThat(scenario.world().programs()).extracting(Program::agent).containsExactly("cpu0", "cpu1");
    }

    @Test
    void what_the_file_does_not_say_comes_from_the_defaults() throws IOException {
        Scenario scenario = read(WORLD + EXPECT);
        assertThat(scenario.exploration()).isEqualTo(Settings.load().fuzzing());
        assertThat(scenario.models()).isEqualTo(MemoryModel.all());
        assertThat(scenario.about().title()).isEqualTo("x");
        assertThat(scenario.params()).containsEntry("fence", "none").containsEntry("value", "1");
    }

    @Test
    void the_command_line_sets_keys_before_they_are_checked() throws IOException {
        Scenario scenario =
                read(WORLD + EXPECT + "explore { runs = 0 }\n", sets("explore.runs=3", "params.fence=smp-mb"));
        assertThat(scenario.fuzzing().runs()).isEqualTo(3);
        assertThat(scenario.params()).containsEntry("fence", "smp-mb");
    }

    @Test
    void a_wrong_key_from_the_command_line_is_said_to_come_from_there() {
        assertThatThrownBy(() -> read(WORLD + EXPECT, sets("params.fense=smp-mb", "nothing", "a=[")))
                .hasMessageContaining("command line: --set nothing; expected path=value")
                .hasMessageContaining("command line: --set a=[ is not HOCON");
        assertThatThrownBy(() -> read(WORLD + EXPECT, sets("params.fense=smp-mb")))
                .hasMessageStartingWith("command line: unknown key params.fense");
    }

    @Test
    void models_of_the_command_line_take_the_place_of_the_files() throws IOException {
        Scenario scenario =
                read(WORLD + "models = [sc]\nexpect { sc = pass }", Overrides.NONE.withModels(List.of("tso")));
        assertThat(scenario.models()).extracting(MemoryModel::name).containsExactly("tso");
        assertThat(scenario.expectation().verdict(scenario.models().getFirst())).isEmpty();
    }

    @Test
    void an_unknown_model_of_the_command_line_is_refused() {
        assertThatThrownBy(() -> read(WORLD + EXPECT, Overrides.NONE.withModels(List.of("x86"))))
                .hasMessage("command line: unknown model x86; expected some of sc, tso, lkmm");
    }

    @Test
    void an_expectation_may_be_about_a_model_of_a_later_version() throws IOException {
        Scenario scenario = read(WORLD + "models = [sc]\nexpect { sc = pass, lkmm = fail }");
        assertThat(scenario.expectation().verdicts()).containsEntry("lkmm", "fail");
    }

    @Test
    void a_verdict_is_as_expected_if_word_and_property_are() throws IOException {
        Scenario scenario = read(WORLD + "models = [sc]\nexpect { sc = unknown }");
        assertThat(scenario.expectation().metBy(scenario.models().getFirst(), new Verdict.Unknown(List.of("time"))))
                .isTrue();
        assertThat(scenario.expectation().metBy(scenario.models().getFirst(), new Verdict.Pass())).isFalse();
    }

    @Test
    void a_vacuous_verdict_is_a_failure_of_the_property_not_exercised() throws IOException {
        Scenario scenario = read(WORLD + "models = [sc]\nexpect { sc = fail, property = not-exercised }");
        assertThat(scenario.expectation().metBy(scenario.models().getFirst(), new Verdict.Vacuous(List.of("a"))))
                .isTrue();
    }

    @Test
    void a_file_may_include_another_one_beside_it() throws IOException {
        Files.writeString(folder.resolve("common.conf"), EXPECT + "system = shared\n");
        assertThat(read("include \"common.conf\"\n" + WORLD).about().system()).isEqualTo("shared");
    }

    @Test
    void a_mistake_in_an_included_file_is_reported_there() throws IOException {
        Files.writeString(folder.resolve("common.conf"), "\n\nsistem = shared\n");
        Path file = file("include \"common.conf\"\n" + WORLD + EXPECT);
        assertThatThrownBy(() -> new ScenarioReader(Settings.load()).read(file, Overrides.NONE))
                .hasMessageStartingWith(folder.resolve("common.conf") + ":3: unknown key sistem");
    }

    @Test
    void the_hash_is_of_the_bytes() throws IOException {
        assertThat(read(WORLD + EXPECT).sha256()).isNotEqualTo(read(WORLD + EXPECT + "\n").sha256()).hasSize(64);
    }

    @Test
    void a_missing_file_is_refused_with_the_file_that_may_be_meant() throws IOException {
        file(WORLD + EXPECT);
        Path missing = folder.resolve("xx.conf");
        assertRefused(missing, missing + ": no such file; expected a scenario file; did you mean x.conf?");
    }

    @Test
    void a_folder_is_refused() {
        assertRefused(folder, folder + ": is a directory; expected a scenario file");
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused_with_the_line() throws IOException {
        Path file = folder.resolve("latin.conf");
        Files.write(file, "a = 1\ntitle = \"\u00e9\"\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(file, file + ":2: is not UTF-8; expected a scenario file in UTF-8");
    }

    @Test
    void a_binary_file_is_refused() throws IOException {
        Path file = Files.write(folder.resolve("binary.conf"), new byte[] {'a', '\n', 0, 1});
        assertRefused(file, file + ":2: is binary: a byte is 0; expected a scenario file");
    }

    @Test
    void a_huge_file_is_refused_unread() throws IOException {
        Path file = Files.write(folder.resolve("huge.conf"), new byte[(1 << 20) + 1]);
        assertRefused(file, file + ": has 1048577 bytes; expected a scenario file of at most 1048576 bytes");
    }

    @Test
    void a_file_nested_a_hundred_thousand_deep_is_refused() throws IOException {
        Path file = file("a = " + "[".repeat(500_000));
        assertThatThrownBy(() -> new ScenarioReader(Settings.load()).read(file, Overrides.NONE))
                .isInstanceOf(ScenarioException.class);
    }

    @Test
    void an_unknown_world_that_resembles_none_is_answered_with_the_shipped_ones() {
        assertThatThrownBy(() -> read("world = nowhere.Nothing\n" + EXPECT))
                .hasMessageContaining("; shipped worlds: ")
                .hasMessageContaining("overtake.kvm.pfncache.LocklessCheck");
    }
}
