package overtake.litmus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.support.Golden;

/// What is wrong with a test is said with its line, all of a file at once.
class BadLitmusTest {
    private static final Path INPUTS = Path.of("src/test/resources", "bad-input", "litmus");

    static Stream<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(INPUTS)) {
            return files.filter(file -> file.toString().endsWith(".litmus")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void wrong_input_is_refused_with_its_messages(Path input) {
        String name = input.getFileName().toString();
        LitmusException refusal =
                catchThrowableOfType(LitmusException.class, () -> LitmusReader.read(input, name));
        assertThat(refusal).as(name).isNotNull();
        String message = String.join("\n", refusal.problems());
        Golden.check(INPUTS.resolve(name.replace(".litmus", ".expected")), message);
        assertThat(refusal).hasMessage(message);
    }

    @Test
    void a_file_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> LitmusReader.read(INPUTS.resolve("absent.litmus"), "absent.litmus"))
                .isInstanceOf(LitmusException.class)
                .hasMessageStartingWith("absent.litmus:1: cannot be read");
    }

    @Test
    void only_the_first_problems_of_a_long_list_are_shown() {
        StringBuilder text = new StringBuilder("C many\n{}\nP0(int *x)\n{\n");
        for (int i = 0; i < 30; i++) {
            text.append("\tno_such_thing").append(i).append("();\n");
        }
        text.append("}\nexists (x=1)\n");
        LitmusException refusal =
                catchThrowableOfType(LitmusException.class, () -> LitmusReader.read("many.litmus", text.toString()));
        assertThat(refusal.problems()).hasSize(21).last().isEqualTo("many.litmus: 10 more problems");
    }
}
