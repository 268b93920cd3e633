package overtake.program.edit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import overtake.lift.WorldLifter;
import overtake.lift.pfncache.PfncacheWorld;
import overtake.program.World;

class DisassemblyTest {
    @Test
    void a_row_shows_number_step_instruction_site_and_place() {
        World world = WorldLifter.lift("pfncache", new PfncacheWorld(true, true));
        String[] rows = Disassembly.of(world, world.programs().getFirst()).split("\n");
        assertThat(rows).hasSize(world.programs().getFirst().instructions().size());
        assertThat(rows[0].replaceAll(" +", " ")).matches(" 0 r0 = 0 Refresh\\.java:\\d+");
        assertThat(rows[34].replaceAll(" +", " "))
                .matches("34 \\* smp_mb - hva_to_pfn_retry/smp_mb Refresh\\.java:\\d+");
        assertThat(rows[31].replaceAll(" +", " "))
                .matches(
                        "31 \\* r3 = load plain gpc\\.valid hva_to_pfn_retry/read\\(gpc\\.valid\\) Refresh\\.java:\\d+");
    }
}
