package overtake.explore;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import overtake.program.CheckKind;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.World;

/// Which of the places that a pass depends on were reached: the sites of properties of the specification (`ensure`) and the ends of agents.
///
/// @param reached how many
/// @param missing names of those that were not
public record Exercise(int reached, List<String> missing) {
    public Exercise {
        missing = List.copyOf(missing);
    }

    /// Whether an instruction of an agent was executed in any run.
    public interface Covered {
        boolean covered(int agent, int pc);
    }

    /// A site counts as reached if any copy of it was.
    public static Exercise of(World world, Covered covered) {
        SortedMap<String, Boolean> reached = new TreeMap<>();
        for (int agent = 0; agent < world.programs().size(); agent++) {
            Program program = world.programs().get(agent);
            for (int pc = 0; pc < program.instructions().size(); pc++) {
                Instruction instruction = program.instructions().get(pc);
                String name =
                        switch (instruction) {
                            case Instruction.Check check when check.kind() == CheckKind.ENSURE ->
                                program.sources().get(pc).site();
                            case Instruction.Halt _ -> program.agent() + " end";
                            default -> "";
                        };
                if (!name.isEmpty()) {
                    reached.merge(name, covered.covered(agent, pc), Boolean::logicalOr);
                }
            }
        }
        List<String> missing = reached.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
        return new Exercise(reached.size() - missing.size(), missing);
    }
}
