package overtake.cli.patch;

import java.util.Optional;
import overtake.Checker;
import overtake.EngineKind;
import overtake.Request;
import overtake.cli.options.OptionText;
import overtake.patch.Effort;
import overtake.scenario.Exploration;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;
import picocli.CommandLine.Option;

/// How much is done for each of many answers. Values are read as text, so that every message says what is expected.
final class PatchOptions {
    @Option(names = "--max-states", paramLabel = "N", description = "How many states each check may store (default: what the scenario says, under lkmm 100000; under lkmm, a scenario with more is fuzzed).")
    private Optional<String> maxStates = Optional.empty();

    @Option(names = "--memory", paramLabel = "MIB", description = "How large the table of states may become, in MiB.")
    private Optional<String> memory = Optional.empty();

    @Option(names = "--jobs", paramLabel = "N", description = "How many threads; the answer is the same for any number.")
    private Optional<String> jobs = Optional.empty();

    @Option(names = "--time", paramLabel = "TIME", description = "How long at most, for each check: 30s, 5m.")
    private Optional<String> time = Optional.empty();

    @Option(names = "--runs", paramLabel = "N", description = "How many executions at most, where lkmm is fuzzed (default: what the scenario says).")
    private Optional<String> runs = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Seed, where lkmm is fuzzed.")
    private Optional<String> seed = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for schedule files (default: runs).")
    private Optional<String> out = Optional.empty();

    Effort effort(Scenario scenario, Settings settings, OptionText reader) {
        Exploration.Check says = scenario.checking();
        Optional<Long> states = maxStates.map(text -> reader.number("--max-states", text, 1, Long.MAX_VALUE));
        var request = new Request(
                EngineKind.MACHINE,
                Optional.empty(),
                seed.map(text -> reader.number("--seed", text, Long.MIN_VALUE, Long.MAX_VALUE)),
                Optional.of(runs.map(text -> reader.number("--runs", text, 1, Long.MAX_VALUE))
                        .orElse(Math.max(1, scenario.fuzzing().runs() * settings.lkmmPercent() / 100))),
                time.map(text -> reader.duration("--time", text)),
                jobs.map(text -> (int) reader.number("--jobs", text, 1, Settings.MAX_JOBS)),
                Optional.empty(),
                false,
                out.map(text -> reader.path("--out", text)).orElse(settings.out()),
                Request.Shrinking.OFF);
        var check = new Exploration.Check(
                states.orElse(says.maxStates()),
                memory.map(text -> reader.number("--memory", text, 1, Settings.MAX_MEMORY_MIB))
                        .orElse(says.memoryMib()),
                says.jobs(), says.reduction(), false, says.models());
        return new Effort(Checker.plan(check, request), states.orElse(Effort.LKMM_STATES), request);
    }
}
