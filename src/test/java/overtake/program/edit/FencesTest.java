package overtake.program.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import overtake.lift.WorldLifter;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.World;
import overtake.scenario.worlds.StoreBuffering;
import overtake.support.Script;

final class FencesTest {
    private static World storeBuffering() {
        return WorldLifter.lift("sb", new StoreBuffering(StoreBuffering.Fence.NONE, 1, false));
    }

    @Test
    void a_fence_comes_right_before_the_operation_and_nowhere_else() {
        World world = storeBuffering();
        World fenced = Fences.before(world, "store_then_load/READ_ONCE(memory.y)", FenceKind.SMP_MB);
        Program first = fenced.programs().getFirst();
        int fence = first.instructions().indexOf(new Instruction.Fence(FenceKind.SMP_MB));
        assertThat(first.sources().get(fence + 1).site()).isEqualTo("store_then_load/READ_ONCE(memory.y)");
        assertThat(first.instructions()).hasSize(world.programs().getFirst().instructions().size() + 1);
        assertThat(fenced.programs().get(1)).isEqualTo(world.programs().get(1));
    }

    @Test
    void a_jump_to_the_operation_leads_to_the_fence() {
        World world = Script.named("loop").agent("a", ": again", "read x %0", "if %0 != 0 again", "write y 1").world();
        Program program = world.programs().getFirst();
        String site = program.sources().getFirst().site();
        Program fenced = Fences.before(world, site, FenceKind.SMP_RMB).programs().getFirst();
        assertThat(fenced.instructions().getFirst()).isEqualTo(new Instruction.Fence(FenceKind.SMP_RMB));
        assertThat(fenced.instructions()).filteredOn(Instruction.Branch.class::isInstance)
                .extracting(i -> ((Instruction.Branch) i).target()).containsExactly(0);
    }

    @Test
    void an_unknown_site_is_refused() {
        World world = storeBuffering();
        assertThatThrownBy(() -> Fences.before(world, "nowhere/smp_mb", FenceKind.SMP_MB))
                .isInstanceOf(EditException.class).hasMessageContaining("nowhere/smp_mb");
    }
}
