package overtake.machine;

import java.util.List;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Register;
import overtake.program.Program;

/// Which registers are live before each instruction, by the usual backward dataflow. Dead registers are zeroed in states, so
/// that states which cannot be told apart are equal.
final class Liveness {
    private Liveness() {}

    /// @return for each instruction a mask of the live registers
    static long[] of(Program program) {
        List<Instruction> code = program.instructions();
        if (program.registers() > Long.SIZE) {
            throw new IllegalStateException(
                    program.agent() + " needs " + program.registers() + " registers; at most 64 are possible");
        }
        long[] live = new long[code.size()];
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = code.size() - 1; i >= 0; i--) {
                Instruction instruction = code.get(i);
                long after = after(instruction, i, live);
                long before = after & ~definition(instruction) | uses(instruction);
                changed |= before != live[i];
                live[i] = before;
            }
        }
        return live;
    }

    /// For each instruction the registers that are dead before it but may hold something, given that a step ends, and clears them, at every visible
    /// instruction: what must be zeroed there.
    ///
    /// @param clears for each instruction whether the registers are zeroed there
    static long[] stale(Program program, long[] live, boolean[] clears) {
        List<Instruction> code = program.instructions();
        long[] held = new long[code.size()];
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < code.size(); i++) {
                long out = (clears[i] ? live[i] : held[i]) | definition(code.get(i));
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

    private static int[] successors(Instruction instruction, int i, int size) {
        return switch (instruction) {
            case Instruction.Jump jump -> new int[] {jump.target()};
            case Instruction.Branch branch -> new int[] {branch.target(), i + 1};
            case Instruction.Halt _, Instruction.Fail _ -> new int[0];
            default -> i + 1 < size ? new int[] {i + 1} : new int[0];
        };
    }

    private static long after(Instruction instruction, int i, long[] live) {
        return switch (instruction) {
            case Instruction.Jump jump -> live[jump.target()];
            case Instruction.Branch branch -> live[branch.target()] | live[i + 1];
            case Instruction.Halt _, Instruction.Fail _ -> 0;
            default -> i + 1 < live.length ? live[i + 1] : 0;
        };
    }

    private static long bit(Register register) {
        return 1L << register.index();
    }

    private static long mask(Operand... operands) {
        long mask = 0;
        for (Operand operand : operands) {
            if (operand instanceof Register register) {
                mask |= bit(register);
            }
        }
        return mask;
    }

    private static long definition(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Move i -> bit(i.to());
            case Instruction.Alu i -> bit(i.to());
            case Instruction.SetCondition i -> bit(i.to());
            case Instruction.Select i -> bit(i.to());
            case Instruction.Lookup i -> bit(i.to());
            case Instruction.Ghost i -> bit(i.to());
            case Instruction.GhostAllocated i -> bit(i.to());
            case Instruction.GhostHeld i -> bit(i.to());
            case Instruction.Load i -> bit(i.to());
            case Instruction.Rmw i -> i.to().map(Liveness::bit).orElse(0L);
            case Instruction.TryLock i -> bit(i.to());
            case Instruction.IsLocked i -> bit(i.to());
            case Instruction.ReadSideLock i -> i.to().map(Liveness::bit).orElse(0L);
            case Instruction.Allocate i -> bit(i.to());
            case Instruction.Choose i -> bit(i.to());
            default -> 0;
        };
    }

    private static long uses(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Move i -> mask(i.from());
            case Instruction.Alu i -> mask(i.a(), i.b());
            case Instruction.SetCondition i -> mask(i.a(), i.b());
            case Instruction.Select i -> mask(i.a(), i.b(), i.ifTrue(), i.ifFalse());
            case Instruction.Lookup i -> mask(i.base());
            case Instruction.Branch i -> mask(i.a(), i.b());
            case Instruction.Check i -> mask(i.value());
            case Instruction.Ghost i -> mask(i.cell());
            case Instruction.GhostAllocated i -> mask(i.object());
            case Instruction.GhostHeld i -> mask(i.lock());
            case Instruction.AssertHeld i -> mask(i.lock());
            case Instruction.Observe i -> mask(i.value());
            case Instruction.Load i -> mask(i.cell());
            case Instruction.Store i -> mask(i.cell(), i.value());
            case Instruction.Rmw i -> mask(i.cell(), i.value(), i.compare());
            case Instruction.Lock i -> mask(i.lock());
            case Instruction.Unlock i -> mask(i.lock());
            case Instruction.TryLock i -> mask(i.lock());
            case Instruction.IsLocked i -> mask(i.lock());
            case Instruction.ReadSideLock i -> mask(i.domain());
            case Instruction.ReadSideUnlock i -> mask(i.domain(), i.token());
            case Instruction.Synchronize i -> mask(i.domain());
            case Instruction.Free i -> mask(i.object());
            case Instruction.Jump _,
                    Instruction.Halt _,
                    Instruction.Fail _,
                    Instruction.InterruptDisable _,
                    Instruction.Fence _,
                    Instruction.Allocate _,
                    Instruction.Choose _,
                    Instruction.Yield _ ->
                0;
        };
    }
}
