package overtake.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import overtake.EngineKind;
import overtake.Overtake;
import overtake.Replayed;
import overtake.Request;
import overtake.Watcher;
import overtake.check.CheckPlan;
import overtake.memory.MemoryModel;
import overtake.patch.Mutations.Answer;
import overtake.patch.Mutations.Weight;
import overtake.program.edit.Mutation;
import overtake.program.edit.Mutation.MarkedAccesses;
import overtake.property.Verdict;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioException;
import overtake.scenario.Settings;

/// What the brief says of the mutants of its systems is what `mutate` finds.
final class MutationsTest {
    private static final String PFNCACHE = "scenarios/pfncache-lockless/with-smp_mb.conf";

    @TempDir
    private Path folder;

    private final Overtake overtake = new Overtake(Settings.load(), Watcher.NONE);

    @AfterEach
    void close() {
        overtake.close();
    }

    private Effort effort(long lkmmStates) {
        Request request = new Request(EngineKind.MACHINE, Optional.empty(), Optional.empty(), Optional.of(3000L),
                Optional.empty(), Optional.empty(), Optional.empty(), false, folder, Request.Shrinking.OFF);
        return new Effort(CheckPlan.DEFAULT, lkmmStates, request);
    }

    private Scenario load(String path, String... sets) {
        return overtake.load(Path.of(path), new Overrides(List.of(), List.of(), List.of(), List.of(sets)));
    }

    private Answer ask(Scenario scenario, String site, String to, String model) {
        Optional<String> form = to.equals("drop") ? Optional.empty() : Optional.of(to);
        return new Mutations(overtake, scenario, effort(1))
                .ask(new Change.Operation(new Mutation(site, form)), MemoryModel.named(model).orElseThrow());
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource({
        "0.3,  gfn_to_pfn_cache_invalidate_start/smp_mb, drop, redundant, redundant, load-bearing",
        "0.4,  gfn_to_pfn_cache_invalidate_start/smp_mb, smp_wmb, redundant, redundant, load-bearing",
        "0.4,  gfn_to_pfn_cache_invalidate_start/smp_mb, smp_rmb, redundant, redundant, load-bearing",
        "0.5,  hva_to_pfn_retry/smp_mb, drop, redundant, load-bearing, load-bearing",
        "0.6,  hva_to_pfn_retry/smp_mb, smp_wmb, redundant, load-bearing, load-bearing",
        "0.6,  hva_to_pfn_retry/smp_mb, smp_rmb, redundant, load-bearing, load-bearing",
        "0.13, gfn_to_pfn_cache_invalidate_start/write_lock_irq(gpc.lock), read_lock, load-bearing, load-bearing, ''",
        "0.14, gpc_invalidate_retry_hva/smp_rmb, drop, redundant, redundant, ''",
        "0.15, hva_to_pfn_retry/smp_rmb, drop, redundant, redundant, ''",
        "0.17, kvm_mmu_invalidate_end/smp_wmb, drop, redundant, redundant, unknown",
    })
    void the_pfncache_rows_of_the_brief(
            String row, String site, String to, String sc, String tso, String lkmm) {
        Scenario scenario = load(PFNCACHE);
        assertThat(ask(scenario, site, to, "sc").weight().word()).as(row + " under sc").isEqualTo(sc);
        assertThat(ask(scenario, site, to, "tso").weight().word()).as(row + " under tso").isEqualTo(tso);
        if (!lkmm.isEmpty()) {
            assertThat(ask(scenario, site, to, "lkmm").weight().word()).as(row + " under lkmm").isEqualTo(lkmm);
        }
    }

    @Test
    void the_fence_before_a_lock_and_the_lock_stand_in_for_each_other_on_x86() {
        Mutations mutations = new Mutations(overtake, load(PFNCACHE), effort(1));
        List<String> sites = List.of("gfn_to_pfn_cache_invalidate_start/smp_mb",
                "gfn_to_pfn_cache_invalidate_start/spin_lock(kvm.gpc_lock)");
        MemoryModel tso = MemoryModel.named("tso").orElseThrow();
        List<Answer> alone = mutations.list(sites, MarkedAccesses.KEPT).stream()
                .map(change -> mutations.ask(change, tso))
                .toList();
        assertThat(alone).isNotEmpty().allMatch(answer -> answer.weight() == Weight.REDUNDANT);
        List<Change> pairs = mutations.pairs(alone);
        assertThat(pairs).singleElement().satisfies(pair -> {
            assertThat(pair.site()).isEqualTo(String.join(" and ", sites));
            assertThat(pair.text()).isEqualTo("drop both");
            assertThat(mutations.ask(pair, tso).weight()).isEqualTo(Weight.LOAD_BEARING);
        });
    }

    @Test
    void a_parameter_that_is_none_or_changes_nothing_is_refused() {
        Mutations mutations = new Mutations(overtake, load(PFNCACHE), effort(1));
        assertThatThrownBy(() -> mutations.parameters(List.of("memslot")))
                .hasMessageContaining("--change memslot; expected NAME=VALUE of a parameter of the world");
        assertThatThrownBy(() -> mutations.parameters(List.of("memslott=false")))
                .hasMessageContaining("unknown key params.memslott").hasMessageContaining("did you mean memslot");
        assertThatThrownBy(() -> mutations.parameters(List.of("refreshes=2")))
                .hasMessageContaining("--change refreshes=2 changes no program");
    }

    @Test
    void the_base_passes_and_says_so() {
        Scenario scenario = overtake.load(Path.of(PFNCACHE),
                new Overrides(List.of("sc", "tso"), List.of(), List.of(), List.of()));
        assertThat(new Mutations(overtake, scenario, effort(1)).bases(() -> false))
                .hasSize(2)
                .allMatch(base -> base.verdict() instanceof Verdict.Pass);
    }

    @Test
    void a_base_that_fails_is_wrong_input() {
        Scenario scenario = overtake.load(Path.of("scenarios/pfncache-lockless/without-refresh-smp_mb.conf"),
                new Overrides(List.of("sc", "tso"), List.of(), List.of(), List.of()));
        assertThatThrownBy(() -> new Mutations(overtake, scenario, effort(1)).bases(() -> false))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("fails already under tso with nothing changed: no-use-after-invalidate")
                .hasMessageContaining("expected a scenario that passes");
    }

    @Test
    void the_run_of_a_load_bearing_fence_replays_from_its_file() {
        Answer answer = ask(load(PFNCACHE), "hva_to_pfn_retry/smp_mb", "smp_wmb", "tso");
        Path schedule = answer.counterexample().orElseThrow().schedule().orElseThrow();
        Replayed replayed = overtake.replay(schedule, EngineKind.ACTORS);
        assertThat(replayed.divergence()).isEmpty();
        assertThat(replayed.fault().orElseThrow().property()).isEqualTo(answer.property());
    }

    @Test
    void a_site_that_was_weakened_before_can_be_dropped() {
        Scenario weakened = overtake.load(Path.of(PFNCACHE), new Overrides(
                List.of(), List.of(), List.of("hva_to_pfn_retry/smp_mb=smp_mb__after_atomic"), List.of()));
        Scenario mutant =
                Mutations.with(weakened, new Mutation("hva_to_pfn_retry/smp_mb", Optional.empty()));
        Scenario again = overtake.load(Path.of(PFNCACHE), mutant.overrides());
        assertThat(again.world().programs()).isEqualTo(mutant.world().programs());
    }

    @Test
    void a_bound_makes_it_unknown_with_the_bound() {
        Effort few = new Effort(CheckPlan.DEFAULT.withMaxStates(50), 50, effort(1).request());
        Answer answer = new Mutations(overtake, load(PFNCACHE), few).ask(
                new Change.Operation(new Mutation("kvm_mmu_invalidate_end/smp_wmb", Optional.empty())),
                MemoryModel.named("tso").orElseThrow());
        assertThat(answer.weight()).isEqualTo(Weight.UNKNOWN);
        assertThat(answer.reason()).isEqualTo("max-states 50");
    }

    @Test
    void marked_accesses_become_plain_only_if_asked() {
        Scenario scenario = load(PFNCACHE);
        List<Mutation> kept = Mutation.of(scenario.world(), MarkedAccesses.KEPT);
        List<Mutation> plain = Mutation.of(scenario.world(), MarkedAccesses.PLAIN);
        assertThat(kept).noneMatch(mutation -> mutation.to().equals(Optional.of("plain")));
        assertThat(plain).containsAll(kept)
                .contains(new Mutation("hva_to_pfn_retry/WRITE_ONCE(gpc.valid)", Optional.of("plain")));
    }

    @Test
    void every_mutation_changes_the_programs_in_another_way() {
        Scenario scenario = load(PFNCACHE);
        List<Mutation> all = Mutation.of(scenario.world(), MarkedAccesses.PLAIN);
        assertThat(all.stream().map(mutation -> mutation.in(scenario.world()).programs()))
                .doesNotHaveDuplicates()
                .doesNotContain(scenario.world().programs());
    }

    @Test
    void goals_play_no_part() {
        Scenario scenario = load("scenarios/arm64-locked-memslots/as-posted.conf", "models=[sc]");
        assertThat(scenario.goals()).isNotEmpty();
        Mutations mutations = new Mutations(overtake, scenario, effort(1));
        List<Change> list = mutations.list(List.of(), Mutation.MarkedAccesses.KEPT);
        assertThat(mutations.notes()).isNotEmpty().allSatisfy(note -> assertThat(note)
                .matches("params\\.mutant set to [a-z-]+ is left out: [a-z].*; expected .*")
                .doesNotContain("goal"));
        Change mutant = list.stream().filter(Change.Parameter.class::isInstance).findFirst().orElseThrow();
        for (Change change : List.of(list.getFirst(), mutant)) {
            assertThat(mutations.ask(change, scenario.models().getFirst()).result().goals()).isEmpty();
        }
    }

    @Test
    void the_mutants_of_a_world_are_a_site_of_their_own() {
        Scenario scenario = load("scenarios/arm64-locked-memslots/as-posted.conf", "models=[sc]");
        Mutations some = new Mutations(overtake, scenario, effort(1));
        assertThat(some.list(List.of("kvm_arch_vcpu_ioctl_run/smp_mb"), Mutation.MarkedAccesses.KEPT))
                .isNotEmpty().noneMatch(Change.Parameter.class::isInstance);
        assertThat(some.notes()).isEmpty();
        assertThat(some.list(List.of("params.mutant"), Mutation.MarkedAccesses.KEPT))
                .isNotEmpty().allMatch(Change.Parameter.class::isInstance);
    }
}
