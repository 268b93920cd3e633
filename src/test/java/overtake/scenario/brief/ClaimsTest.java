package overtake.scenario.brief;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;
import overtake.support.Shipped;

/// The rows of the brief, the scenarios that decide them, and the page that sets them side by side.
class ClaimsTest {
    private static final Path PAGE = Path.of("docs/FINDINGS.md");
    private final Claims claims = Claims.load();

    private final List<Scenario> scenarios = Shipped.scenarios();

    @Test
    void rows_are_numbered_without_gaps_and_twins() {
        assertThat(claims.rows()).extracting(Claim::row).doesNotHaveDuplicates().hasSize(124);
        assertThat(claims.rows()).allSatisfy(claim -> assertThat(claim.outcomes()).isNotEmpty());
        assertThat(claims.rows()).allSatisfy(claim -> assertThat(claim.mark()).matches("[VHEMS]"));
    }

    @Test
    void scenarios_that_name_a_row_name_one_that_exists() {
        assertThat(scenarios)
                .filteredOn(scenario -> !scenario.about().brief().isEmpty())
                .allSatisfy(
                        scenario -> assertThat(claims.row(scenario.about().brief())).as(scenario.path()).isPresent());
    }

    @Test
    void cases_of_a_row_are_scenarios_that_name_it() {
        for (Claim claim : claims.rows()) {
            for (String name : claim.cases().keySet()) {
                assertThat(scenarios)
                        .filteredOn(scenario -> Claim.name(scenario.path()).equals(name))
                        .as(claim.row())
                        .singleElement()
                        .satisfies(scenario -> assertThat(scenario.about().brief()).isEqualTo(claim.row()));
            }
        }
    }

    @Test
    void a_scenario_that_differs_from_its_row_says_why() {
        for (Scenario scenario : scenarios) {
            claims.row(scenario.about().brief()).filter(claim -> !claim.historical()).ifPresent(claim -> {
                boolean differs = MemoryModel.all().stream().anyMatch(model -> scenario.expectation().verdict(model)
                        .flatMap(verdict -> claim.agrees(scenario.path(), model, verdict))
                        .filter(agrees -> !agrees)
                        .isPresent());
                assertThat(differs && scenario.about().note().isBlank()).as(scenario.path()).isFalse();
            });
        }
    }

    @Test
    void the_page_has_every_scenario() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(scenarios).allSatisfy(scenario -> assertThat(page).contains("](../" + scenario.path() + ")"));
    }
}
