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
        Exploration.Check says = reader.bounds(scenario.checking(), maxStates, memory);
        var request = new Request(
                EngineKind.MACHINE,
                Optional.empty(),
                reader.seed(seed),
                Optional.of(reader.count("--runs", runs)
                        .orElse(Math.max(1, scenario.fuzzing().runs() * settings.lkmmPercent() / 100))),
                reader.time(time),
                reader.jobs(jobs),
                Optional.empty(),
                false,
                reader.out(out, settings),
                Request.Shrinking.OFF);
        var check = new Exploration.Check(
                says.maxStates(), says.memoryMib(), says.jobs(), says.reduction(), false, says.models());
        long lkmmStates = reader.count("--max-states", maxStates).orElse(Effort.LKMM_STATES);
        return new Effort(Checker.plan(check, request), lkmmStates, request);
    }
}
