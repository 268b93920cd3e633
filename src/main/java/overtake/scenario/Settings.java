package overtake.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import overtake.explore.strategy.FuzzPlan;
import overtake.machine.Bounds;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;

/// The defaults: section `overtake` of reference.conf in the jar, under what the top-level application.conf and system properties
/// change.
///
/// @param fuzzing what a scenario's `explore` need not say
/// @param lkmmPercent the part of a scenario's runs that it gets under `lkmm`
/// @param checking what a scenario's `check` need not say
/// @param out the folder of schedule files
/// @param bounds of the machine
public record Settings(
        Exploration.Fuzz fuzzing, int lkmmPercent, Exploration.Check checking, Path out, Bounds bounds) {
    public static final int MAX_STEPS = 1_000_000;
    public static final int MAX_JOBS = 64;
    public static final long MAX_MEMORY_MIB = 1L << 20;
    private static final int MAX_CHANNEL = 64;

    /// The same with schedule files going to another folder.
    public Settings withOut(Path folder) {
        return new Settings(fuzzing, lkmmPercent, checking, folder, bounds);
    }

    /// @throws ScenarioException if application.conf or a system property says what cannot be
    public static Settings load() {
        Problems problems = new Problems(Path.of("application.conf"));
        try {
            Config config = ConfigFactory.defaultOverrides()
                    .withFallback(ConfigFactory.defaultApplication())
                    .withFallback(reference())
                    .resolve();
            return read(config, problems);
        } catch (ConfigException e) {
            problems.add(e);
            throw new ScenarioException(problems.found());
        }
    }

    /// Our own reference.conf. The class path has those of libraries too, and to read Pekko's takes longer than all the rest; ours stands
    /// first unless somebody has packed the jars anew.
    private static Config reference() {
        URL first = Settings.class.getResource("/reference.conf");
        Config own = first == null ? ConfigFactory.empty() : ConfigFactory.parseURL(first);
        return own.hasPath("overtake") ? own : ConfigFactory.defaultReference();
    }

    static Settings read(Config config, Problems problems) {
        Section overtake = new Section(config.root(), problems).section("overtake");
        Section fuzz = overtake.section("fuzz");
        var fuzzing = new Exploration.Fuzz(
                fuzz.word("strategy", FuzzPlan.STRATEGIES).map(Section.Text::value).orElse("portfolio"),
                fuzz.number("runs", 1, Long.MAX_VALUE).orElse(1L),
                fuzz.number("max-steps", 1, MAX_STEPS).orElse(1L).intValue(),
                fuzz.number("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(1L),
                fuzz.number("jobs", 1, MAX_JOBS).orElse(1L).intValue());
        int percent = fuzz.number("lkmm-percent", 1, 100).orElse(100L).intValue();
        fuzz.end();
        Exploration.Check checking =
                checking(overtake.section("check"), new Exploration.Check(1, 1, 1, true, false, List.of()));
        Section machine = overtake.section("machine");
        int channel = machine.number("store-channel", 1, MAX_CHANNEL).orElse(1L).intValue();
        int local = machine.number("local-instructions", 1, Integer.MAX_VALUE).orElse(1L).intValue();
        Bounds.Reach reach = reach(machine);
        machine.end();
        Path out = Path.of(overtake.text("out").map(Section.Text::value).orElse("runs"));
        overtake.end();
        problems.check();
        return new Settings(fuzzing, percent, checking, out,
                new Bounds(channel, local, Bounds.Discipline.KERNEL, reach));
    }

    /// What a scenario says about fuzzing, under one of its models.
    public Exploration.Fuzz fuzzing(Scenario scenario, MemoryModel model) {
        Exploration.Fuzz fuzz = scenario.fuzzing();
        long runs = model instanceof Lkmm ? Math.max(1, (long) (fuzz.runs() / 100.0 * lkmmPercent)) : fuzz.runs();
        return new Exploration.Fuzz(fuzz.strategy(), runs, fuzz.maxSteps(), fuzz.seed(), fuzz.jobs());
    }

    /// The bounds of `lkmm` in a section `machine`, here or in a schedule file.
    public static Bounds.Reach reach(Section machine) {
        Bounds.Reach byDefault = Bounds.Reach.DEFAULT;
        int window = number(machine, Bounds.Kind.WINDOW, 2, Bounds.Reach.MAX_WINDOW, byDefault.window());
        return new Bounds.Reach(
                window,
                number(machine, Bounds.Kind.GUESSES, 0, window, Math.min(byDefault.guesses(), window)),
                number(machine, Bounds.Kind.STORE_TABLE, 1, Bounds.Reach.MAX_STORES, byDefault.stores()),
                Bounds.WrongGuess.UNDONE);
    }

    private static int number(Section machine, Bounds.Kind key, int least, int most, int byDefault) {
        return machine.number(key.key(), least, most).map(Long::intValue).orElse(byDefault);
    }

    /// Reads a section `check`.
    ///
    /// @param otherwise what counts where it does not say
    static Exploration.Check checking(Section check, Exploration.Check otherwise) {
        var read = new Exploration.Check(
                check.number("max-states", 1, Long.MAX_VALUE).orElse(otherwise.maxStates()),
                check.number("memory-mib", 1, MAX_MEMORY_MIB).orElse(otherwise.memoryMib()),
                check.number("jobs", 1, MAX_JOBS).map(Long::intValue).orElse(otherwise.jobs()),
                check.bool("reduction").orElse(otherwise.reduction()),
                check.bool("livelock").orElse(otherwise.livelock()),
                check.words("models", MemoryModel.all().stream().map(MemoryModel::name).toList()));
        check.end();
        return read;
    }
}
