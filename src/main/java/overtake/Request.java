package overtake;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import overtake.scenario.Exploration;

/// How to carry scenarios out: what a caller says in place of the scenario's `explore` section and the settings.
///
/// @param time for each scenario and model. Without `runs` beside it, it takes the place of the scenario's bound on runs
/// @param keepGoing whether to look for further properties after the first violation
/// @param out folder of schedule files
/// @param shrinking whether violations are made smaller
public record Request(
        EngineKind engine,
        Optional<String> strategy,
        Optional<Long> seed,
        Optional<Long> runs,
        Optional<Duration> time,
        Optional<Integer> jobs,
        Optional<Integer> maxSteps,
        boolean keepGoing,
        Path out,
        Shrinking shrinking) {

    /// What becomes of a violation that was found.
    public enum Shrinking {
        /// It is made smaller; the run that was found is kept beside it.
        ON,
        OFF
    }

    /// Violations are made smaller.
    public Request(EngineKind engine, Optional<String> strategy, Optional<Long> seed, Optional<Long> runs,
            Optional<Duration> time, Optional<Integer> jobs, Optional<Integer> maxSteps, boolean keepGoing, Path out) {
        this(engine, strategy, seed, runs, time, jobs, maxSteps, keepGoing, out, Shrinking.ON);
    }

    /// Everything as the scenario and the settings have it.
    public static Request of(EngineKind engine, Path out) {
        return new Request(engine, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(),
                Optional.empty(), false, out);
    }

    /// What the scenario says, where this does not say otherwise.
    Exploration.Fuzz fuzzing(Exploration.Fuzz scenario) {
        long most = time.isPresent() ? Long.MAX_VALUE : scenario.runs();
        return new Exploration.Fuzz(
                strategy.orElse(scenario.strategy()),
                runs.orElse(most),
                maxSteps.orElse(scenario.maxSteps()),
                seed.orElse(scenario.seed()),
                jobs.orElse(scenario.jobs()));
    }
}
