package overtake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A Markdown page whose blocks are carried out in a folder. A block ` ```java Name.java ` is a file that a reader saves; of ` ```console ` the lines after `$` are
/// commands, and what follows is what they print: `...` stands for any lines, figures and line numbers may differ, columns of tables too;
/// `[exit n]` is the exit code, 0 if it is not there.
final class Page {
    private static final Pattern FIGURE = Pattern.compile("[0-9][0-9,.]*");
    private static final Pattern SOURCE_LINE = Pattern.compile("(\\.java)(:[0-9]+)? *");

    private final Path folder;
    private final List<String> saved = new ArrayList<>();

    Page(Path folder) {
        this.folder = folder;
    }

    /// What a block asks for.
    sealed interface Block {
        record Save(String name, List<String> lines) implements Block {}

        record Command(String line, List<String> output) implements Block {
            int exit() {
                return output.stream().filter(line -> line.startsWith("[exit "))
                        .map(line -> Integer.parseInt(line.replaceAll("[^0-9]", ""))).findFirst().orElse(0);
            }
        }
    }

    static List<Block> blocks(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        String fence = "";
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("```")) {
                fence = fence.isEmpty() ? line.substring(3) : "";
                if (fence.contains(" ")) {
                    blocks.add(new Block.Save(fence.substring(fence.indexOf(' ') + 1), new ArrayList<>()));
                }
            } else if (fence.contains(" ") && blocks.getLast() instanceof Block.Save save) {
                save.lines().add(line);
            } else if (fence.equals("console") && line.startsWith("$ ")) {
                blocks.add(new Block.Command(line.substring(2), new ArrayList<>()));
            } else if (fence.equals("console") && blocks.getLast() instanceof Block.Command command) {
                command.output().add(line);
            }
        }
        return blocks;
    }

    void carryOut(Block block) throws IOException {
        switch (block) {
            case Block.Save save -> {
                saved.add(save.name());
                Files.write(folder.resolve(save.name()), save.lines());
            }
            case Block.Command command -> carryOut(command);
        }
    }

    private void carryOut(Block.Command command) {
        List<String> words = new ArrayList<>(List.of(command.line().split(" ")));
        assertThat(words.removeFirst()).isEqualTo("./overtake");
        words.replaceAll(
                word -> saved.contains(word) || word.startsWith("runs/") ? folder.resolve(word).toString() : word);
        if (List.of("fuzz", "run").contains(words.getFirst())) {
            words.addAll(List.of("--out", folder.resolve("runs").toString()));
        }
        Cli.Done done = new Cli(folder).run(words.toArray(String[]::new));
        assertThat(done.exit()).as(command.line() + "\n" + done.out() + done.err()).isEqualTo(command.exit());
        String text = done.out().replace(folder + "/", "");
        List<String> printed = text.lines().map(Page::shape).toList();
        int at = 0;
        for (String line : command.output()) {
            if (!line.equals("...") && !line.isBlank() && !line.startsWith("[exit ")) {
                String wanted = shape(line);
                int from = at;
                int found = printed.subList(from, printed.size()).stream().filter(each -> contains(each, wanted))
                        .findFirst()
                        .map(each -> from + printed.subList(from, printed.size()).indexOf(each)).orElse(-1);
                assertThat(found).as("%s%nin%n%s", line, text).isNotNegative();
                at = found + 1;
            }
        }
    }

    /// A line of a table is found by what stands in one of its columns.
    private static boolean contains(String printed, String wanted) {
        return printed.equals(wanted) || printed.contains(" | ") && printed.contains(wanted)
                || printed.endsWith(wanted) || printed.startsWith(wanted + " ") || printed.contains(" " + wanted + " ");
    }

    private static String shape(String line) {
        String withoutLines = SOURCE_LINE.matcher(line).replaceAll("$1 ");
        return FIGURE.matcher(withoutLines).replaceAll("0").replaceAll(" {2,}", " ").strip();
    }
}
