package overtake.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A JUnit 5 test of one scenario, which the method takes as its parameter of type [TestScenario]. Without assertions of its own, say
/// `assertThat(scenario).meetsItsExpectations()`.
@Test
@ExtendWith(ScenarioExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ScenarioTest {
    /// Path of the scenario file, relative to the folder that the tests run in: with Maven, that of the pom.
    String value();
}
