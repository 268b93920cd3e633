package overtake.program;

import java.util.BitSet;
import java.util.List;
import overtake.program.Operand.Register;

/// Which registers are live before each instruction: those whose value some path still reads. By the usual backward
/// dataflow over the final instructions, O(instructions x passes); a pass for each loop depth and one more.
public final class Liveness {
    private Liveness() {}

    /// The set of live register numbers before each instruction.
    public static List<BitSet> before(Program program) {
        List<Instruction> code = program.instructions();
        BitSet[] live = new BitSet[code.size()];
        for (int i = 0; i < live.length; i++) {
            live[i] = new BitSet();
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = live.length - 1; i >= 0; i--) {
                BitSet set = after(code.get(i), i, live);
                apply(code.get(i), set);
                changed |= !set.equals(live[i]);
                live[i] = set;
            }
        }
        return List.of(live);
    }

    /// Turns the set live after the instruction into the set live before it.
    public static void apply(Instruction instruction, BitSet live) {
        instruction.definition().ifPresent(to -> live.clear(to.index()));
        for (Operand operand : instruction.uses()) {
            if (operand instanceof Register register) {
                live.set(register.index());
            }
        }
    }

    private static BitSet after(Instruction instruction, int i, BitSet[] live) {
        BitSet set = new BitSet();
        switch (instruction) {
            case Instruction.Halt _, Instruction.Fail _ -> {}
            case Instruction.Jump jump -> set.or(live[jump.target()]);
            case Instruction.Branch branch -> {
                set.or(live[branch.target()]);
                set.or(live[i + 1]);
            }
            default -> set.or(live[i + 1]);
        }
        return set;
    }
}
