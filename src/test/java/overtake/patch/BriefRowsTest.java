package overtake.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.EngineKind;
import overtake.Overtake;
import overtake.Request;
import overtake.Watcher;
import overtake.check.CheckPlan;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.patch.Mutations.Weight;
import overtake.program.edit.Mutation;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.Settings;
import overtake.scenario.brief.Claim;
import overtake.scenario.brief.Claims;

/// `mutate` finds what the brief has measured: each row of its sections 1.6 and 2.7 with the mark H is a change that `mutate` makes to a scenario with all fences, and
/// carries weight under the models that the row says, no others.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BriefRowsTest {
    private static final long RUNS = 60_000;
    private static final String PFNCACHE = "scenarios/pfncache-lockless/with-smp_mb.conf";
    private static final String MACHINERY = "scenarios/machinery/all-well.conf";
    private static final String START = "gfn_to_pfn_cache_invalidate_start/smp_mb";
    private static final String REFRESH = "hva_to_pfn_retry/smp_mb";
    private static final String TWO = "invalidations=2";
    private static final String USE = "invalidations=1 checked=no-use-after-invalidate";
    private static final String ELSEWHERE =
            "ioctl=activate-elsewhere start=valid invalidations=0 invalidations-elsewhere=1 checked=no-use-after-invalidate";
    private static final String ENTRY = "locking=entry-lock";
    private static final String REQUEST = "request=true invalidations=0";
    private static final List<String> IN_ORDER = List.of("sc", "tso");

    /// One change.
    ///
    /// @param set parameters of the scenario
    /// @param drop sites that the scenario lacks beside
    /// @param change `drop SITE`, `SITE=form`, or `param NAME=VALUE`
    /// @param models under which it is asked
    /// @param differs models under which the answer is not the row's, for a reason that a shipped scenario gives
    private record Row(String row, String path, String set, String drop, String change, List<String> models,
            List<String> differs) {
        @Override
        public String toString() {
            return row + ": " + change;
        }

        Row without(String site) {
            return new Row(row, path, set, site, change, models, differs);
        }

        Row under(String... some) {
            return new Row(row, path, set, drop, change, List.of(some), differs);
        }

        Row differs(String... some) {
            return new Row(row, path, set, drop, change, models, List.of(some));
        }

        Change asked() {
            if (change.startsWith("param ")) {
                String[] parts = change.substring("param ".length()).split("=", 2);
                return new Change.Parameter(parts[0], parts[1]);
            }
            if (change.startsWith("drop ")) {
                return new Change.Operation(new Mutation(change.substring("drop ".length()), Optional.empty()));
            }
            int equals = change.lastIndexOf('=');
            return new Change.Operation(
                    new Mutation(change.substring(0, equals), Optional.of(change.substring(equals + 1))));
        }
    }

    private static Row s0(String row, String set, String change) {
        return new Row(row, PFNCACHE, set, "", change, List.of("sc", "tso", "lkmm"), List.of());
    }

    private static Row machinery(String row, String set, String change) {
        return new Row(row, MACHINERY, set, "", change, List.of("sc", "tso", "lkmm"), List.of());
    }

    static Stream<Row> rows() {
        return Stream.of(
                s0("0.1", TWO, START + "=smp_mb__before_atomic"),
                s0("0.2", TWO, "param variant=with-smp-mb-after-spinlock"),
                s0("0.3", TWO, "drop " + START),
                s0("0.4", TWO, START + "=smp_wmb"),
                s0("0.4", TWO, START + "=smp_rmb"),
                s0("0.5", USE, "drop " + REFRESH),
                s0("0.6", USE, REFRESH + "=smp_wmb"),
                s0("0.6", USE, REFRESH + "=smp_rmb"),
                s0("0.8", TWO, "param mutant=range-after-fence"),
                s0("0.9", TWO, "param mutant=count-after-range"),
                s0("0.10", ELSEWHERE, "param mutant=uhva-after-valid"),
                s0("0.11", ELSEWHERE, "param mutant=uhva-after-retry-check"),
                // right behind the fence, before the retry check: uhva-after-fence.conf
                s0("0.11", ELSEWHERE, "param mutant=uhva-after-fence").differs("sc"),
                s0("0.14", "invalidations=1 invalidations-elsewhere=1", "drop gpc_invalidate_retry_hva/smp_rmb"),
                s0("0.15", TWO, "drop hva_to_pfn_retry/smp_rmb").without("hva_to_pfn/spin_lock(page_table_lock)"),
                s0("0.16", USE, "param mutant=snapshot-after-lookup"),
                s0("0.17", TWO, "drop kvm_mmu_invalidate_end/smp_wmb"),
                s0("0.18", USE, "param mutant=count-before-seq"),
                s0("0.19", TWO, "gfn_to_pfn_cache_invalidate_start/READ_ONCE(gpc.uhva)=plain").differs("lkmm"),
                s0("0.22", USE, "param memslot=false"),
                machinery("G1", "", "drop kvm_tdp_mmu_page_fault/smp_rmb").under("sc", "tso"),
                machinery("G2", "", "param mutant=snapshot-late"),
                machinery("G3", TWO, "drop kvm_mmu_invalidate_end/smp_wmb"),
                machinery("G4", TWO, "param mutant=in-progress-before-seq"),
                machinery("G5", ENTRY, "drop kvm_mmu_invalidate_end/smp_wmb"),
                machinery("G6", ENTRY, "param mutant=in-progress-before-seq"),
                machinery("G7", ENTRY, "drop mmu_invalidate_retry/smp_rmb").under("sc", "tso"),
                machinery("G7", TWO, "drop mmu_invalidate_retry_gfn/smp_rmb").differs("lkmm"),
                machinery("G8", "slot-update=delete vcpus=0", "param mutant=publish-unlocked"),
                machinery("G9", "form=arm64 remap=true invalidations=0", "param mutant=snapshot-late"),
                machinery("G10", "accesses=1 entries=3", "drop vcpu_enter_guest/smp_mb__after_srcu_read_unlock")
                        .under("sc", "tso"),
                // set_bit before it is a LOCKed instruction
                machinery("G10", "entries=3", "drop kvm_request_needs_ipi/smp_mb").differs("tso"),
                machinery("G10", "form=arm64 entries=3", "vcpu_enter_guest/smp_store_mb(vcpu.mode)=once")
                        .under("sc", "tso"),
                machinery("G11", REQUEST, "drop kvm_make_request/smp_wmb"),
                machinery("G11", REQUEST, "drop kvm_check_request/smp_mb__after_atomic"));
    }

    @TempDir
    private Path folder;

    private final Overtake overtake = new Overtake(Settings.load(), Watcher.NONE);
    private final Claims claims = Claims.load();

    @AfterAll
    void close() {
        overtake.close();
    }

    private Mutations mutations(Row row, long runs) {
        List<String> sets =
                new ArrayList<>(List.of("models=[sc, tso, lkmm]", "expect={ sc = pass, tso = pass, lkmm = pass }"));
        Stream.of(row.set().split(" ")).filter(set -> !set.isEmpty()).map(set -> "params." + set).forEach(sets::add);
        Scenario scenario = overtake.load(Path.of(row.path()), new Overrides(
                List.of(), row.drop().isEmpty() ? List.of() : List.of(row.drop()), List.of(), sets));
        var request = new Request(EngineKind.MACHINE, Optional.empty(), Optional.empty(), Optional.of(runs),
                Optional.empty(), Optional.empty(), Optional.of(2000), false, folder, Request.Shrinking.OFF);
        return new Mutations(overtake, scenario, new Effort(CheckPlan.DEFAULT, 1, request));
    }

    private void asClaimed(Row row, String name) {
        MemoryModel model = MemoryModel.named(name).orElseThrow();
        Claim claim = claims.row(row.row()).orElseThrow();
        boolean bad = Claim.BAD.equals(claim.outcomes().get(name)) != row.differs().contains(name);
        Weight weight = mutations(row, bad ? RUNS : 300).ask(row.asked(), model).weight();
        String where = row + " under " + name;
        if (bad) {
            assertThat(weight).as(where).isEqualTo(Weight.LOAD_BEARING);
        } else if (model instanceof Lkmm) {
            assertThat(weight).as(where).isNotEqualTo(Weight.LOAD_BEARING);
        } else {
            assertThat(weight).as(where).isEqualTo(Weight.REDUNDANT);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_row_holds_under_sc_and_tso(Row row) {
        IN_ORDER.forEach(model -> asClaimed(row, model));
    }

    @Tag("nightly")
    @ParameterizedTest
    @MethodSource("rows")
    void a_row_holds_under_lkmm(Row row) {
        if (row.models().contains("lkmm")) {
            asClaimed(row, "lkmm");
        }
    }

    @Test
    void every_measured_row_of_the_two_sections_is_there() {
        List<String> measured = claims.rows().stream()
                .filter(claim -> claim.mark().equals("H"))
                .map(Claim::row)
                .filter(row -> row.startsWith("G") || row.startsWith("0."))
                .toList();
        assertThat(new TreeSet<>(rows().map(Row::row).toList())).isEqualTo(new TreeSet<>(measured));
    }

    @Test
    void the_mutants_and_weaker_fences_of_the_rows_are_in_the_list_that_mutate_goes_through() {
        Map<String, List<Change>> lists = new TreeMap<>();
        for (Row row : rows().toList()) {
            Change change = row.asked();
            boolean named = change instanceof Change.Parameter(String name, String _) && !name.equals(Mutations.MUTANT);
            if (!named) {
                assertThat(lists.computeIfAbsent(row.path() + row.set() + row.drop(),
                        _ -> mutations(row, 1).list(List.of(), Mutation.MarkedAccesses.PLAIN)))
                        .as(row.toString()).contains(change);
            }
        }
    }
}
