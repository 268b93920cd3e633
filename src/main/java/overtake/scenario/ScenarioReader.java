package overtake.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import overtake.explore.goal.Goal;
import overtake.explore.strategy.FuzzPlan;
import overtake.machine.FaultKind;
import overtake.memory.Hardware;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.program.Instruction;
import overtake.program.Invariant;
import overtake.program.Program;
import overtake.program.World;
import overtake.program.World.WaitBound;

/// Reads a scenario file, and reports everything that is wrong with it at once.
public final class ScenarioReader {
    private static final long MAX_BYTES = 1 << 20;
    private static final String WHAT = "a scenario file";
    private static final String WORLD = "world = the full name of a class, or java = \"MyIdea.java\"";

    private static final List<String> MODEL_NAMES =
            MemoryModel.all().stream().map(MemoryModel::name).toList();

    private final Settings settings;

    public ScenarioReader(Settings settings) {
        this.settings = settings;
    }

    /// @throws ScenarioException with everything that is wrong
    public Scenario read(Path path, Overrides overrides) {
        InputFile file = InputFile.read(path, WHAT, MAX_BYTES);
        Problems problems = new Problems(path);
        if (file.blank() && overrides.sets().isEmpty()) {
            problems.add("the file is empty; expected " + WORLD + " and expect { sc = pass }");
        }
        problems.check();
        Config config = parse(path, overrides, problems);
        problems.check();
        return new Reading(file, overrides, problems).scenario(new Section(config.root(), problems));
    }

    static Config parse(Path path, Overrides overrides, Problems problems) {
        Config config = ConfigFactory.empty();
        for (String set : overrides.sets()) {
            try {
                ConfigParseOptions options =
                        ConfigParseOptions.defaults().setOriginDescription(Problem.COMMAND_LINE);
                if (!set.contains("=")) {
                    problems.add(new Problem(Problem.COMMAND_LINE, 0, "--set " + set + "; expected path=value"));
                } else {
                    config = ConfigFactory.parseString(set, options).withFallback(config);
                }
            } catch (ConfigException e) {
                problems.add(new Problem(Problem.COMMAND_LINE, 0, "--set " + set + " is not HOCON: "
                        + String.valueOf(e.getMessage()).replaceFirst("^" + Problem.COMMAND_LINE + ": \\d+: ", "")));
            }
        }
        try {
            ConfigParseOptions options =
                    ConfigParseOptions.defaults().setAllowMissing(false).setSyntax(ConfigSyntax.CONF);
            return config.withFallback(ConfigFactory.parseFile(path.toAbsolutePath().toFile(), options)).resolve();
        } catch (ConfigException e) {
            problems.add(e);
        } catch (StackOverflowError _) {
            problems.add("not HOCON: nested too deeply");
        }
        return config;
    }

    /// The reading of one file.
    private final class Reading {
        private final InputFile file;
        private final Overrides overrides;
        private final Problems problems;

        Reading(InputFile file, Overrides overrides, Problems problems) {
            this.file = file;
            this.overrides = overrides;
            this.problems = problems;
        }

        Scenario scenario(Section root) {
            refuseSchedule(root);
            String title = text(root, "title", nameOf(file.path()));
            String system = text(root, "system", "");
            String source = text(root, "source", "");
            Optional<Section.Text> worldClass = root.text("world");
            Optional<Section.Text> java = root.text("java");
            if (!root.has("world") && !root.has("java")) {
                root.require("world", WORLD);
            }
            Section params = root.section("params");
            List<MemoryModel> models = onHardware(models(root), root);
            List<Section.Text> drops = root.texts("drop", "[\"hva_to_pfn_retry/smp_mb\"]");
            List<Section.Entry> weaken = root.section("weaken").all();
            List<WaitBoundReader.Raw> bounds = WaitBoundReader.sections(root.section("bounds"));
            Section explore = root.section("explore");
            Section check = root.section("check");
            List<Section.Text> lines = root.texts("schedule", "[\"vcpu0 until SITE\", \"notifier to end\"]");
            List<Section.Text> goalLines = root.texts("goals", "[\"notifier SITE between vcpu0 SITE and vcpu0 SITE\"]");
            root.require("expect", "expect { sc = pass, tso = fail }");
            Section expect = root.section("expect");
            var about = new Scenario.About(title, system, source, text(root, "brief", ""), text(root, "note", ""));
            root.end();

            Exploration.Fuzz fuzz = fuzz(explore);
            Exploration.Check checking = Settings.checking(check, settings.checking());
            oneExploration(root, checking);
            var reader = new WorldReader(problems);
            Optional<WorldReader.Made> made = root.has("java")
                    ? java.flatMap(path -> reader.read(file.path(), path, worldClass, params))
                    : worldClass.flatMap(name -> reader.read(name, params));
            var editing = new WorldEditing(problems, overrides);
            Optional<World> world = made.flatMap(m -> editing.lift(nameOf(file.path()), m));
            world = world.map(w -> new WaitBoundReader(w, problems).read(bounds, properties(w)));
            List<Goal> goals = world.map(w -> new GoalReader(w, problems).read(goalLines)).orElse(List.of());
            world = world.map(w -> editing.edit(w, drops, weaken));
            world.ifPresent(w -> refuseLkmm(w, models, root));
            List<Directive> directives =
                    world.map(w -> new DirectiveReader(w, problems).read(lines)).orElse(List.of());
            Expectation expectation = expectation(expect, root.has("models") ? models : List.of(), world);
            problems.check();
            Exploration exploration = root.has("schedule")
                    ? new Exploration.Schedule(directives)
                    : root.has("check") ? checking : fuzz;
            Optional<InputFile> javaFile = made.orElseThrow().java();
            return new Scenario(file.path().toString(), file.sha256() + javaFile.map(s -> "+" + s.sha256()).orElse(""),
                    about, made.orElseThrow().name(), made.orElseThrow().params(), made.orElseThrow().mutants(),
                    models, editing.drops(),
                    editing.weakenings(), exploration, fuzz, checking, expectation, overrides,
                    javaFile.map(InputFile::path),
                    goals,
                    world.orElseThrow());
        }

        private void refuseLkmm(World world, List<MemoryModel> models, Section root) {
            if (models.stream().noneMatch(Lkmm.class::isInstance)) {
                return;
            }
            String expected = "; expected models = [sc] or [sc, tso]";
            if (!world.lines().isEmpty()) {
                problems.add(root.has("models") ? root.origin("models") : root.origin(),
                        "the world has cache lines, of which lkmm knows nothing" + expected);
            }
            if (!world.bounds().isEmpty()) {
                problems.add(root.origin("bounds"),
                        "bounds ask where an agent stands, and under lkmm it stands at many places at once" + expected);
            }
        }

        private void refuseSchedule(Section root) {
            if (root.contains("picks")) {
                throw new ScenarioException(List.of(new Problem(file.path().toString(), 0,
                        "is a schedule file; expected " + WHAT + "; `replay` takes schedule files")));
            }
        }

        private String text(Section root, String key, String otherwise) {
            return root.text(key).map(Section.Text::value).orElse(otherwise);
        }

        private List<MemoryModel> models(Section root) {
            int before = problems.found().size();
            List<Section.Text> texts = new ArrayList<>(root.texts("models", "[sc, tso, lkmm]"));
            if (root.has("models") && texts.isEmpty() && problems.found().size() == before) {
                problems.add(root.origin("models"), "models names none; expected some of " + available());
            }
            if (!overrides.models().isEmpty()) {
                texts.forEach(this::model);
                return overrides.models().stream()
                        .flatMap(name -> model(name, new Problem(Problem.COMMAND_LINE, 0, "")).stream())
                        .distinct()
                        .toList();
            }
            return root.has("models")
                    ? texts.stream().flatMap(text -> model(text).stream()).distinct().toList()
                    : MemoryModel.all();
        }

        /// Only `lkmm` leaves anything open to the hardware.
        private static List<MemoryModel> onHardware(List<MemoryModel> models, Section root) {
            List<String> words = Stream.of(Hardware.values()).map(Hardware::word).toList();
            Hardware hardware = root.word("hardware", words)
                    .map(word -> Hardware.values()[words.indexOf(word.value())])
                    .orElse(Hardware.NONE);
            return models.stream()
                    .map(model -> model instanceof Lkmm ? new Lkmm(hardware) : model)
                    .toList();
        }

        private Optional<MemoryModel> model(Section.Text text) {
            int line = Math.max(text.origin().lineNumber(), 0);
            return model(text.value(), new Problem(problems.where(text.origin()), line, ""));
        }

        private Optional<MemoryModel> model(String name, Problem place) {
            Optional<MemoryModel> model = MemoryModel.named(name);
            if (model.isEmpty()) {
                problems.add(new Problem(place.where(), place.line(), unknownModel(name)));
            }
            return model;
        }

        private Exploration.Fuzz fuzz(Section explore) {
            Exploration.Fuzz byDefault = settings.fuzzing();
            var fuzz = new Exploration.Fuzz(
                    explore.word("strategy", FuzzPlan.STRATEGIES).map(Section.Text::value).orElse(byDefault.strategy()),
                    explore.number("runs", 1, Long.MAX_VALUE).orElse(byDefault.runs()),
                    explore.number("max-steps", 1, Settings.MAX_STEPS).map(Long::intValue).orElse(byDefault.maxSteps()),
                    explore.number("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(byDefault.seed()),
                    explore.number("jobs", 1, Settings.MAX_JOBS).map(Long::intValue).orElse(byDefault.jobs()));
            explore.end();
            return fuzz;
        }

        private void oneExploration(Section root, Exploration.Check checking) {
            List<String> found = Stream.of("explore", "check", "schedule").filter(root::has).toList();
            boolean byModel = found.equals(List.of("explore", "check")) && !checking.models().isEmpty();
            if (found.size() > 1 && !byModel) {
                problems.add(root.origin(found.getLast()),
                        "found " + String.join(" and ", found) + "; expected one of explore, check, schedule,"
                                + " or explore beside check { models = [sc, tso] }");
            }
        }

        private Expectation expectation(Section expect, List<MemoryModel> models, Optional<World> world) {
            SortedMap<String, String> verdicts = new TreeMap<>();
            for (String model : MODEL_NAMES) {
                expect.word(model, Expectation.WORDS).ifPresent(word -> verdicts.put(model, word.value()));
            }
            List<Section.Text> properties = expect.textOrTexts("property", "[use-after-free, deadlock]");
            expect.end();
            world.map(ScenarioReader::properties).ifPresent(known -> properties.stream()
                    .filter(property -> !known.contains(property.value()))
                    .forEach(property -> problems.add(property.origin(),
                            "this world has no property " + property.value() + "; expected one of "
                                    + String.join(", ", known) + NearMisses.question(property.value(), known))));
            for (MemoryModel model : models) {
                if (!expect.has(model.name()) && overrides.models().isEmpty() && expect.present()) {
                    problems.add(expect.origin(), "expect says nothing about " + model.name()
                            + ", which models names; expected " + NearMisses.oneOf(Expectation.WORDS));
                }
            }
            return new Expectation(verdicts, properties.stream().map(Section.Text::value).toList());
        }
    }

    /// The names of everything that can be broken: the world's own first.
    public static List<String> properties(World world) {
        Stream<String> invariants = Stream.concat(
                world.invariants().stream().map(Invariant::name), world.bounds().stream().map(WaitBound::name));
        Stream<String> checks = world.programs().stream().flatMap(ScenarioReader::properties);
        Stream<String> faults = Stream.of(FaultKind.values())
                .filter(kind -> kind != FaultKind.CHECK && kind != FaultKind.INVARIANT
                        && kind != FaultKind.STARVATION)
                .map(FaultKind::property);
        return Stream.of(invariants, checks, faults, Stream.of("not-exercised"))
                .flatMap(names -> names)
                .distinct()
                .toList();
    }

    private static Stream<String> properties(Program program) {
        Stream<String> own = program.instructions().stream().flatMap(instruction -> switch (instruction) {
            case Instruction.Check check -> Stream.of(check.property());
            case Instruction.Fail fail -> Stream.of(fail.property());
            default -> Stream.empty();
        });
        return Stream.concat(own, program.handler().stream().flatMap(ScenarioReader::properties));
    }

    /// What to say about the name of a model that is not there.
    public static String unknownModel(String name) {
        return "unknown model " + name + "; expected some of " + available() + NearMisses.question(name, MODEL_NAMES);
    }

    private static String available() {
        return String.join(", ", MODEL_NAMES);
    }

    private static String nameOf(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(".conf") ? name.substring(0, name.length() - ".conf".length()) : name;
    }
}
