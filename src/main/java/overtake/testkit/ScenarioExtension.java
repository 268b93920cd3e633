package overtake.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import overtake.scenario.ScenarioException;

/// Gives a [ScenarioTest] its scenario.
public final class ScenarioExtension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == TestScenario.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        ScenarioTest annotation = AnnotationSupport.findAnnotation(test.getElement(), ScenarioTest.class)
                .orElseThrow(() -> new ParameterResolutionException(
                        "a TestScenario needs a path; write @ScenarioTest(\"path/of/a/scenario.conf\") at the method"));
        try {
            return TestScenario.load(Path.of(annotation.value()));
        } catch (ScenarioException e) {
            throw new ParameterResolutionException("\n" + e.getMessage(), e);
        }
    }
}
