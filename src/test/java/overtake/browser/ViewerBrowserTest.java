package overtake.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import overtake.EngineKind;
import overtake.Overtake;
import overtake.Request;
import overtake.Watcher;
import overtake.cli.output.Viewer;
import overtake.memory.Tso;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;

/// The page of `explain --html`, clicked through. Skipped where no Chromium is installed.
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewerBrowserTest {
    private Optional<Browser> browser = Optional.empty();
    private int steps;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException, InterruptedException {
        Optional<Path> program = Browser.installed();
        Assumptions.assumeTrue(program.isPresent(), "no Chromium is installed");
        Path page = folder.resolve("page.html");
        try (Overtake overtake = new Overtake(Settings.load(), Watcher.NONE)) {
            Scenario scenario = overtake.load(
                    Path.of("scenarios/pfncache-lockless/without-refresh-smp_mb.conf"), Overrides.NONE);
            Path schedule = overtake.fuzz(scenario, new Tso(), Request.of(EngineKind.MACHINE, folder))
                    .counterexample().orElseThrow().schedule().orElseThrow();
            var explained = overtake.explain(schedule);
            steps = explained.explanation().run().picks().size();
            Files.writeString(page, Viewer.page(explained));
        }
        Path profile = Files.createDirectories(folder.resolve("profile"));
        browser = Optional.of(new Browser(program.get(), profile, page));
    }

    @AfterAll
    void close() {
        browser.ifPresent(Browser::close);
    }

    @BeforeEach
    void goToTheStart() {
        page().key("Home");
    }

    private Browser page() {
        return browser.orElseThrow();
    }

    private String text(String id) {
        return page().evaluate("document.getElementById('" + id + "').textContent").asText();
    }

    private int count(String selector) {
        return page().evaluate("document.querySelectorAll('" + selector + "').length").asInt();
    }

    @Test
    void the_page_shows_lanes_and_arrows_and_needs_no_network() {
        assertThat(page().evaluate("[...document.querySelectorAll('svg .head')].map(e => e.textContent)"))
                .extracting(node -> node.asText()).containsExactly("vcpu0", "notifier", "memory");
        assertThat(count("line.arrow")).isGreaterThan(5);
        assertThat(count("svg .overtakes")).isPositive();
        assertThat(count("svg .violation")).isEqualTo(1);
        assertThat(page().evaluate("performance.getEntriesByType('resource').length").asInt()).isZero();
    }

    @Test
    void keys_step_through_the_run() {
        assertThat(text("where")).isEqualTo("step 0 of " + steps);
        assertThat(text("pick")).isEqualTo("before the first step");
        page().key("ArrowRight");
        page().key("j");
        assertThat(text("where")).isEqualTo("step 2 of " + steps);
        page().key("ArrowLeft");
        assertThat(text("where")).isEqualTo("step 1 of " + steps);
        page().key("End");
        assertThat(text("where")).isEqualTo("step " + steps + " of " + steps);
        assertThat(count("svg .later")).isZero();
    }

    @Test
    void buttons_and_lines_are_clicked() {
        page().click("#next");
        assertThat(text("where")).isEqualTo("step 1 of " + steps);
        page().click("#last");
        assertThat(text("where")).startsWith("step " + steps);
        page().click("text.overtakes");
        assertThat(text("flight")).contains("WRITE_ONCE(gpc.valid) := true");
        assertThat(count("svg .later")).isPositive();
    }

    @Test
    void memory_locks_and_channels_follow_the_slider() {
        page().evaluate("(() => { const s = document.getElementById('slider'); s.value = 5;"
                + " s.dispatchEvent(new Event('input')); })()");
        assertThat(text("where")).isEqualTo("step 5 of " + steps);
        assertThat(text("held")).contains("gpc.refresh_lock: held by vcpu0");
        assertThat(text("flight")).isEqualTo("nothing");
        assertThat(text("memory")).contains("gpc.valid = false");
        page().key("End");
        assertThat(text("memory")).contains("gpc.valid = true");
    }

    @Test
    void the_page_is_dark_or_light_as_its_reader_likes() {
        String colour = "getComputedStyle(document.body).backgroundColor";
        page().prefers("light");
        String light = page().evaluate(colour).asText();
        page().prefers("dark");
        String dark = page().evaluate(colour).asText();
        assertThat(List.of(light, dark)).doesNotHaveDuplicates();
        page().key("t");
        assertThat(page().evaluate(colour).asText()).isEqualTo(light);
        page().key("t");
        assertThat(page().evaluate(colour).asText()).isEqualTo(dark);
    }
}
