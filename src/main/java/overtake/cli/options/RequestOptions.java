package overtake.cli.options;

import java.util.Optional;
import overtake.Request;
import overtake.explore.strategy.FuzzPlan;
import overtake.scenario.Settings;
import picocli.CommandLine.Option;

/// How to carry scenarios out. Values are read as text, so that every message says what is expected.
public final class RequestOptions {
    @Option(names = "--engine", paramLabel = "ENGINE", description = "actors (default) or machine; both make the same runs.")
    private Optional<String> engine = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the campaign; equal seeds make equal executions.")
    private Optional<String> seed = Optional.empty();

    @Option(names = "--runs", paramLabel = "N", description = "How many executions at most.")
    private Optional<String> runs = Optional.empty();

    @Option(names = "--time", paramLabel = "TIME", description = "How long at most, for each scenario and model: 30s, 5m. Alone, it takes the place of --runs.")
    private Optional<String> time = Optional.empty();

    @Option(names = "--strategy", paramLabel = "NAME", description = "Who picks: portfolio, random, sticky, pct, pos, surw, guided, guided-pos, bursts, hesitant, lazy-pos, pct-early, pct-late, surw-hesitant, surw-pos, or overtakes-0 to overtakes-3 (at most so many overtakes).")
    private Optional<String> strategy = Optional.empty();

    @Option(names = "--jobs", paramLabel = "N", description = "How many threads, each with a world of its own.")
    private Optional<String> jobs = Optional.empty();

    @Option(names = "--max-steps", paramLabel = "N", description = "Bound on the picks of one execution.")
    private Optional<String> maxSteps = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for schedule files (default: runs).")
    private Optional<String> out = Optional.empty();

    @Option(names = "--keep-going", description = "Go on after a violation, looking for others.")
    private boolean keepGoing;

    @Option(names = "--no-shrink", description = "Show violations as they were found: do not make them smaller.")
    private boolean noShrink;

    public Request request(Settings settings, OptionText reader) {
        return new Request(
                reader.engine(engine),
                strategy.map(text -> reader.oneOf("--strategy", text, FuzzPlan.STRATEGIES)),
                reader.seed(seed),
                reader.count("--runs", runs),
                reader.time(time),
                reader.jobs(jobs),
                maxSteps.map(text -> (int) reader.number("--max-steps", text, 1, Settings.MAX_STEPS)),
                keepGoing,
                reader.out(out, settings),
                noShrink ? Request.Shrinking.OFF : Request.Shrinking.ON);
    }
}
