package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.cli.session.Console;
import overtake.cli.session.Context;
import overtake.cli.session.Monitor;
import picocli.CommandLine;

/// Watching, with a pause that saves files in the place of a person, and presses Ctrl-C in the end.
final class WatchCommandTest {
    @TempDir
    private Path folder;

    private interface Save {
        void now() throws IOException;
    }

    private Save replace(String file, String from, String to) {
        return () -> {
            Path path = folder.resolve(file);
            assertThat(path).content().contains(from);
            Files.writeString(path, Files.readString(path).replace(from, to));
        };
    }

    private Cli.Done watch(List<String> options, Save... saves) {
        new Cli(folder).run("new", "Idea", "--folder", folder.toString());
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var monitor = new Monitor(new PrintStream(err, true, StandardCharsets.UTF_8));
        var console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), 120, false, false, true);
        Deque<Save> left = new ArrayDeque<>(List.of(saves));
        var command = new CommandLine(new WatchCommand(new Context(console, monitor), () -> {
            try {
                if (left.isEmpty()) {
                    monitor.interrupt();
                } else {
                    left.pop().now();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }));
        List<String> words = new ArrayList<>(List.of(folder.resolve("Idea.conf").toString(), "--out",
                folder.resolve("runs").toString(), "--runs", "500"));
        words.addAll(options);
        int exit = command.execute(words.toArray(String[]::new));
        return new Cli.Done(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_fix_is_seen_when_it_is_saved() {
        Cli.Done done = watch(List.of(), replace("Idea.conf", "barriers = false", "barriers = true"),
                () -> {}, replace("Idea.java", "smp_mb();", "smp_wmb();"));
        assertThat(done.exit()).isEqualTo(130);
        assertThat(done.out().lines().filter(line -> line.startsWith("run "))).containsExactly(
                "run 1", "run 2: Idea.conf +1 -1", "run 3: Idea.java +2 -2");
        assertThat(done.out()).contains("tso: fail no-lost-wakeup -> pass", "+ prepare_to_wait/smp_mb",
                "tso: pass -> fail no-lost-wakeup", "- prepare_to_wait/smp_mb", "time  ", "the file expects fail");
        assertThat(done.err()).contains("watching " + folder.resolve("Idea.conf"), "Ctrl-C ends");
    }

    @Test
    void a_run_that_changes_nothing_says_so() {
        Cli.Done done = watch(List.of(), replace("Idea.conf", "# One question", "# A question"));
        assertThat(done.out()).contains("changed    nothing");
    }

    @Test
    void a_mistake_is_shown_and_the_watch_goes_on() {
        Cli.Done done = watch(List.of(), replace("Idea.java", "smp_mb();", "smp_mb(;"),
                replace("Idea.java", "smp_mb(;", "smp_mb();"));
        assertThat(done.out()).contains("Idea.java:32: error: illegal start of expression", "run 3",
                "changed    nothing");
        assertThat(done.exit()).isEqualTo(130);
    }

    @Test
    void a_document_has_a_result_for_each_run_and_model() {
        Cli.Done done =
                watch(List.of("--json", "--quiet"), replace("Idea.conf", "barriers = false", "barriers = true"));
        assertThat(done.json().get("results").findValuesAsText("verdict")).containsExactly("pass", "fail", "pass",
                "pass");
        assertThat(done.err()).isEmpty();
    }

    @Test
    void a_scenario_that_is_not_there_is_refused() {
        new Cli(folder).run("watch", folder.resolve("x.conf").toString()).refusedWith("x.conf: no such file");
    }
}
