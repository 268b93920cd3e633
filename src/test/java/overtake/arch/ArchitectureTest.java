package overtake.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The packages, their directions and what each may use.
final class ArchitectureTest {
    private static final String WRONG = "overtake.arch.wrong";

    @TestFactory
    Stream<DynamicTest> our_code_keeps_the_rules() {
        JavaClasses ours =
                new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("overtake");
        return new Architecture("overtake").rules()
                .stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> rule.rule().check(ours)));
    }

    @TestFactory
    Stream<DynamicTest> wrong_code_breaks_every_rule() {
        JavaClasses wrong = new ClassFileImporter().importPackages(WRONG);
        return new Architecture(WRONG).rules()
                .stream()
                .map(rule -> DynamicTest.dynamicTest("broken: " + rule.name(),
                        () -> assertThat(rule.rule().evaluate(wrong).hasViolation()).isTrue()));
    }

    @Test
    void a_package_without_a_row_is_reported() {
        JavaClasses wrong = new ClassFileImporter().importPackages(WRONG);
        assertThat(new Architecture(WRONG).rules().getFirst().rule().evaluate(wrong).getFailureReport().getDetails())
                .anyMatch(line -> line.endsWith("stray.Stray is in a package without a row"));
    }

    @Test
    void the_analysis_sees_our_code() {
        assertThat(new ClassFileImporter().importPackages("overtake.machine").contain("overtake.machine.Machine"))
                .isTrue();
    }
}
