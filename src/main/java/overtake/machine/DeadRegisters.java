package overtake.machine;

import java.util.List;
import overtake.program.Instruction;
import overtake.program.Liveness;
import overtake.program.Program;

/// Which registers must be zeroed where a step ends, so that states which cannot be told apart are equal.
final class DeadRegisters {
    private DeadRegisters() {}

    /// For each instruction, as a mask, the registers that are dead before it but may hold something.
    ///
    /// @param clears for each instruction whether the registers are zeroed there
    static long[] of(Program program, boolean[] clears) {
        List<Instruction> code = program.instructions();
        long[] live = live(program);
        long[] held = new long[code.size()];
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < code.size(); i++) {
                long set = code.get(i).definition().map(to -> 1L << to.index()).orElse(0L);
                long out = (clears[i] ? live[i] : held[i]) | set;
                for (int next : successors(code.get(i), i, code.size())) {
                    changed |= (out & ~held[next]) != 0;
                    held[next] |= out;
                }
            }
        }
        for (int i = 0; i < held.length; i++) {
            held[i] &= ~live[i];
        }
        return held;
    }

    /// For each instruction the live registers, as a mask.
    static long[] live(Program program) {
        if (program.registers() > Long.SIZE) {
            throw new IllegalStateException(
                    program.agent() + " needs " + program.registers() + " registers; at most 64 are possible");
        }
        return Liveness.before(program).stream()
                .mapToLong(set -> set.isEmpty() ? 0 : set.toLongArray()[0])
                .toArray();
    }

    private static int[] successors(Instruction instruction, int i, int size) {
        return switch (instruction) {
            case Instruction.Jump jump -> new int[] {jump.target()};
            case Instruction.Branch branch -> new int[] {branch.target(), i + 1};
            case Instruction.Halt _, Instruction.Fail _ -> new int[0];
            default -> i + 1 < size ? new int[] {i + 1} : new int[0];
        };
    }
}
