package overtake.lift.block;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.Source;

/// Finds loops that no other agent can see and that never end: local instructions only, and either no way out or nothing in them that could
/// change what the way out asks. The machine runs local instructions together with the visible one before them, so that such a loop
/// would hang it.
public final class LocalLoops {
    private final List<Instruction> code;
    /// Local instructions from which local instructions alone lead in a circle, or into one.
    private final BitSet circling = new BitSet();

    private LocalLoops(Program program) {
        code = program.instructions();
        for (int i = 0; i < code.size(); i++) {
            circling.set(i, !code.get(i).isVisible());
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = circling.nextSetBit(0); i >= 0; i = circling.nextSetBit(i + 1)) {
                if (next(i).stream().noneMatch(circling::get)) {
                    circling.clear(i);
                    changed = true;
                }
            }
        }
    }

    /// The source of an endless loop, if there is one.
    public static Optional<Source> endless(Program program) {
        LocalLoops loops = new LocalLoops(program);
        for (int i = loops.circling.nextSetBit(0); i >= 0; i = loops.circling.nextSetBit(i + 1)) {
            BitSet loop = loops.loop(i);
            if (!loop.isEmpty() && loops.neverEnds(loop)) {
                return Optional.of(program.sources().get(i));
            }
        }
        return Optional.empty();
    }

    private List<Integer> next(int i) {
        return switch (code.get(i)) {
            case Instruction.Halt _, Instruction.Fail _ -> List.of();
            case Instruction.Jump jump -> List.of(jump.target());
            case Instruction.Branch branch -> List.of(i + 1, branch.target());
            default -> List.of(i + 1);
        };
    }

    /// The instructions that lie on a local circle with this one.
    private BitSet loop(int start) {
        BitSet loop = new BitSet();
        for (int i : reachable(start).stream().toArray()) {
            if (reachable(i).get(start)) {
                loop.set(i);
            }
        }
        return loop;
    }

    /// What local instructions lead to in one step or more.
    private BitSet reachable(int start) {
        BitSet seen = new BitSet();
        Deque<Integer> work = new ArrayDeque<>(List.of(start));
        while (!work.isEmpty()) {
            for (int next : next(work.remove())) {
                if (circling.get(next) && !seen.get(next)) {
                    seen.set(next);
                    work.add(next);
                }
            }
        }
        return seen;
    }

    private boolean neverEnds(BitSet loop) {
        boolean hasExit = loop.stream().anyMatch(i -> !next(i).stream().allMatch(loop::get));
        boolean changes = loop.stream()
                .anyMatch(i -> code.get(i).definition().isPresent());
        return !hasExit || !changes;
    }
}
