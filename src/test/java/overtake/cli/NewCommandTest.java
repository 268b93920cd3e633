package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NewCommandTest {
    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void open() {
        cli = new Cli(folder);
    }

    private Cli.Done make(String name) {
        return cli.run("new", name, "--folder", folder.toString());
    }

    @Test
    void the_new_world_does_what_its_scenario_expects() {
        Cli.Done done = make("Idea");
        assertThat(done.exit()).isZero();
        assertThat(done.out()).contains("./overtake fuzz " + cli.inFolder("Idea.conf"));
        assertThat(cli.runOut("run", cli.inFolder("Idea.conf")).out()).contains("2 as expected", "0 errors");
        assertThat(cli.runOut("fuzz", cli.inFolder("Idea.conf"), "--set", "params.barriers=true").exit()).isZero();
    }

    @Test
    void nothing_is_written_over() throws IOException {
        Files.writeString(folder.resolve("Idea.conf"), "mine");
        make("Idea").refusedWith("Idea.conf: is there already, and `new` writes over nothing");
        assertThat(folder.resolve("Idea.java")).doesNotExist();
        assertThat(folder.resolve("Idea.conf")).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-idea", "my_idea.conf", "my idea", "myIdea"})
    void a_name_that_is_no_class_is_answered_with_one_that_is(String name) {
        make(name).refusedWith("is not the name of a Java class").refusedWith("such as My");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"String", "Agent", "Waiter", "SpinLock", "Queue"})
    void a_name_that_worlds_need_for_something_else_is_refused(String name) {
        make(name).refusedWith("choose another name");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_folder_that_is_not_there_is_refused() {
        cli.run("new", "Idea", "--folder", cli.inFolder("nowhere")).refusedWith("nowhere: is not a folder");
    }
}
