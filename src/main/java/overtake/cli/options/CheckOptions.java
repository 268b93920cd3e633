package overtake.cli.options;

import java.time.Duration;
import java.util.Optional;
import overtake.Checker;
import overtake.EngineKind;
import overtake.Request;
import overtake.check.CheckPlan;
import overtake.scenario.Exploration;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;
import picocli.CommandLine.Option;

/// How to check scenarios. Values are read as text, so that every message says what is expected.
public final class CheckOptions {
    @Option(names = "--max-states", paramLabel = "N", description = "How many states may be stored.")
    private Optional<String> maxStates = Optional.empty();

    @Option(names = "--memory", paramLabel = "MIB", description = "How large the table of states may become, in MiB.")
    private Optional<String> memory = Optional.empty();

    @Option(names = "--jobs", paramLabel = "N", description = "How many threads; the answer is the same for any number.")
    private Optional<String> jobs = Optional.empty();

    @Option(names = "--time", paramLabel = "TIME", description = "How long at most, for each model: 30s, 5m.")
    private Optional<String> time = Optional.empty();

    @Option(names = "--no-reduction", description = "Visit every state, also where steps commute.")
    private boolean noReduction;

    @Option(names = "--no-symmetry", description = "Tell agents apart that have the same program.")
    private boolean noSymmetry;

    @Option(names = "--livelock", description = "Look for runs that never end although everybody goes on who can.")
    private boolean livelock;

    @Option(names = "--checkpoint", paramLabel = "TIME", description = "How often the progress is saved in the folder of --out (default: 60s); less often where saving would take more than a twentieth of the time.")
    private Optional<String> checkpoint = Optional.empty();

    @Option(names = "--resume", description = "Go on from where a check that was killed has saved its progress.")
    private boolean resume;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for schedule files and checkpoints (default: runs).")
    private Optional<String> out = Optional.empty();

    @Option(names = "--keep-going", description = "Go on after a violation, looking for other properties.")
    private boolean keepGoing;

    public Request request(Settings settings, OptionText reader) {
        return new Request(
                EngineKind.MACHINE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                reader.time(time),
                reader.jobs(jobs),
                Optional.empty(),
                keepGoing,
                reader.out(out, settings));
    }

    public Checker.Saving saving(Request request, OptionText reader) {
        Duration every = checkpoint.map(text -> reader.duration("--checkpoint", text)).orElse(Duration.ofMinutes(1));
        return new Checker.Saving(request.out(), every, resume);
    }

    public CheckPlan plan(Scenario scenario, Request request, OptionText reader) {
        Exploration.Check says = reader.bounds(scenario.checking(), maxStates, memory);
        CheckPlan plan = Checker.plan(
                new Exploration.Check(
                        says.maxStates(),
                        says.memoryMib(),
                        says.jobs(),
                        says.reduction() && !noReduction,
                        says.livelock() || livelock,
                        says.models()),
                request);
        return noSymmetry && plan.reduction() == CheckPlan.Reductions.ON
                ? plan.withReduction(CheckPlan.Reductions.WITHOUT_SYMMETRY)
                : plan;
    }
}
