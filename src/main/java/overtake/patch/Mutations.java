package overtake.patch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import overtake.Counterexample;
import overtake.Overtake;
import overtake.Result;
import overtake.machine.FaultKind;
import overtake.memory.MemoryModel;
import overtake.program.edit.Edit;
import overtake.program.edit.Mutation;
import overtake.program.edit.SiteInfo;
import overtake.property.Verdict;
import overtake.scenario.NearMisses;
import overtake.scenario.Overrides;
import overtake.scenario.Problem;
import overtake.scenario.Scenario;
import overtake.scenario.Scenario.Weakening;
import overtake.scenario.ScenarioException;

/// Asks of each fence, lock and ordering of a scenario whether its properties need it: each is dropped, then weakened, alone, and the rest
/// is checked; then the world has each of its mutants, which are changes of order and checks left out. A scenario of which a property is broken
/// already has no answer.
public final class Mutations {
    /// The parameter whose values, other than the scenario's own, are changes of the code that is modelled.
    public static final String MUTANT = "mutant";

    private static final String NO_GOALS = "goals=[]";
    private static final Pattern REFUSED = Pattern.compile("^\\S+ refuses its params: \\S+ = \\S+: ");

    private static final List<String> UNBALANCED =
            List.of(FaultKind.UNBALANCED_UNLOCK.property(), FaultKind.UNBALANCED_SECTION.property());

    private final Overtake overtake;
    private final Scenario scenario;
    /// Whether the file names goals, which a changed world need not have the sites of.
    private final boolean hasGoals;
    private final Effort effort;
    /// Models under which the scenario is too large for a check.
    private final List<MemoryModel> fuzzed = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    public Mutations(Overtake overtake, Scenario scenario, Effort effort) {
        this.overtake = overtake;
        this.scenario = scenario.withoutGoals();
        this.hasGoals = !scenario.goals().isEmpty();
        this.effort = effort;
    }

    /// What is known about one change under one model.
    public enum Weight {
        /// A property is broken without it.
        LOAD_BEARING,
        /// All orderings within the bounds keep all properties without it.
        REDUNDANT,
        /// Nothing was found, and not everything was covered.
        UNKNOWN;

        /// As in JSON and tables.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// The answer about one change under one model.
    ///
    /// @param result about the scenario with the change
    public record Answer(Change change, Weight weight, Result result) {
        /// What it is that breaks, or empty.
        public String property() {
            return weight == Weight.LOAD_BEARING ? result.verdict().property() : "";
        }

        /// Whether the change makes no program that anyone could mean: some path ends a section that it did not begin, or the other way round.
        public boolean malformed() {
            return UNBALANCED.contains(result.verdict().property());
        }

        public MemoryModel model() {
            return result.model();
        }

        public Optional<Counterexample> counterexample() {
            return result.counterexample();
        }

        /// Why nothing is known, or empty.
        public String reason() {
            return switch (result.verdict()) {
                case Verdict.Pass _ when weight == Weight.UNKNOWN -> String.format(Locale.ROOT,
                        "nothing in %,d executions", result.cost().executions());
                case Verdict.Unknown unknown -> String.join(", ", unknown.bounds());
                case Verdict.Vacuous vacuous -> "never ran: " + String.join(", ", vacuous.sites());
                case Verdict.Pass _, Verdict.Fail _ -> "";
            };
        }
    }

    /// What can be dropped and weakened, and the world's mutants.
    ///
    /// @param sites to which to keep; none for all
    /// @throws ScenarioException if there is nothing, or no such site
    public List<Change> list(List<String> sites, Mutation.MarkedAccesses accesses) {
        List<Change> all = new ArrayList<>();
        Mutation.of(scenario.world(), accesses).forEach(mutation -> all.add(new Change.Operation(mutation)));
        if (sites.isEmpty() || sites.contains(Change.Parameter.PREFIX + MUTANT)) {
            scenario.mutants().stream().map(value -> new Change.Parameter(MUTANT, value))
                    .filter(this::changesPrograms).forEach(all::add);
        }
        List<String> names = Edit.sites(scenario.world()).stream().map(SiteInfo::site).toList();
        List<Problem> problems = new ArrayList<>();
        for (String site : sites) {
            if (all.stream().anyMatch(change -> change.site().equals(site))) {
                continue;
            }
            if (!names.contains(site)) {
                problems.add(problem("no agent has a site " + site + NearMisses.question(site, names)
                        + "; `disasm` lists them"));
            } else {
                List<String> possible = all.stream().map(Change::site).distinct().toList();
                problems.add(problem(site + " has nothing to drop or weaken"
                        + (accesses == Mutation.MarkedAccesses.KEPT ? " (accesses to plain ones only if asked)" : "")
                        + "; expected one of " + String.join(", ", possible)));
            }
        }
        if (all.isEmpty()) {
            problems.add(problem("no agent has a fence, lock or ordered access"));
        }
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems);
        }
        return all.stream().filter(change -> sites.isEmpty() || sites.contains(change.site())).toList();
    }

    /// Whether the world accepts the value beside its other parameters, and runs other code then.
    private boolean changesPrograms(Change.Parameter parameter) {
        try {
            return !with(parameter).world().programs().equals(scenario.world().programs());
        } catch (ScenarioException e) {
            notes.add(parameter.site() + " " + parameter.text() + " is left out: "
                    + REFUSED.matcher(e.problems().getFirst().message()).replaceFirst(""));
            return false;
        }
    }

    /// Changes that the caller names, such as `memslot=false`.
    ///
    /// @param settings `NAME=VALUE` of parameters of the world
    /// @throws ScenarioException if the world has no such parameter or value
    public List<Change> parameters(List<String> settings) {
        List<Change> changes = new ArrayList<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new ScenarioException(List.of(new Problem(Problem.COMMAND_LINE, 0, "--change " + setting
                        + "; expected NAME=VALUE of a parameter of the world, such as mutant=none")));
            }
            var change = new Change.Parameter(setting.substring(0, equals), setting.substring(equals + 1));
            Scenario changed = with(change);
            if (changed.world().programs().equals(scenario.world().programs())) {
                throw new ScenarioException(List.of(new Problem(Problem.COMMAND_LINE, 0, "--change " + setting
                        + " changes no program; expected another value of a parameter that does")));
            }
            changes.add(change);
        }
        return changes;
    }

    /// Pairs of operations of which neither was needed alone. Where dropping one was not needed, weakening it is not asked again.
    ///
    /// @param answers about single changes under the model
    public List<Change> pairs(List<Answer> answers) {
        List<Mutation> free = new ArrayList<>();
        for (Answer answer : answers) {
            if (answer.weight() != Weight.LOAD_BEARING && answer.change() instanceof Change.Operation(Mutation one)
                    && !one.isOfMarking() && free.stream().noneMatch(other -> other.covers(one))) {
                free.add(one);
            }
        }
        List<Change> pairs = new ArrayList<>();
        for (int i = 0; i < free.size(); i++) {
            for (int j = i + 1; j < free.size(); j++) {
                if (!free.get(i).site().equals(free.get(j).site())) {
                    pairs.add(new Change.Pair(free.get(i), free.get(j)));
                }
            }
        }
        return pairs;
    }

    /// What was left out, and why.
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private Problem problem(String message) {
        return new Problem(scenario.path(), 0, message);
    }

    /// The scenario as it is, under each of its models.
    ///
    /// @param ended asked before each model whether to leave it
    /// @throws ScenarioException if a property is broken already
    public List<Result> bases(BooleanSupplier ended) {
        List<Result> bases = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (MemoryModel model : scenario.models()) {
            if (ended.getAsBoolean()) {
                break;
            }
            Result base = effort.answer(overtake, scenario, model);
            bases.add(base);
            if (base.checked().isEmpty()) {
                fuzzed.add(model);
            }
            if (base.verdict() instanceof Verdict.Fail || base.verdict() instanceof Verdict.Vacuous) {
                problems.add(problem("fails already under " + model.name() + " with nothing changed: "
                        + base.verdict().property() + base.counterexample().flatMap(Counterexample::schedule)
                                .map(path -> " (" + path + ")").orElse("")
                        + "; expected a scenario that passes; --model leaves models out"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems);
        }
        return bases;
    }

    /// Checks one change under one model; where the base was too large for a check, it is fuzzed at once.
    public Answer ask(Change change, MemoryModel model) {
        Scenario mutant = with(change);
        Result result = fuzzed.contains(model)
                ? overtake.fuzz(mutant, model, effort.request())
                : effort.answer(overtake, mutant, model);
        Weight weight = switch (result.verdict()) {
            case Verdict.Fail _ -> Weight.LOAD_BEARING;
            case Verdict.Pass _ when Effort.isProof(result) -> Weight.REDUNDANT;
            case Verdict.Pass _, Verdict.Unknown _, Verdict.Vacuous _ -> Weight.UNKNOWN;
        };
        return new Answer(change, weight, result);
    }

    /// The scenario as if the command line had asked for the change, so that schedule files name it.
    private Scenario with(Change change) {
        return switch (change) {
            case Change.Operation(Mutation mutation) -> with(scenario, mutation);
            case Change.Pair(Mutation first, Mutation second) -> with(with(scenario, first), second);
            case Change.Parameter parameter -> overtake.load(Path.of(scenario.path()),
                    scenario.overrides().withSets(joined(scenario.overrides().sets().stream(),
                            hasGoals ? List.of(parameter.assignment(), NO_GOALS) : List.of(parameter.assignment()))));
        };
    }

    static Scenario with(Scenario base, Mutation mutation) {
        Overrides before = base.overrides();
        boolean drops = mutation.to().isEmpty();
        List<String> added = drops ? List.of(mutation.site()) : List.of();
        List<String> asked = mutation.to().map(form -> List.of(mutation.site() + "=" + form)).orElse(List.of());
        List<Weakening> weakened =
                mutation.to().map(form -> List.of(new Weakening(mutation.site(), form))).orElse(List.of());
        // What was weakened and then dropped is dropped.
        Stream<String> kept = before.weakenings().stream()
                .filter(text -> !drops || !text.startsWith(mutation.site() + "="));
        Overrides overrides = new Overrides(before.models(), joined(before.drops().stream(), added),
                joined(kept, asked), before.sets());
        return base.edited(overrides, joined(base.drops().stream(), added),
                joined(base.weakenings().stream(), weakened), mutation.in(base.world()));
    }

    private static <T> List<T> joined(Stream<T> some, List<T> more) {
        return Stream.concat(some, more.stream()).toList();
    }
}
