package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tutorial, block by block, as a reader would follow it.
final class TutorialTest {
    private static final Path TUTORIAL = Path.of("docs/tutorial.md");

    @TempDir
    private Path folder;

    @Test
    void every_block_of_the_tutorial_works_in_its_order() throws IOException {
        List<Page.Block> blocks = Page.blocks(TUTORIAL);
        assertThat(blocks).filteredOn(Page.Block.Save.class::isInstance).hasSizeGreaterThan(3);
        assertThat(blocks).filteredOn(Page.Block.Command.class::isInstance).hasSizeGreaterThan(6);
        Page page = new Page(folder);
        for (Page.Block block : blocks) {
            page.carryOut(block);
        }
    }
}
