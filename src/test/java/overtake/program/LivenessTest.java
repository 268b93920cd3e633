package overtake.program;

import static org.assertj.core.api.Assertions.assertThat;
import static overtake.program.Operand.constant;
import static overtake.program.Operand.register;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static List<String> live(Instruction... code) {
        List<Source> sources = List.of(code).stream().map(_ -> Source.of("")).toList();
        Program program = new Program("agent", List.of(code), sources, 3, List.of(), Optional.empty());
        return Liveness.before(program).stream().map(Object::toString).toList();
    }

    @Test
    void a_register_is_live_from_its_setting_to_its_last_use() {
        assertThat(live(
                new Instruction.Load(register(0), constant(0), Ordering.ONCE, List.of()),
                new Instruction.Load(register(1), constant(1), Ordering.ONCE, List.of()),
                new Instruction.Alu(register(0), AluOperation.ADD, register(0), register(1)),
                new Instruction.Store(constant(2), register(0), Ordering.ONCE, List.of()),
                new Instruction.Halt()))
                .containsExactly("{}", "{0}", "{0, 1}", "{0}", "{}");
    }

    @Test
    void a_loop_keeps_what_its_next_round_reads() {
        assertThat(live(
                new Instruction.Move(register(0), constant(3)),
                new Instruction.Fence(FenceKind.SMP_MB),
                new Instruction.Alu(register(0), AluOperation.SUB, register(0), constant(1)),
                new Instruction.Branch(Condition.NE, register(0), constant(0), 1, Optional.of(4)),
                new Instruction.Halt()))
                .containsExactly("{}", "{0}", "{0}", "{0}", "{}");
    }

    @Test
    void what_only_one_way_of_a_branch_reads_is_live_before_it() {
        assertThat(live(
                new Instruction.Branch(Condition.EQ, register(0), constant(0), 3, Optional.of(3)),
                new Instruction.Store(constant(0), register(1), Ordering.ONCE, List.of()),
                new Instruction.Jump(3),
                new Instruction.Halt()))
                .containsExactly("{0, 1}", "{1}", "{}", "{}");
    }
}
