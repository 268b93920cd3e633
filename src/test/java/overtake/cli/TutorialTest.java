package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tutorial and the page about composing worlds, block by block, as a reader would follow them.
final class TutorialTest {
    private static final Path EXAMPLES = Path.of("examples/kvm");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"docs/tutorial.md, 4, 7", "docs/composing.md, 3, 3"})
    void every_block_of_a_page_works_in_its_order(Path path, int files, int commands) throws IOException {
        List<Page.Block> blocks = Page.blocks(path);
        assertThat(blocks).filteredOn(Page.Block.Save.class::isInstance).hasSizeGreaterThanOrEqualTo(files);
        assertThat(blocks).filteredOn(Page.Block.Command.class::isInstance).hasSizeGreaterThanOrEqualTo(commands);
        Page page = new Page(folder);
        for (Page.Block block : blocks) {
            page.carryOut(block);
        }
    }

    @Test
    void the_page_about_composing_shows_an_example_as_it_is() throws IOException {
        assertThat(Files.readString(Path.of("docs/composing.md")))
                .contains(Files.readString(EXAMPLES.resolve("LostWakeup.java")));
    }

    @Test
    void every_example_is_decided_as_it_expects() throws IOException {
        Cli.Done done = new Cli(folder).runOut("run", EXAMPLES.toString());
        assertThat(done.exit()).as(done.out() + done.err()).isZero();
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .hasSizeGreaterThanOrEqualTo(10)
                    .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(120));
        }
    }
}
