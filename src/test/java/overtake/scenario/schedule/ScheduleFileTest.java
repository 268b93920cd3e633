package overtake.scenario.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.machine.Bounds;
import overtake.scenario.Overrides;
import overtake.scenario.ScenarioException;
import overtake.trace.Pick;

final class ScheduleFileTest {
    @TempDir
    private Path folder;

    private static ScheduleFile schedule(String path, List<Pick> picks) {
        var overrides = new Overrides(
                List.of(), List.of("a/smp_mb"), List.of("b/smp_mb=smp_wmb"),
                List.of("params.caches=2", "title=\"a \\\"b\\\"\""));
        return new ScheduleFile(path, "00ff", overrides, "0.1.0", "tso", "actors", "pct", -3, 41, 400,
                new Bounds(4, 99),
                "no-use", picks);
    }

    private static List<Pick> picks() {
        return List.of(
                new Pick("vcpu0", Pick.Kind.PERFORM, "hva_to_pfn_retry/smp_mb", 0),
                new Pick("vcpu0", Pick.Kind.PERFORM, "guest/choose", 2),
                new Pick("notifier-1", Pick.Kind.DELIVER, "A.run/WRITE_ONCE(gpc.valid)#2", 0),
                new Pick("vcpu0", Pick.Kind.INTERRUPT, "", 0),
                new Pick("vcpu0", Pick.Kind.GUESS, "", 1),
                new Pick("vcpu0", Pick.Kind.ASSUME, "a/cmpxchg(x)", 2001));
    }

    private Path scenario() throws IOException {
        return Files.writeString(Files.createDirectories(folder.resolve("scenarios")).resolve("x.conf"), "a = 1");
    }

    @Test
    void what_is_written_is_read_again() throws IOException {
        Path file = Files.writeString(folder.resolve("s.conf"), schedule("../x y.conf", picks()).text());
        assertThat(ScheduleFile.read(file)).isEqualTo(schedule("../x y.conf", picks()));
    }

    @Test
    void a_schedule_without_picks_is_read_again() throws IOException {
        Path file = Files.writeString(folder.resolve("s.conf"), schedule("x.conf", List.of()).text());
        assertThat(ScheduleFile.read(file).picks()).isEmpty();
    }

    @Test
    void a_hundred_thousand_picks_are_read_in_no_time() throws IOException {
        List<Pick> many = new ArrayList<>();
        for (int i = 0; i < 25_000; i++) {
            many.addAll(picks());
        }
        Path file = Files.writeString(folder.resolve("s.conf"), schedule("x.conf", many).text());
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> ScheduleFile.read(file));
        assertThat(ScheduleFile.read(file).picks()).isEqualTo(many);
    }

    @Test
    void a_file_is_written_whole_with_the_path_as_seen_from_its_folder() throws IOException {
        ScheduleFolder out = new ScheduleFolder(folder.resolve("runs/today"));
        Path written = out.write("x-tso", scenario(), path -> schedule(path, picks()));
        assertThat(written).isEqualTo(folder.resolve("runs/today/x-tso-1.conf"));
        assertThat(ScheduleFile.read(written).scenario()).isEqualTo("../../scenarios/x.conf");
        assertThat(ScheduleFile.read(written).scenarioFrom(written)).exists();
        try (Stream<Path> files = Files.list(written.getParent())) {
            assertThat(files).containsExactly(written);
        }
    }

    @Test
    void an_existing_file_is_never_written_over() throws IOException {
        ScheduleFolder out = new ScheduleFolder(folder.resolve("runs"));
        Path first = out.write("x", scenario(), path -> schedule(path, picks()));
        String before = Files.readString(first);
        Path second = out.write("x", scenario(), path -> schedule(path, picks().reversed()));
        assertThat(second).isEqualTo(folder.resolve("runs/x-2.conf"));
        assertThat(first).hasContent(before);
    }

    @Test
    void the_same_run_is_not_written_twice() throws IOException {
        ScheduleFolder out = new ScheduleFolder(folder.resolve("runs"));
        Path first = out.write("x", scenario(), path -> schedule(path, picks()));
        out.write("x", scenario(), path -> schedule(path, picks().reversed()));
        assertThat(out.write("x", scenario(), path -> schedule(path, picks()))).isEqualTo(first);
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("runs"), "");
        assertThatThrownBy(() -> new ScheduleFolder(file).check())
                .isInstanceOf(ScenarioException.class)
                .hasMessage(file + ": is not a folder; expected one that schedule files can be written to");
    }

    @Test
    void picks_are_lines_of_words() {
        assertThat(picks().stream().map(PickText::write)).containsExactly(
                "vcpu0 perform hva_to_pfn_retry/smp_mb",
                "vcpu0 perform guest/choose -> 2",
                "notifier-1 deliver A.run/WRITE_ONCE(gpc.valid)#2",
                "vcpu0 interrupt",
                "vcpu0 guess -> 1",
                "vcpu0 assume a/cmpxchg(x) -> 2001");
        assertThat(Stream.of("", "vcpu0", "vcpu0 perform", "vcpu0 jumps x", "vcpu0 interrupt x", "vcpu0 perform x -> y")
                .map(PickText::read)).allMatch(pick -> pick.isEmpty());
    }
}
