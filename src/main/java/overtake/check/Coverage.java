package overtake.check;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import overtake.machine.Machine;
import overtake.program.Program;
import overtake.program.World;

/// Which instructions were executed before a checkpoint, since machines start without memory of it.
final class Coverage {
    private final World world;
    private final BitSet[] before;

    Coverage(World world) {
        this.world = world;
        before = new BitSet[world.programs().size()];
        for (int agent = 0; agent < before.length; agent++) {
            before[agent] = new BitSet();
        }
    }

    /// Whether the instruction was executed before the checkpoint, or by one of the machines.
    boolean covered(List<Machine> machines, int agent, int pc) {
        return before[agent].get(pc) || machines.stream().anyMatch(machine -> machine.covered(agent, pc));
    }

    void save(List<Machine> machines, DataOutputStream out) throws IOException {
        for (int agent = 0; agent < before.length; agent++) {
            Program program = world.programs().get(agent);
            int handler = program.handler().map(h -> h.instructions().size()).orElse(0);
            for (int pc = 0; pc < program.instructions().size() + handler; pc++) {
                out.writeBoolean(covered(machines, agent, pc));
            }
        }
    }

    void restore(DataInputStream in) throws IOException {
        for (int agent = 0; agent < before.length; agent++) {
            Program program = world.programs().get(agent);
            int handler = program.handler().map(h -> h.instructions().size()).orElse(0);
            for (int pc = 0; pc < program.instructions().size() + handler; pc++) {
                before[agent].set(pc, in.readBoolean());
            }
        }
    }
}
