package overtake.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import overtake.Counterexample;
import overtake.EngineKind;
import overtake.Overtake;
import overtake.Request;
import overtake.Result;
import overtake.Watcher;
import overtake.cli.output.Report;
import overtake.explore.Engine;
import overtake.explore.Exhaustive;
import overtake.explore.MachineEngine;
import overtake.explore.Replay;
import overtake.explore.Strategy;
import overtake.explore.strategy.FuzzPlan;
import overtake.explore.strategy.Profile;
import overtake.machine.Machine;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.program.Program;
import overtake.program.Source;
import overtake.program.World;
import overtake.property.Verdict;
import overtake.scenario.Exploration;
import overtake.scenario.NearMisses;
import overtake.scenario.ScenarioReader;
import overtake.trace.TextTable;
import overtake.trace.TraceRecorder;
import overtake.trace.TraceTable;

/// What a test claims of a scenario under one memory model. The executions are those of the file's `explore` section or the settings;
/// `scenario.with("explore.runs=500")` changes them.
public final class ModelAssert {
    private static final int WIDTH = 140;
    private static final long MAX_STATES = 2_000_000;

    private final TestScenario scenario;
    private final MemoryModel model;

    ModelAssert(TestScenario scenario, MemoryModel model) {
        this.scenario = scenario;
        this.model = model;
    }

    /// The actors, where they know the model.
    static EngineKind engine(MemoryModel model) {
        return model instanceof Lkmm ? EngineKind.MACHINE : EngineKind.ACTORS;
    }

    private World world() {
        return scenario.scenario().world();
    }

    /// In no execution one of these properties is broken; none named means any. An execution ends with its first violation, so properties that
    /// are not named may hide one that is.
    ///
    /// @throws AssertionError with the run that breaks it, if there is one; if a bound was met; if guarded code never ran
    public ModelAssert neverViolates(String... properties) {
        check(properties);
        Result result = fuzz();
        Optional<Counterexample> found = result.counterexamples().stream()
                .filter(each -> properties.length == 0 || List.of(properties).contains(property(each)))
                .findFirst();
        if (found.isPresent()) {
            throw new AssertionError(property(found.get()) + " is broken" + explain(scenario, result));
        }
        switch (result.verdict()) {
            case Verdict.Pass _, Verdict.Fail _ -> {}
            case Verdict.Vacuous _ -> throw new AssertionError("the claim is empty" + explain(scenario, result));
            case Verdict.Unknown _ ->
                throw new AssertionError("a bound was met before an answer" + explain(scenario, result));
        }
        return this;
    }

    /// Some execution breaks the property.
    ///
    /// @throws AssertionError if none does
    public ModelAssert violates(String property) {
        check(property);
        Result result = fuzz();
        if (result.counterexamples().stream().noneMatch(each -> property(each).equals(property))) {
            throw new AssertionError("nothing breaks " + property + explain(scenario, result));
        }
        return this;
    }

    private static String property(Counterexample found) {
        return found.violation().fault().property();
    }

    /// A name with a slip in it would be a claim that nothing can break.
    private void check(String... properties) {
        List<String> known = ScenarioReader.properties(world());
        for (String property : properties) {
            if (!known.contains(property)) {
                throw new IllegalArgumentException("this world has no property " + property + "; expected one of "
                        + String.join(", ", known) + NearMisses.question(property, known));
            }
        }
    }

    private Result fuzz() {
        Request plain = Request.of(engine(model), scenario.settings().out());
        Request request = new Request(plain.engine(), plain.strategy(), plain.seed(), plain.runs(), plain.time(),
                plain.jobs(), plain.maxSteps(), true, plain.out());
        try (Overtake overtake = new Overtake(scenario.settings(), Watcher.NONE)) {
            return overtake.fuzz(scenario.scenario(), model, request);
        }
    }

    static String explain(TestScenario scenario, Result result) {
        Report report = new Report(WIDTH, TextTable.Colour.OFF, scenario.settings().bounds());
        return "\n\n" + String.join("\n", report.lines(result));
    }

    /// Every execution carries out the operation of that site, in some agent.
    ///
    /// @param site as `overtake disasm` prints it
    /// @throws AssertionError with a run that does not
    public ModelAssert alwaysReaches(String site) {
        List<int[]> places = places(site);
        Exploration.Fuzz fuzzing = scenario.scenario().fuzzing();
        var plan = new FuzzPlan(fuzzing.strategy(), fuzzing.seed(), fuzzing.runs(), fuzzing.maxSteps(), false);
        Profile profile = plan.profile(open());
        for (long i = 0; i < plan.runs(); i++) {
            Engine engine = open();
            Strategy strategy = plan.newStrategy(world(), profile);
            strategy.begin(i);
            Engine.Ending ending = engine.run(strategy, plan.maxSteps());
            boolean reached = places.stream().anyMatch(place -> engine.covered(place[0], place[1]));
            if (!reached && ending != Engine.Ending.ABANDONED) {
                throw new AssertionError(site + " is not reached under " + model.name() + " in execution " + (i + 1)
                        + (ending == Engine.Ending.CUT ? ", which met max-steps " + plan.maxSteps() : "") + "\n\n"
                        + table(engine));
            }
        }
        return this;
    }

    private MachineEngine open() {
        return new MachineEngine(world(), model, scenario.settings().bounds());
    }

    /// Agent and instruction of all copies of the site.
    private List<int[]> places(String site) {
        List<int[]> places = new ArrayList<>();
        for (int agent = 0; agent < world().programs().size(); agent++) {
            Program program = world().programs().get(agent);
            int own = program.sources().size();
            for (int pc = 0; pc < own + program.handler().map(h -> h.sources().size()).orElse(0); pc++) {
                if (program.sourceAt(pc).site().equals(site)) {
                    places.add(new int[] {agent, pc});
                }
            }
        }
        if (places.isEmpty()) {
            List<String> sites = world().programs().stream()
                    .flatMap(program -> Stream.concat(program.sources().stream(),
                            program.handler().stream().flatMap(handler -> handler.sources().stream())))
                    .map(Source::site).filter(each -> !each.isEmpty()).distinct().toList();
            throw new IllegalArgumentException("there is no site " + site + " in " + scenario
                    + "; `overtake disasm` lists them" + NearMisses.question(site, sites));
        }
        return places;
    }

    /// The run once more, with somebody who writes it down.
    private String table(Engine engine) {
        List<Integer> steps = new ArrayList<>();
        for (int i = 0; i < engine.steps(); i++) {
            steps.add(engine.step(i));
        }
        var recorder = new TraceRecorder(world());
        Engine again = open();
        again.journal(recorder);
        var replay = new Replay(steps);
        replay.begin(0);
        again.run(replay, steps.size() + 1);
        return String.join("\n", TraceTable.lines(recorder.trace(again.fault()), WIDTH, TextTable.Colour.OFF));
    }

    /// All that executions can end in, found by visiting every reachable state.
    ///
    /// @throws AssertionError if there are more than two million of them, or a bound of the machine was met
    public OutcomesAssert outcomes() {
        var machine = new Machine(world(), model, scenario.settings().bounds());
        Exhaustive.Result result = Exhaustive.explore(machine, List.of(), MAX_STATES);
        if (!result.complete()) {
            throw new AssertionError("a bound was met before all outcomes of " + scenario + " under " + model.name()
                    + " were known: " + result.states() + " states; make the world smaller");
        }
        return new OutcomesAssert(scenario + " under " + model.name(), result.outcomes(), result.violations());
    }
}
