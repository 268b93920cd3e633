package overtake.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static overtake.kernel.Kernel.cache_complete;
import static overtake.kernel.Kernel.cache_evict;
import static overtake.kernel.Kernel.cache_fill;
import static overtake.kernel.Kernel.choose;
import static overtake.kernel.Kernel.dc_civac;
import static overtake.kernel.Kernel.dc_cvac;
import static overtake.kernel.Kernel.dc_ivac;
import static overtake.kernel.Kernel.dsb;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost_cached;
import static overtake.kernel.Kernel.ghost_dirty;
import static overtake.kernel.Kernel.line_read;
import static overtake.kernel.Kernel.line_read_nc;
import static overtake.kernel.Kernel.line_write;
import static overtake.kernel.Kernel.line_write_nc;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.kernel.Agent;
import overtake.kernel.CacheLine;
import overtake.kernel.Composition;
import overtake.program.Instruction;
import overtake.program.Source;
import overtake.program.World;
import overtake.program.line.LineInfo;
import overtake.program.line.LineOperation;

/// Cache lines are no cells: they become lines of the world, and each access to one is one instruction with a site.
class LinesTest {
    /// Two fields with lines, and an array of them.
    static final class Memory {
        final CacheLine line = new CacheLine(3);
        final CacheLine[] image = {new CacheLine(1), new CacheLine(2)};
    }

    static final class Uses implements Agent {
        private final Memory memory;

        Uses(Memory memory) {
            this.memory = memory;
        }

        @Override
        public void run() {
            CacheLine any = memory.image[choose(2)];
            int value = line_read(memory.line);
            line_write(any, value);
            line_write_nc(memory.line, line_read_nc(any));
            dc_cvac(any);
            dc_civac(memory.line);
            dc_ivac(memory.image[1]);
            dsb(memory.line);
            cache_evict(memory.line);
            cache_fill(memory.line);
            cache_complete(memory.line);
            ensure("known", ghost_cached(any) || !ghost_dirty(memory.line));
        }
    }

    private static World world() {
        var memory = new Memory();
        return Lifted.world((Composition composition) -> {
            composition.shared("memory", memory);
            composition.agent("agent", new Uses(memory));
        });
    }

    @Test
    void lines_have_names_and_first_values() {
        assertThat(world().lines()).containsExactlyInAnyOrder(
                new LineInfo("memory.line", 3), new LineInfo("memory.image[0]", 1), new LineInfo("memory.image[1]", 2));
        assertThat(world().cells()).isEmpty();
    }

    @Test
    void each_operation_is_one_instruction() {
        List<LineOperation> operations = world().programs().getFirst().instructions().stream()
                .filter(Instruction.Line.class::isInstance)
                .map(instruction -> ((Instruction.Line) instruction).operation())
                .toList();
        assertThat(operations).containsExactlyInAnyOrderElementsOf(Arrays.asList(LineOperation.values()));
    }

    @Test
    void sites_are_spelled_as_in_the_source() {
        assertThat(world().programs().getFirst().sources().stream().map(Source::site).distinct())
                .contains(
                        "run/line_read(memory.line)",
                        "run/line_write(any)",
                        "run/line_read_nc(any)",
                        "run/dc_cvac(any)",
                        "run/dc_ivac(memory.image[1])",
                        "run/dsb(memory.line)",
                        "run/cache_evict(memory.line)",
                        "run/ensure(known)");
    }
}
