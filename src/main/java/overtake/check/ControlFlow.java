package overtake.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Program;

/// The control flow of one agent, handler included, whose instructions follow the program's own.
final class ControlFlow {
    private final Program program;
    private final int own;
    private final int[][] successors;

    ControlFlow(Program program) {
        this.program = program;
        own = program.instructions().size();
        int size = own + program.handler().map(handler -> handler.instructions().size()).orElse(0);
        successors = new int[size][];
        for (int pc = 0; pc < size; pc++) {
            int base = pc < own ? 0 : own;
            successors[pc] = switch (program.instructionAt(pc)) {
                case Instruction.Jump jump -> new int[] {base + jump.target()};
                case Instruction.Branch branch -> new int[] {base + branch.target(), pc + 1};
                case Instruction.Halt _, Instruction.Fail _ -> new int[0];
                default -> new int[] {pc + 1};
            };
        }
    }

    int size() {
        return successors.length;
    }

    int handlerEntry() {
        return own;
    }

    boolean inHandler(int pc) {
        return pc >= own;
    }

    Instruction instruction(int pc) {
        return program.instructionAt(pc);
    }

    int[] successors(int pc) {
        return successors[pc];
    }

    /// Whether the instruction ends the handler.
    boolean returns(int pc) {
        return inHandler(pc) && instruction(pc) instanceof Instruction.Halt;
    }

    /// For each instruction a mask of the locks that are held when it is performed, whichever way led there.
    ///
    /// @param exclusively whether only those count that are held to the exclusion of others
    long[] locksHeld(boolean exclusively) {
        long[] held = new long[size()];
        Arrays.fill(held, -1L);
        held[0] = 0;
        if (own < size()) {
            held[own] = 0;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int pc = 0; pc < size(); pc++) {
                long after = after(instruction(pc), held[pc], exclusively);
                for (int next : successors[pc]) {
                    changed |= (held[next] & ~after) != 0;
                    held[next] &= after;
                }
            }
        }
        return held;
    }

    private static long after(Instruction instruction, long held, boolean exclusively) {
        return switch (instruction) {
            case Instruction.Lock lock when !exclusively || lock.mode() != LockMode.READ -> {
                long locks = mask(lock.lock(), lock.candidates());
                yield Long.bitCount(locks) == 1 ? held | locks : held;
            }
            case Instruction.Unlock unlock -> held & ~mask(unlock.lock(), unlock.candidates());
            default -> held;
        };
    }

    private static long mask(Operand lock, List<Integer> candidates) {
        if (lock instanceof Constant k) {
            return 1L << k.value();
        }
        return candidates.isEmpty() ? -1L
                : candidates.stream().mapToLong(number -> 1L << number).reduce(0, (a, b) -> a | b);
    }

    /// Instructions of which every cycle has one.
    ///
    /// @param may which may be chosen
    /// @param weight the lower, the rather
    /// @param unbroken receives an instruction of each cycle that has none that may be chosen; cycles of local instructions do not count, since
    ///     no step ends in them
    boolean[] breakCycles(IntPredicate may, IntUnaryOperator weight, List<Integer> unbroken) {
        boolean[] chosen = new boolean[size()];
        boolean[] given = new boolean[size()];
        while (true) {
            int[] component = components(chosen, given);
            int inCycle = -1;
            int best = -1;
            int rests = -1;
            for (int pc = 0; pc < size(); pc++) {
                if (component[pc] < 0 || inCycle >= 0 && component[pc] != component[inCycle]) {
                    continue;
                }
                inCycle = inCycle < 0 ? pc : inCycle;
                rests = instruction(pc).isVisible() ? pc : rests;
                if (may.test(pc) && (best < 0 || weight.applyAsInt(pc) < weight.applyAsInt(best))) {
                    best = pc;
                }
            }
            if (inCycle < 0) {
                return chosen;
            }
            if (best >= 0) {
                chosen[best] = true;
            } else if (rests >= 0) {
                unbroken.add(rests);
                given[rests] = true;
            } else {
                given[inCycle] = true;
            }
        }
    }

    /// For each instruction the number of the cycle that it is part of, without the removed ones, or -1. Two are in one if each reaches the other.
    private int[] components(boolean[] removed, boolean[] alsoRemoved) {
        int[] component = new int[size()];
        Arrays.fill(component, -1);
        List<boolean[]> reach = new ArrayList<>();
        for (int pc = 0; pc < size(); pc++) {
            reach.add(reachable(pc, removed, alsoRemoved));
        }
        for (int pc = 0; pc < size(); pc++) {
            for (int first = 0; first <= pc && component[pc] < 0; first++) {
                if (reach.get(pc)[first] && reach.get(first)[pc]) {
                    component[pc] = first;
                }
            }
        }
        return component;
    }

    /// What is reached from an instruction by at least one step.
    private boolean[] reachable(int from, boolean[] removed, boolean[] alsoRemoved) {
        boolean[] reached = new boolean[size()];
        if (removed[from] || alsoRemoved[from]) {
            return reached;
        }
        List<Integer> open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            for (int next : successors[open.removeLast()]) {
                if (!reached[next] && !removed[next] && !alsoRemoved[next]) {
                    reached[next] = true;
                    open.add(next);
                }
            }
        }
        return reached;
    }
}
