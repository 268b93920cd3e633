package overtake.patch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import overtake.Checker;
import overtake.Counterexample;
import overtake.Overtake;
import overtake.Request;
import overtake.Result;
import overtake.Triage;
import overtake.check.CheckPlan;
import overtake.check.CheckResult;
import overtake.memory.MemoryModel;
import overtake.program.Program;
import overtake.program.World;
import overtake.program.edit.Edit;
import overtake.program.edit.EditException;
import overtake.program.edit.Mutation;
import overtake.scenario.Problem;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioException;

/// What a patch changes: two scenarios, the code before and the code after it, by the properties that can be broken and the observables at the
/// end of runs.
public final class Comparison {
    /// Trying a site alone costs a check of its own: it is done only where both checks were no larger than this.
    public static final long CHEAP_STATES = 300_000;

    private static final int MOST_TRIALS = 40;

    private final Overtake overtake;
    private final Checker checker;
    private final Scenario before;
    private final Scenario after;
    private final Effort effort;
    private final Common common;
    private final List<SiteDifference> sites;

    /// @throws ScenarioException if there is nothing to compare them by
    public Comparison(Overtake overtake, Checker checker, Scenario before, Scenario after, Effort effort) {
        this.overtake = overtake;
        this.checker = checker;
        this.before = before.withoutGoals();
        this.after = after.withoutGoals();
        this.effort = effort;
        common = Common.of(before, after);
        sites = SiteDifference.of(before.world(), after.world());
        if (models().isEmpty()) {
            throw new ScenarioException(List.of(new Problem(after.path(), 0, "is for other models than "
                    + before.path() + ": found " + names(after) + "; expected some of " + names(before)
                    + "; --model names others")));
        }
    }

    private static String names(Scenario scenario) {
        return scenario.models().stream().map(MemoryModel::name).collect(Collectors.joining(", "));
    }

    public Common common() {
        return common;
    }

    /// The models that both are for.
    public List<MemoryModel> models() {
        List<String> names = before.models().stream().map(MemoryModel::name).toList();
        return after.models().stream().filter(model -> names.contains(model.name())).toList();
    }

    /// What one site does alone.
    ///
    /// @param trial what was checked, such as `before, drop`; empty if it was not tried
    /// @param flips the properties of which the trial says what the other scenario says
    /// @param flipsOutcomes how many outcomes the trial gains or loses as the other scenario does
    public record Hinge(SiteDifference difference, String trial, List<String> flips, int flipsOutcomes) {}

    /// A common property that the patch breaks.
    ///
    /// @param proved whether it is proved that it holds before; if not, nothing was found within the bounds
    /// @param schedule a run that breaks it
    public record Gained(String property, boolean proved, Optional<Counterexample> schedule, Triage triage) {}

    /// The difference under one model. What is gained is seen in the second and not in the first, what is lost in the first and not in the second.
    ///
    /// @param remark why a part is missing, or empty
    public record Answer(MemoryModel model, Side before, Side after, List<Gained> gained, SortedSet<String> lost,
            SortedSet<Side.Ending> outcomesGained, SortedSet<Side.Ending> outcomesLost, List<Hinge> hinges,
            String remark) {
        /// Whether a bound was met on either side.
        public boolean unknown() {
            return !before.complete() || !after.complete();
        }
    }

    /// Compares under one model.
    public Answer under(MemoryModel model) {
        Side first = checked(before.world(), before, model);
        Side second = checked(after.world(), after, model);
        List<Counterexample> found = new ArrayList<>();
        if (first.executions() > 0 || second.executions() > 0) {
            first = fuzzed(before, model, first, new ArrayList<>());
            second = fuzzed(after, model, second, found);
        }
        SortedSet<String> gained = without(second.broken(), first.broken());
        SortedSet<String> lost = without(first.broken(), second.broken());
        boolean outcomes = first.executions() == 0;
        SortedSet<Side.Ending> more = outcomes ? without(second.outcomes(), first.outcomes()) : new TreeSet<>();
        SortedSet<Side.Ending> fewer = outcomes ? without(first.outcomes(), second.outcomes()) : new TreeSet<>();
        if (!gained.isEmpty() && outcomes) {
            found.addAll(shown(model, second));
        }
        Differs differs = new Differs(gained, lost, more, fewer);
        boolean cheap = first.complete() && second.complete()
                && Math.max(first.states(), second.states()) <= CHEAP_STATES;
        return new Answer(model, first, second, gained(gained, found, model, first), lost, more, fewer,
                cheap ? hinges(model, first, second, differs) : untried(), remark(outcomes, cheap));
    }

    private static String remark(boolean outcomes, boolean cheap) {
        if (!outcomes) {
            return "too many orderings for a check: both were fuzzed; outcomes were not compared, sites not tried";
        }
        return cheap ? ""
                : "sites were not tried one by one: the checks were larger than " + CHEAP_STATES
                        + " states or did not end";
    }

    private static <T> SortedSet<T> without(SortedSet<T> some, SortedSet<T> others) {
        SortedSet<T> rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    private record Differs(SortedSet<String> gained, SortedSet<String> lost, SortedSet<Side.Ending> more,
            SortedSet<Side.Ending> fewer) {
        boolean any() {
            return !gained.isEmpty() || !lost.isEmpty() || !more.isEmpty() || !fewer.isEmpty();
        }
    }

    /// A world as it is in one of the scenarios, with one edit or none. If it has to be fuzzed, `executions` is 1.
    private Side checked(World world, Scenario scenario, MemoryModel model) {
        CheckPlan plan =
                effort.plan(model).withGoal(CheckPlan.Goal.NAMES_ONLY).withOutcomes(common.observed(world));
        Scenario edited = scenario.edited(scenario.overrides(), scenario.drops(), scenario.weakenings(), world);
        CheckResult result = checker.watched(edited, model, plan, effort.request(), Optional.empty());
        SortedSet<String> broken = new TreeSet<>(result.properties());
        broken.retainAll(common.properties());
        SortedSet<Side.Ending> endings = result.outcomes().stream()
                .map(outcome -> new Side.Ending(common.values(world, outcome)))
                .collect(Collectors.toCollection(TreeSet::new));
        boolean fuzzes = Effort.wantsFuzzing(model, result.verdict());
        return new Side(result.verdict().word(), broken, endings, result.complete(), result.counts().states(),
                fuzzes ? 1 : 0, result.bounds());
    }

    private Side fuzzed(Scenario scenario, MemoryModel model, Side checked, List<Counterexample> found) {
        if (checked.complete()) {
            return checked;
        }
        Request all = effort.request();
        Request going = new Request(all.engine(), all.strategy(), all.seed(), all.runs(), all.time(), all.jobs(),
                all.maxSteps(), true, all.out(), all.shrinking());
        Result result = overtake.fuzz(scenario, model, going);
        found.addAll(result.counterexamples());
        SortedSet<String> broken = new TreeSet<>(checked.broken());
        result.counterexamples().forEach(one -> broken.add(one.violation().fault().property()));
        broken.retainAll(common.properties());
        return new Side(broken.isEmpty() ? "unknown" : "fail", broken, new TreeSet<>(), false, checked.states(),
                result.cost().executions(), checked.bounds());
    }

    /// Runs that break properties of the second scenario.
    private List<Counterexample> shown(MemoryModel model, Side second) {
        CheckPlan.Goal goal =
                second.broken().size() == 1 ? CheckPlan.Goal.FIRST_VIOLATION : CheckPlan.Goal.EVERYTHING;
        return overtake.check(after, model, effort.plan(model).withGoal(goal), effort.request()).counterexamples();
    }

    private List<Gained> gained(
            SortedSet<String> properties, List<Counterexample> found, MemoryModel model, Side first) {
        List<Gained> gained = new ArrayList<>();
        for (String property : properties) {
            Optional<Counterexample> run = found.stream()
                    .filter(one -> one.violation().fault().property().equals(property))
                    .findFirst();
            gained.add(new Gained(property, first.complete(), run,
                    Triage.of(after.world(), model, property, overtake.settings().bounds())));
        }
        return gained;
    }

    // ---- on which sites it hangs

    private List<Hinge> untried() {
        return sites.stream().map(site -> new Hinge(site, "", List.of(), 0)).toList();
    }

    private List<Hinge> hinges(MemoryModel model, Side first, Side second, Differs differs) {
        if (!differs.any()) {
            return untried();
        }
        List<Hinge> hinges = new ArrayList<>();
        Set<List<Program>> seen = new HashSet<>();
        for (SiteDifference site : sites) {
            // A lock and its unlock go together, and are one trial.
            Optional<Trial> trial = trial(site)
                    .filter(one -> seen.size() < MOST_TRIALS && seen.add(one.world().programs()));
            if (trial.isEmpty()) {
                hinges.add(new Hinge(site, "", List.of(), 0));
                continue;
            }
            boolean ofBefore = trial.get().scenario() == before;
            Side origin = ofBefore ? first : second;
            Side tried = checked(trial.get().world(), trial.get().scenario(), model);
            List<String> flips = new ArrayList<>(differs.gained());
            flips.addAll(differs.lost());
            flips.removeIf(property -> !tried.complete()
                    || tried.broken().contains(property) == origin.broken().contains(property));
            SortedSet<Side.Ending> outcomes = new TreeSet<>(differs.more());
            outcomes.addAll(differs.fewer());
            outcomes.removeIf(ending -> !tried.complete()
                    || tried.outcomes().contains(ending) == origin.outcomes().contains(ending));
            hinges.add(new Hinge(site, (ofBefore ? "before, " : "after, ") + trial.get().mutation().text(), flips,
                    outcomes.size()));
        }
        return hinges;
    }

    /// One of the scenarios, made like the other one at one site.
    private record Trial(Scenario scenario, Mutation mutation, World world) {}

    private Optional<Trial> trial(SiteDifference site) {
        Optional<Mutation> drop = Optional.of(new Mutation(site.site(), Optional.empty()));
        return switch (site.kind()) {
            case ONLY_BEFORE -> drop.flatMap(mutation -> trial(before, mutation));
            case ONLY_AFTER -> drop.flatMap(mutation -> trial(after, mutation));
            case CHANGED -> trial(after, weakened(site, site.before()))
                    .or(() -> trial(before, weakened(site, site.after())));
            case MOVED -> Optional.empty();
        };
    }

    private static Mutation weakened(SiteDifference site, String form) {
        return new Mutation(site.site(), Optional.of(form));
    }

    private Optional<Trial> trial(Scenario scenario, Mutation mutation) {
        boolean possible = Edit.sites(scenario.world()).stream()
                .filter(info -> info.site().equals(mutation.site()))
                .anyMatch(info -> mutation.to().map(info.weakerForms()::contains).orElse(info.canBeDropped()));
        if (!possible) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Trial(scenario, mutation, mutation.in(scenario.world())));
        } catch (EditException _) {
            return Optional.empty();
        }
    }

    /// The observables that have more than one value among some endings: the others say nothing of a difference.
    public static List<String> telling(Iterable<Side.Ending> endings) {
        Map<String, SortedSet<String>> values = new LinkedHashMap<>();
        for (Side.Ending ending : endings) {
            ending.values().forEach((name, value) -> values.computeIfAbsent(name, _ -> new TreeSet<>()).add(value));
        }
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }
}
