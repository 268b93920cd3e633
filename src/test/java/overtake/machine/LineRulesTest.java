package overtake.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import overtake.explore.Exhaustive;
import overtake.memory.Sc;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioReader;
import overtake.scenario.Settings;

/// Each rule of the cache model, switched off, decides a shipped scenario otherwise than it expects.
class LineRulesTest {
    private static final Set<LineRule> NONE = EnumSet.noneOf(LineRule.class);
    private static final long MAX_STATES = 400_000;
    private static final Sc SC = new Sc();

    private static Exhaustive.Result search(Scenario scenario, Set<LineRule> off) {
        Machine machine = new Machine(scenario.world(), SC, Bounds.DEFAULT, off);
        Exhaustive.Result result = Exhaustive.explore(machine, List.of(), MAX_STATES);
        assertThat(result.complete()).isTrue();
        return result;
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        LOADS_ALLOCATE, arm64-locked-memslots/device-reads-without-maintenance, fail
        STORES_STAY, arm64-locked-memslots/before, fail
        UNCACHED_BYPASSES, arm64-locked-memslots/guest-enables-caches, pass
        EVICTIONS, arm64-locked-memslots/device-writes, fail
        FILLS, regressions/arm64-caches-on-without-maintenance, fail
        MAINTENANCE_IS_LATE, arm64-locked-memslots/without-dsb, fail
        MAINTENANCE_MAY_BE_EARLY, arm64-locked-memslots/device-reads-maintained-early, fail
        SAME_LINE_IN_ORDER, arm64-locked-memslots/device-reads-without-dsb, pass
        BARRIER_COMPLETES, arm64-locked-memslots/as-posted, pass
        CLEAN_KEEPS, arm64-locked-memslots/clean-only, fail
        INVALIDATE_DROPS, arm64-locked-memslots/host-view, pass
        """)
    void without_the_rule_a_scenario_is_decided_otherwise(LineRule rule, String name, String expected) {
        Scenario scenario =
                new ScenarioReader(Settings.load()).read(Path.of("scenarios", name + ".conf"), Overrides.NONE);
        assertThat(scenario.expectation().verdict(SC)).contains(expected);
        boolean passes = expected.equals("pass");
        assertThat(search(scenario, NONE).violations().isEmpty()).isEqualTo(passes);
        assertThat(search(scenario, EnumSet.of(rule)).violations().isEmpty()).isEqualTo(!passes);
    }

    @Test
    void every_rule_is_in_the_table() throws NoSuchMethodException {
        String table = LineRulesTest.class
                .getDeclaredMethod(
                        "without_the_rule_a_scenario_is_decided_otherwise", LineRule.class, String.class, String.class)
                .getAnnotation(CsvSource.class)
                .textBlock();
        assertThat(table.lines().map(line -> line.split(",", -1)[0]))
                .containsExactlyElementsOf(Arrays.stream(LineRule.values()).map(LineRule::name).toList());
    }
}
