package overtake.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import overtake.kernel.Agent;
import overtake.kernel.KernelSource;

/// Agents say which functions of the kernel they follow.
final class KernelSourceTest {
    /// Agents that follow no function: user space, hardware, what only stands around another agent, and what a property or a mutant needs.
    private static final Set<String> NOT_OF_THE_KERNEL = Set.of(
            "OnCpu", "VmmThread", "Device", "Cache", "DeleteGuestsSlot", "LogGuestsSlot", "MovePage",
            "ScheduleAllRoots");

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("overtake.kvm");

    private static Stream<JavaMethod> cited(JavaClass owner) {
        return owner.getMethods().stream().filter(method -> method.isAnnotatedWith(KernelSource.class));
    }

    private static List<JavaClass> agents() {
        return CLASSES.stream()
                .filter(each -> each.isAssignableTo(Agent.class) && !each.isInterface())
                .filter(each -> !each.getSimpleName().isEmpty())
                .toList();
    }

    @Test
    void every_agent_cites_a_function_of_the_kernel() {
        assertThat(agents()).hasSizeGreaterThan(30);
        assertThat(agents().stream()
                .filter(agent -> cited(agent).findAny().isEmpty())
                .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrderElementsOf(NOT_OF_THE_KERNEL);
    }

    @Test
    void a_citation_has_a_file_of_the_kernel_a_function_and_a_version() {
        assertThat(CLASSES.stream().flatMap(KernelSourceTest::cited))
                .hasSizeGreaterThan(150)
                .allSatisfy(method -> {
                    KernelSource source = method.getAnnotationOfType(KernelSource.class);
                    assertThat(source.file()).as(method.getFullName())
                            .matches("(Documentation|arch|include|kernel|mm|tools|virt)/[\\w/.-]+\\.([chS]|rst)");
                    assertThat(source.function()).as(method.getFullName()).matches("[A-Za-z_]\\w+.*");
                    assertThat(source.commit()).as(method.getFullName()).isNotBlank();
                });
    }
}
