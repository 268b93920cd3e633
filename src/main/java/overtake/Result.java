package overtake;

import java.util.List;
import java.util.Optional;
import overtake.check.CheckPlan;
import overtake.check.CheckResult;
import overtake.explore.goal.GoalReport;
import overtake.explore.stats.Statistics;
import overtake.memory.MemoryModel;
import overtake.property.Verdict;
import overtake.scenario.Exploration;
import overtake.scenario.Scenario;

/// The answer about one scenario under one memory model, and what it cost.
///
/// @param plan the bounds and the seed that counted
/// @param strategy who picked: the strategy of the campaign, or `schedule`
/// @param bounds that were met, for people
/// @param counterexamples the first for each broken property that was found, by execution
/// @param checked what was covered, if this is the answer of the checker
/// @param triage of a violation
/// @param statistics of a campaign
/// @param goals what executions did about the scenario's goals; under the checker sampled ones
/// @param notes for people, such as why a schedule could not be carried out or a file not be written
public record Result(
        Scenario scenario,
        MemoryModel model,
        EngineKind engine,
        Verdict verdict,
        Exploration.Fuzz plan,
        String strategy,
        Cost cost,
        List<String> bounds,
        List<Counterexample> counterexamples,
        Optional<Checked> checked,
        Optional<Triage> triage,
        Optional<Statistics> statistics,
        List<GoalReport> goals,
        List<String> notes) {
    static final String CHECKER = "checker";

    public Result {
        bounds = List.copyOf(bounds);
        counterexamples = List.copyOf(counterexamples);
        goals = List.copyOf(goals);
        notes = List.copyOf(notes);
    }

    public Result(Scenario scenario, MemoryModel model, EngineKind engine, Verdict verdict, Exploration.Fuzz plan,
            String strategy, Cost cost, List<String> bounds, List<Counterexample> counterexamples,
            List<String> notes) {
        this(scenario, model, engine, verdict, plan, strategy, cost, bounds, counterexamples, Optional.empty(),
                Optional.empty(), Optional.empty(), List.of(), notes);
    }

    Result with(Triage found) {
        return new Result(scenario, model, engine, verdict, plan, strategy, cost, bounds, counterexamples, checked,
                Optional.of(found), statistics, goals, notes);
    }

    Result with(Statistics seen) {
        return new Result(scenario, model, engine, verdict, plan, strategy, cost, bounds, counterexamples, checked,
                triage, Optional.of(seen), goals, notes);
    }

    Result with(List<GoalReport> reports) {
        return new Result(scenario, model, engine, verdict, plan, strategy, cost, bounds, counterexamples, checked,
                triage, statistics, reports, notes);
    }

    /// What the checker was to do, and what it did.
    public record Checked(CheckPlan plan, CheckResult result) {}

    /// `actors`, `machine` or `checker`.
    public String engineWord() {
        return checked.isPresent() ? CHECKER : engine.word();
    }

    /// @param abandoned how many of the executions were none, because they guessed wrongly; only under `lkmm`
    /// @param deliveries messages delivered (on the machine: steps)
    /// @param seconds of wall time
    public record Cost(long executions, long abandoned, long deliveries, double seconds) {
        public Cost(long executions, long deliveries, double seconds) {
            this(executions, 0, deliveries, seconds);
        }
    }

    /// `pass`, `fail` or `unknown`, if the scenario expects something of the model.
    public Optional<String> expected() {
        return scenario.expectation().verdict(model);
    }

    /// Whether the verdict is what the scenario expects.
    public boolean ok() {
        return scenario.expectation().metBy(model, verdict);
    }

    public Optional<Counterexample> counterexample() {
        return counterexamples.stream().findFirst();
    }
}
