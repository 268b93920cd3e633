package overtake.kvm.tdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import overtake.lift.WorldLifter;
import overtake.program.Program;
import overtake.program.Source;
import overtake.program.World;
import overtake.program.edit.Disassembly;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioReader;
import overtake.scenario.Settings;

/// What is in the worlds of system S1; their verdicts are the business of the scenarios.
class TdpRootsTest {
    private static final Path SCENARIOS = Path.of("scenarios");

    private static World world(Overrides overrides) {
        return scenario("tdp-roots/series.conf", overrides).world();
    }

    private static Scenario scenario(String path, Overrides overrides) {
        return new ScenarioReader(Settings.load()).read(SCENARIOS.resolve(path), overrides);
    }

    private static World with(Variant variant, int vcpus) {
        return WorldLifter.lift(
                "tdp",
                new TdpRoots(
                        vcpus, 1, 2, true, 1, false, 0, 0, false, false, true, false, variant, Mutant.NONE,
                        Checked.ALL));
    }

    private static List<String> sites(Program program) {
        return program.sources().stream().map(Source::site).distinct().toList();
    }

    @Test
    void there_is_an_agent_for_each_vcpu() {
        assertThat(IntStream.rangeClosed(1, 4).map(vcpus -> with(Variant.FIXED, vcpus).programs().size()))
                .containsExactly(2, 3, 4, 5);
    }

    @Test
    void a_vcpu_takes_mmu_lock_for_write_before_the_series_only() {
        assertThat(writeLocks(Variant.BEFORE)).isNotEmpty();
        assertThat(writeLocks(Variant.FIXED))
                .containsExactly("kvm_mmu_free_roots/write_lock(kvm.mmu_lock)");
    }

    private static List<String> writeLocks(Variant variant) {
        return sites(with(variant, 2).programs().getFirst()).stream()
                .filter(site -> site.contains("write_lock("))
                .toList();
    }

    @Test
    void a_root_is_looked_for_again_before_it_is_added() {
        Program vcpu = world(Overrides.NONE).programs().getFirst();
        List<String> order = sites(vcpu).stream()
                .filter(site -> site.startsWith("find_") || site.startsWith("list_add_rcu/rcu_assign_pointer"))
                .toList();
        assertThat(order)
                .containsSubsequence(
                        "find_or_add_root/spin_lock(arch.tdp_mmu_pages_lock)",
                        "find_root_by_hand/read(root.role)");
        assertThat(order).anyMatch(site -> site.startsWith("list_add_rcu"));
    }

    @Test
    void scheduled_is_set_before_invalid() {
        Program delete = world(Overrides.NONE).programs().getLast();
        assertThat(Disassembly.instructions(world(Overrides.NONE), delete))
                .filteredOn(line -> line.contains("store plain"))
                .first()
                .asString()
                .contains("tdp_mmu_scheduled_root_to_zap");
    }

    @Test
    void every_row_of_the_table_of_mutants_has_a_scenario() throws IOException {
        try (Stream<Path> files = Files.walk(SCENARIOS)) {
            List<String> rows = files.filter(file -> file.toString().endsWith(".conf"))
                    .map(TdpRootsTest::brief)
                    .toList();
            assertThat(rows)
                    .containsAll(IntStream.rangeClosed(1, 19).mapToObj(row -> "\"1." + row + "\"").toList())
                    .contains("\"K5\"", "\"K6\"", "\"K7\"");
        }
    }

    private static String brief(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("brief"))
                    .map(line -> line.replaceFirst("brief *= *", ""))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
