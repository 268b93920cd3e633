package overtake.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.memory.Sc;

/// Whatever the text, it is refused with its line or run to its end.
class BrokenLitmusTest {
    private static final Path CORPUS = Path.of("src/test/resources", "litmus");
    private static final int FILES = 50;
    private static final int SEED = 20260101;
    private static final Pattern TOKEN = Pattern.compile("\\s+|\\w+|\\W");
    private static final Pattern PROBLEM = Pattern.compile("broken\\.litmus(:\\d+: .*|: \\d+ more problems)");

    static Stream<Path> sample() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            List<Path> all = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".litmus")).sorted().toList());
            Collections.shuffle(all, new Random(SEED));
            return all.subList(0, FILES).stream();
        }
    }

    @ParameterizedTest
    @MethodSource("sample")
    void truncated_files_are_refused_or_run(Path file) throws IOException {
        String text = Files.readString(file);
        for (int length = 0; length < text.length(); length += 7) {
            readAndRun(text.substring(0, length));
        }
    }

    @ParameterizedTest
    @MethodSource("sample")
    void files_with_tokens_swapped_dropped_or_doubled_are_refused_or_run(Path file) throws IOException {
        Random random = new Random(SEED);
        List<String> tokens = TOKEN.matcher(Files.readString(file)).results().map(match -> match.group()).toList();
        for (int i = 0; i < 30; i++) {
            List<String> swapped = new ArrayList<>(tokens);
            Collections.swap(swapped, random.nextInt(tokens.size()), random.nextInt(tokens.size()));
            readAndRun(String.join("", swapped));
            List<String> dropped = new ArrayList<>(tokens);
            dropped.remove(random.nextInt(tokens.size()));
            readAndRun(String.join("", dropped));
            List<String> doubled = new ArrayList<>(tokens);
            int place = random.nextInt(tokens.size());
            doubled.add(place, tokens.get(place));
            readAndRun(String.join("", doubled));
        }
    }

    @ParameterizedTest
    @MethodSource("sample")
    void files_with_a_flipped_bit_are_refused_or_run(Path file) throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 80; i++) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            readAndRun(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static void readAndRun(String text) {
        LitmusTest test;
        try {
            test = LitmusReader.read("broken.litmus", text);
        } catch (LitmusException refusal) {
            assertThat(refusal.problems()).isNotEmpty().allMatch(problem -> PROBLEM.matcher(problem).matches());
            return;
        }
        assertThat(LitmusRunner.outcome(test, new Sc()).complete()).as(text).isTrue();
    }
}
