package overtake.testkit;

import java.util.ArrayList;
import java.util.List;
import overtake.Overtake;
import overtake.Request;
import overtake.Result;
import overtake.Watcher;
import overtake.memory.MemoryModel;

/// What a test claims of a scenario.
public final class ScenarioAssert {
    private final TestScenario scenario;

    private ScenarioAssert(TestScenario scenario) {
        this.scenario = scenario;
    }

    /// For static import.
    public static ScenarioAssert assertThat(TestScenario scenario) {
        return new ScenarioAssert(scenario);
    }

    /// Claims under one memory model.
    public ModelAssert under(MemoryModel model) {
        return new ModelAssert(scenario, model);
    }

    /// Does what the file says, under each of its models, and compares with its `expect`.
    ///
    /// @throws AssertionError for the models where the verdict is another one
    public ScenarioAssert meetsItsExpectations() {
        List<String> failures = new ArrayList<>();
        try (Overtake overtake = new Overtake(scenario.settings(), Watcher.NONE)) {
            for (MemoryModel model : scenario.scenario().models()) {
                Request request = Request.of(ModelAssert.engine(model), scenario.settings().out());
                Result result = overtake.run(scenario.scenario(), model, request);
                if (!result.ok()) {
                    failures.add("expected " + result.expected().orElse("")
                            + String.join(" or ", scenario.scenario().expectation().properties()).transform(
                                    properties -> properties.isEmpty() ? "" : " of " + properties)
                            + ModelAssert.explain(scenario, result));
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures));
        }
        return this;
    }
}
