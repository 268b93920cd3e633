package overtake.scenario.schedule;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import overtake.machine.Bounds;
import overtake.scenario.InputFile;
import overtake.scenario.Overrides;
import overtake.scenario.Problem;
import overtake.scenario.Problems;
import overtake.scenario.ScenarioException;
import overtake.scenario.Section;
import overtake.scenario.Settings;
import overtake.trace.Pick;

/// What a violation leaves behind: everything that is needed to make the same run again.
///
/// @param scenario path of the scenario file, relative to the folder of the schedule file
/// @param sha256 of the scenario file, and of its Java source file after a plus sign
/// @param overrides what the command line changed in it
/// @param tool version that wrote the file
/// @param execution number of the execution in its campaign, from 0
/// @param property that is broken
/// @param shrunk what it was made from, if it was made smaller
public record ScheduleFile(
        String scenario,
        String sha256,
        Overrides overrides,
        String tool,
        String model,
        String engine,
        String strategy,
        long seed,
        long execution,
        int maxSteps,
        Bounds bounds,
        String property,
        List<Pick> picks,
        Optional<Shrunk> shrunk) {
    private static final long MAX_BYTES = 256L << 20;
    private static final String PICKS = "picks";
    private static final String WHAT = "a schedule file";
    private static final long FORMAT = 1;

    /// What a smaller run was made from.
    ///
    /// @param from name of the schedule file beside this one, or empty
    /// @param picks how many it has
    /// @param minimality `minimal` or `locally minimal`
    public record Shrunk(String from, int picks, String minimality) {}

    /// A run as it was found.
    public ScheduleFile(String scenario, String sha256, Overrides overrides, String tool, String model, String engine,
            String strategy, long seed, long execution, int maxSteps, Bounds bounds, String property,
            List<Pick> picks) {
        this(scenario, sha256, overrides, tool, model, engine, strategy, seed, execution, maxSteps, bounds, property,
                picks, Optional.empty());
    }

    public ScheduleFile {
        picks = List.copyOf(picks);
    }

    /// The text of the file.
    public String text() {
        String lines = picks.stream().map(PickText::write).collect(Collectors.joining("\n"));
        return """
            # What Overtake found. `overtake replay FILE` makes the same run again. One pick a line: who, what is delivered, where.
            format = %d
            tool = %s
            scenario {
              path = %s
              sha256 = %s
              drop = %s
              weaken = %s
              set = %s
            }
            model = %s
            property = %s
            engine = %s
            strategy = %s
            seed = %d
            execution = %d
            max-steps = %d
            machine { store-channel = %d, local-instructions = %d, window = %d, guesses = %d, store-table = %d }
            %scount = %d
            picks = \"""
            %s
            \"""
            """.formatted(
                FORMAT, quote(tool), quote(scenario), quote(sha256), quote(overrides.drops()),
                quote(overrides.weakenings()), quote(overrides.sets()), quote(model), quote(property), quote(engine),
                quote(strategy), seed, execution, maxSteps, bounds.channel(), bounds.localInstructions(),
                bounds.reach().window(), bounds.reach().guesses(), bounds.reach().stores(),
                shrunk.map(ScheduleFile::text).orElse(""), picks.size(), lines);
    }

    private static String text(Shrunk shrunk) {
        return "shrunk { from = " + quote(shrunk.from()) + ", picks = " + shrunk.picks() + ", minimality = "
                + quote(shrunk.minimality()) + " }\n";
    }

    private static String quote(String text) {
        return ConfigUtil.quoteString(text);
    }

    private static String quote(List<String> texts) {
        return texts.stream().map(ScheduleFile::quote).collect(Collectors.joining(", ", "[", "]"));
    }

    /// @throws ScenarioException with everything that is wrong with the file
    public static ScheduleFile read(Path path) {
        InputFile file = InputFile.read(path, WHAT, MAX_BYTES);
        Problems problems = new Problems(path);
        if (file.blank()) {
            problems.add("the file is empty; expected " + WHAT);
        }
        problems.check();
        try {
            Config config = ConfigFactory.parseString(
                    file.text(), ConfigParseOptions.defaults().setOriginDescription(path.toString()));
            ScheduleFile schedule = read(new Section(config.root(), problems), problems, path);
            problems.check();
            return schedule;
        } catch (ConfigException e) {
            problems.add(e);
        } catch (StackOverflowError _) {
            problems.add("not HOCON: nested too deeply");
        }
        throw new ScenarioException(problems.found());
    }

    private static ScheduleFile read(Section root, Problems problems, Path path) {
        refuseOthers(root, path);
        Optional<Long> format = root.number("format", FORMAT, FORMAT);
        for (String key : List.of("format", "scenario", "model", "property", "seed", PICKS)) {
            root.require(key, key.equals("format") ? "format = " + FORMAT : "what the file was written with");
        }
        Section scenario = root.section("scenario");
        if (scenario.present()) {
            scenario.require("path", "the path of a scenario file");
        }
        Overrides overrides = new Overrides(
                List.of(),
                strings(scenario.texts("drop", "[\"a/smp_mb\"]")),
                strings(scenario.texts("weaken", "[\"a/smp_mb=smp_wmb\"]")),
                strings(scenario.texts("set", "[\"params.caches=2\"]")));
        String scenarioPath = string(scenario, "path");
        String sha256 = string(scenario, "sha256");
        scenario.end();
        Section machine = root.section("machine");
        Bounds bounds = new Bounds(
                machine.number("store-channel", 1, 64).map(Long::intValue).orElse(Bounds.DEFAULT.channel()),
                machine.number("local-instructions", 1, Integer.MAX_VALUE).map(Long::intValue)
                        .orElse(Bounds.DEFAULT.localInstructions()),
                Bounds.Discipline.KERNEL, Settings.reach(machine));
        machine.end();
        Section shrunk = root.section("shrunk");
        Optional<Shrunk> origin = shrunk.present()
                ? Optional.of(new Shrunk(string(shrunk, "from"),
                        shrunk.number("picks", 0, Integer.MAX_VALUE).map(Long::intValue).orElse(0),
                        string(shrunk, "minimality")))
                : Optional.empty();
        shrunk.end();
        ScheduleFile read = new ScheduleFile(scenarioPath, sha256, overrides, string(root, "tool"),
                string(root, "model"),
                string(root, "engine"), string(root, "strategy"), number(root, "seed"), number(root, "execution"),
                root.number("max-steps", 1, Settings.MAX_STEPS).map(Long::intValue).orElse(1), bounds,
                string(root, "property"), picks(root, problems), origin);
        if (format.isPresent()) {
            root.end();
        }
        return read;
    }

    private static void refuseOthers(Section root, Path path) {
        boolean scenario = root.contains("world") || root.contains("expect");
        boolean schedule = root.contains(PICKS) || root.contains("format");
        if (!schedule) {
            throw new ScenarioException(List.of(new Problem(path.toString(), 0, scenario
                    ? "is a scenario file; expected " + WHAT + "; `run` and `fuzz` take scenarios"
                    : "is not " + WHAT + "; expected one that `fuzz` or `run` has left in runs/")));
        }
    }

    private static List<Pick> picks(Section root, Problems problems) {
        List<Pick> picks = new ArrayList<>();
        Optional<Long> count = root.number("count", 0, Integer.MAX_VALUE);
        Optional<Section.Text> text = root.text(PICKS);
        if (text.isEmpty()) {
            return picks;
        }
        // The library gives the last line of a string of many lines.
        int line = text.get().origin().lineNumber() - (int) text.get().value().chars().filter(c -> c == '\n').count();
        for (String each : text.get().value().split("\n", -1)) {
            Optional<Pick> pick = PickText.read(each.strip());
            pick.ifPresent(picks::add);
            if (pick.isEmpty() && !each.isBlank()) {
                problems.add(new Problem(problems.where(text.get().origin()), line,
                        "`" + each.strip()
                                + "` is not a pick; expected `AGENT perform SITE`, `AGENT deliver SITE`, `AGENT guess SITE`, `AGENT assume SITE` or `AGENT interrupt`"));
            }
            line++;
        }
        if (count.isPresent() && count.get() != picks.size() && problems.found().isEmpty()) {
            problems.add(root.origin("count"), "count is " + count.get() + ", but there are " + picks.size()
                    + " picks; picks are missing or were added");
        }
        return picks;
    }

    private static List<String> strings(List<Section.Text> texts) {
        return texts.stream().map(Section.Text::value).toList();
    }

    private static String string(Section section, String key) {
        return section.text(key).map(Section.Text::value).orElse("");
    }

    private static long number(Section section, String key) {
        return section.number(key, Long.MIN_VALUE, Long.MAX_VALUE).orElse(0L);
    }

    /// The scenario file, as it is reached from where the schedule file is.
    public Path scenarioFrom(Path schedule) {
        Path absolute = schedule.toAbsolutePath();
        Path resolved = absolute.resolveSibling(scenario).normalize();
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(resolved) && resolved.startsWith(here) ? here.relativize(resolved) : resolved;
    }
}
