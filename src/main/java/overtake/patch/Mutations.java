package overtake.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
import overtake.scenario.ScenarioException;
import overtake.scenario.Weakening;

/// Asks of each fence, lock and ordering of a scenario whether its properties need it: each is dropped, then weakened, alone, and the rest
/// is checked. A scenario of which a property is broken already has no answer.
public final class Mutations {
    private static final List<String> UNBALANCED =
            List.of(FaultKind.UNBALANCED_UNLOCK.property(), FaultKind.UNBALANCED_SECTION.property());

    private final Overtake overtake;
    private final Scenario scenario;
    private final Effort effort;
    /// Models under which the scenario is too large for a check.
    private final List<MemoryModel> fuzzed = new ArrayList<>();

    public Mutations(Overtake overtake, Scenario scenario, Effort effort) {
        this.overtake = overtake;
        this.scenario = scenario;
        this.effort = effort;
    }

    /// What is known about one mutation under one model.
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

    /// The answer about one mutation under one model.
    ///
    /// @param result about the scenario with the mutation
    public record Answer(Mutation mutation, Weight weight, Result result) {
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

    /// What can be dropped and weakened.
    ///
    /// @param sites to which to keep; none for all
    /// @throws ScenarioException if there is nothing, or no such site
    public List<Mutation> list(List<String> sites, Mutation.MarkedAccesses accesses) {
        List<Mutation> all = Mutation.of(scenario.world(), accesses);
        List<String> names = Edit.sites(scenario.world()).stream().map(SiteInfo::site).toList();
        List<Problem> problems = new ArrayList<>();
        for (String site : sites) {
            if (!names.contains(site)) {
                problems.add(problem("no agent has a site " + site + NearMisses.question(site, names)
                        + "; `disasm` lists them"));
            } else if (all.stream().noneMatch(mutation -> mutation.site().equals(site))) {
                List<String> possible = all.stream().map(Mutation::site).distinct().toList();
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
        return all.stream().filter(mutation -> sites.isEmpty() || sites.contains(mutation.site())).toList();
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

    /// Checks one mutation under one model; where the base was too large for a check, it is fuzzed at once.
    public Answer ask(Mutation mutation, MemoryModel model) {
        Scenario mutant = with(scenario, mutation);
        Result result = fuzzed.contains(model)
                ? overtake.fuzz(mutant, model, effort.request())
                : effort.answer(overtake, mutant, model);
        Weight weight = switch (result.verdict()) {
            case Verdict.Fail _ -> Weight.LOAD_BEARING;
            case Verdict.Pass _ when Effort.isProof(result) -> Weight.REDUNDANT;
            case Verdict.Pass _, Verdict.Unknown _, Verdict.Vacuous _ -> Weight.UNKNOWN;
        };
        return new Answer(mutation, weight, result);
    }

    /// The scenario as if the command line had asked for the mutation, so that schedule files name it.
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
