package overtake.lift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.lift.pfncache.PfncacheWorld;
import overtake.program.Program;
import overtake.program.World;
import overtake.program.edit.Disassembly;

/// Agents of realistic size: the refresh loop of the pfn cache and an invalidation.
class PfncacheTest {
    private final World world = WorldLifter.lift("pfncache", new PfncacheWorld(true, true));

    @Test
    void the_refresh_loop_is_short_and_needs_few_registers() {
        Program refresh = world.programs().getFirst();
        assertThat(refresh.instructions()).hasSize(48);
        assertThat(refresh.registers()).isEqualTo(4);
        assertThat(world.programs().getLast().instructions()).hasSize(63);
        assertThat(world.programs().getLast().registers()).isEqualTo(2);
    }

    @Test
    void a_retry_goes_back_to_the_plain_load_of_the_sequence_count() {
        assertThat(Disassembly.instructions(world, world.programs().getFirst()))
                .containsSubsequence(
                        "8 r1 = load plain kvm.mmu_invalidate_seq",
                        "9 smp_rmb",
                        "10 unlock write gpc.lock",
                        "30 lock write gpc.lock",
                        "33 store once gpc.valid = true",
                        "34 smp_mb",
                        "35 r3 = load once kvm.mn_active_invalidate_count",
                        "36 if r3 == 0 goto 39 (join 16)",
                        "37 store once gpc.valid = false",
                        "38 goto 8",
                        "39 smp_rmb",
                        "40 r3 = load once kvm.mmu_invalidate_seq",
                        "41 if r3 == r1 goto 44 (join 16)",
                        "42 store once gpc.valid = false",
                        "43 goto 8",
                        "44 store plain gpc.pfn = r2");
    }

    @Test
    void without_a_fence_the_program_is_the_same_but_for_it() {
        World without = WorldLifter.lift("pfncache", new PfncacheWorld(false, true));
        assertThat(without.programs().getFirst().instructions()).hasSize(47);
        assertThat(without.programs().getFirst().sources())
                .extracting(source -> source.site())
                .doesNotContain("hva_to_pfn_retry/smp_mb")
                .contains("hva_to_pfn_retry/write_lock(gpc.lock)#2");
    }

    @Test
    void the_call_chain_of_an_operation_leads_to_run() {
        Program refresh = world.programs().getFirst();
        List<String> callers = refresh.sources().get(35).callers();
        assertThat(callers).hasSize(3).allMatch(caller -> caller.startsWith("Refresh.java:"));
    }
}
