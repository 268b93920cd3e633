package overtake.scenario.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SourceFileTest {
    private static final String WORLD = """
        import overtake.kernel.*;

        public record Idea() implements ModelWorld {
            public void compose(Composition composition) {
                %s
            }
        }
        """;

    private static Compilation compile(String name, String text) {
        return new SourceFile(Path.of(name), text).compile();
    }

    @Test
    void a_runtime_without_a_compiler_is_told_what_to_install() {
        Compilation none = new SourceFile(Path.of("Idea.java"), WORLD.formatted("")).compile(Optional.empty());
        assertThat(((Compilation.Refused) none).mistakes()).singleElement()
                .satisfies(mistake -> assertThat(mistake.message())
                        .startsWith("there is no Java compiler in " + System.getProperty("java.home"))
                        .endsWith("expected a JDK 25: install one, or set OVERTAKE_JAVA_HOME to it"));
    }

    @Test
    void the_world_of_a_file_has_a_class_loader_of_its_own() {
        var first = (Compilation.Done) compile("Idea.java", WORLD.formatted(""));
        var second = (Compilation.Done) compile("Idea.java", WORLD.formatted(""));
        assertThat(first.worlds()).singleElement().satisfies(world -> {
            assertThat(world.getName()).isEqualTo("Idea");
            assertThat(world.getClassLoader().getName()).isEqualTo("overtake-source");
        });
        assertThat(first.worlds().getFirst()).isNotSameAs(second.worlds().getFirst());
    }

    @Test
    void shared_kvm_classes_are_at_hand() {
        var done = compile("Idea.java", WORLD.formatted("composition.shared(\"page\", new overtake.kvm.Page());"));
        assertThat(done).isInstanceOf(Compilation.Done.class);
    }

    @Test
    void a_mistake_has_its_line_and_javacs_words() {
        var refused = (Compilation.Refused) compile("Idea.java", WORLD.formatted("int x = \"one\";"));
        assertThat(refused.mistakes()).isEqualTo(List.of(new Compilation.Mistake(5, """
            error: incompatible types: java.lang.String cannot be converted to int
                    int x = "one";
                            ^""")));
    }

    @Test
    void a_public_class_is_in_a_file_of_its_name() {
        var refused = (Compilation.Refused) compile("Other.java", WORLD.formatted(""));
        assertThat(refused.mistakes()).singleElement()
                .satisfies(mistake -> assertThat(mistake.message()).contains("Idea.java"));
    }
}
