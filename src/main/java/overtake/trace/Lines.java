package overtake.trace;

import java.util.ArrayList;
import java.util.List;
import overtake.machine.LineCore;
import overtake.machine.Request;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.World;
import overtake.program.line.LineInfo;

/// Repeats what a run does with cache lines, to say after each operation who holds what.
final class Lines {
    private final List<LineCore> cores = new ArrayList<>();
    private final List<String> agents;
    private final List<String> names;
    private final List<LineInfo> lines;
    private final int[] state;

    Lines(World world) {
        agents = world.programs().stream().map(Program::agent).toList();
        lines = world.lines();
        names = world.lines().stream().map(line -> world.lines().size() > 1 ? line.name() + ": " : "").toList();
        for (LineInfo line : world.lines()) {
            cores.add(new LineCore(line.initial()));
        }
        state = new int[LineCore.SIZE * cores.size()];
        for (int i = 0; i < cores.size(); i++) {
            cores.get(i).reset(state, LineCore.SIZE * i);
        }
    }

    /// `page.line: memory 1, cache 2 dirty`, for each line.
    List<String> all() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < cores.size(); i++) {
            all.add(lines.get(i).name() + ": " + cores.get(i).show(state, LineCore.SIZE * i, agents));
        }
        return all;
    }

    /// ` := 2 [memory 1, cache 2 dirty]`; with the name of the line if there are several: `[page0.line: memory 1, cache 2 dirty]`.
    String after(int agent, Instruction.Line instruction, int line, int value) {
        Request request = new Request();
        request.detail = instruction.operation().ordinal();
        request.value = value;
        cores.get(line).apply(state, LineCore.SIZE * line, agent, request);
        String what = instruction.operation().writes() ? " := " + value
                : instruction.operation().reads() ? " = " + value : "";
        return what + " [" + names.get(line) + cores.get(line).show(state, LineCore.SIZE * line, agents) + "]";
    }
}
