package overtake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import overtake.explore.Engine;
import overtake.explore.Replay;
import overtake.machine.Choices;
import overtake.machine.Fault;
import overtake.machine.FaultKind;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.program.Program;
import overtake.scenario.Problem;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioException;
import overtake.scenario.ScenarioReader;
import overtake.scenario.Settings;
import overtake.scenario.schedule.ScheduleFile;
import overtake.trace.Pick;
import overtake.trace.PickNames;
import overtake.trace.Trace;
import overtake.trace.TraceRecorder;

/// Makes the run of a schedule file again: finds the step that each named pick means, as far as the names exist, then carries these steps
/// out on an engine.
final class Replayer {
    private final Settings settings;
    private final Engines engines;

    Replayer(Settings settings, Engines engines) {
        this.settings = settings;
        this.engines = engines;
    }

    Replayed replay(Path path, EngineKind kind) {
        ScheduleFile file = ScheduleFile.read(path);
        MemoryModel named = MemoryModel.named(file.model())
                .orElseThrow(() -> new ScenarioException(
                        List.of(new Problem(path.toString(), 0, ScenarioReader.unknownModel(file.model())))));
        Scenario scenario = new ScenarioReader(settings)
                .read(file.scenarioFrom(path), file.overrides().withModels(List.of(named.name())));
        MemoryModel model = scenario.models().getFirst();
        refuseOtherAgents(path, file, scenario);
        Mapping mapping = new Mapping(new Machine(scenario.world(), model, file.bounds()));
        file.picks().forEach(mapping::add);
        long start = System.nanoTime();
        Made made = make(kind, scenario, model, file, mapping.steps);
        Optional<String> divergence = mapping.divergence.or(() -> difference(file, made, mapping.steps));
        Optional<Survival> survival = divergence.map(_ -> Survival.of(file, scenario, model, mapping.steps));
        Made shown = survival.filter(found -> !found.steps().isEmpty())
                .map(found -> make(kind, scenario, model, file, found.steps()))
                .orElse(made);
        return new Replayed(file, scenario, model, kind, shown.steps(), shown.deliveries(),
                (System.nanoTime() - start) / 1e9, shown.fault(), shown.trace(), divergence, survival,
                notes(file, scenario));
    }

    /// A run that an engine has made.
    private record Made(List<Integer> steps, long deliveries, Optional<Fault> fault, Trace trace) {}

    private Made make(
            EngineKind kind, Scenario scenario, MemoryModel model, ScheduleFile file, List<Integer> steps) {
        try (Engine engine = engines.open(kind, scenario.world(), model, file.bounds())) {
            TraceRecorder recorder = new TraceRecorder(scenario.world());
            engine.journal(recorder);
            Replay replay = new Replay(steps);
            replay.begin(0);
            engine.run(replay, steps.size() + 1);
            Optional<Fault> fault = engine.fault()
                    .or(() -> file.property().equals(FaultKind.LIVELOCK.property())
                            ? Counterexamples.livelock(new Machine(scenario.world(), model, file.bounds()), steps)
                            : Optional.empty());
            return new Made(made(engine), engine.deliveries(), fault, recorder.trace(fault));
        }
    }

    /// Names that do not fit one by one make a divergence; agents that do not exist make a schedule of another scenario.
    private static void refuseOtherAgents(Path path, ScheduleFile file, Scenario scenario) {
        List<String> agents = scenario.world().programs().stream().map(Program::agent).toList();
        List<String> others = file.picks().stream().map(Pick::agent).filter(agent -> !agents.contains(agent)).distinct()
                .toList();
        if (!others.isEmpty()) {
            throw new ScenarioException(List.of(new Problem(path.toString(), 0,
                    "is a schedule of another scenario: it has picks of " + String.join(", ", others)
                            + "; the agents of "
                            + scenario.path() + " are " + String.join(", ", agents))));
        }
    }

    private static List<Integer> made(Engine engine) {
        return IntStream.range(0, engine.steps()).map(engine::step).boxed().toList();
    }

    private static Optional<String> difference(ScheduleFile file, Made made, List<Integer> steps) {
        if (!made.steps().equals(steps)) {
            return Optional.of(
                    "the engine made other picks than the machine: " + made.steps() + " instead of " + steps);
        }
        String now = made.fault().map(Fault::property).orElse("");
        if (now.equals(file.property())) {
            return Optional.empty();
        }
        return Optional.of(now.isEmpty()
                ? "after all " + steps.size() + " picks " + file.property() + " is not broken"
                : now + " is broken, not " + file.property());
    }

    private static List<String> notes(ScheduleFile file, Scenario scenario) {
        List<String> notes = new ArrayList<>();
        if (!file.tool().equals(Overtake.version())) {
            notes.add("recorded by version " + file.tool() + ", replayed by " + Overtake.version());
        }
        List<String> recorded = List.of(file.sha256().split("\\+", -1));
        List<String> now = List.of(scenario.sha256().split("\\+", -1));
        if (!recorded.getFirst().equals(now.getFirst())) {
            notes.add(differs(scenario.path()));
        }
        if (!recorded.subList(1, recorded.size()).equals(now.subList(1, now.size()))) {
            notes.add(differs(scenario.java().map(Path::toString).orElse(scenario.path())));
        }
        return notes;
    }

    private static String differs(String path) {
        return path + " is not the file that the schedule was recorded on: its content differs";
    }

    /// Follows named picks on a machine.
    private static final class Mapping {
        private final Machine machine;
        private final PickNames names;
        private final Choices choices = new Choices();
        private final List<Integer> steps = new ArrayList<>();
        private Optional<String> divergence = Optional.empty();

        Mapping(Machine machine) {
            this.machine = machine;
            names = new PickNames(machine);
        }

        void add(Pick pick) {
            if (divergence.isPresent()) {
                return;
            }
            int step = names.find(pick);
            if (step != PickNames.NONE) {
                steps.add(step);
                names.apply(step);
                return;
            }
            divergence =
                    Optional.of("pick " + (steps.size() + 1) + ", " + spell(pick) + ", is not possible; " + possible());
        }

        private String possible() {
            machine.enabled(names.state(), choices);
            if (choices.size() == 0) {
                return machine.ending(names.state())
                        .map(fault -> "the run has ended: " + fault.property() + " is broken")
                        .orElse("the run has ended well");
            }
            return "possible: " + IntStream.range(0, choices.size())
                    .mapToObj(i -> spell(names.name(choices.step(i))))
                    .collect(Collectors.joining(", "));
        }

        private static String spell(Pick pick) {
            return (pick.agent() + " " + pick.kind().spelling() + " " + pick.site()).strip();
        }
    }
}
