package overtake.explore.stats;

import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import overtake.explore.Exercise;
import overtake.machine.Journal;
import overtake.program.Program;
import overtake.program.World;

/// What one job of a campaign sees.
public final class Observation {
    private final Interleaving interleaving;
    private final Classes classes = new Classes();

    public Observation(World world) {
        interleaving = new Interleaving(world);
    }

    /// To be told what happens.
    public Journal journal() {
        return interleaving;
    }

    /// An execution begins.
    public void begin() {
        interleaving.begin();
    }

    /// The execution is whole.
    public void end() {
        classes.add(interleaving.fingerprint());
    }

    /// All jobs together; the answer does not depend on which of them saw what.
    public static Statistics statistics(World world, List<Observation> jobs, Exercise.Covered covered) {
        BitSet pairs = new BitSet();
        Interleaving operations = new Interleaving(world);
        jobs.forEach(job -> pairs.or(job.interleaving.pairs()));
        SortedMap<String, Boolean> sites = new TreeMap<>();
        for (int agent = 0; agent < world.programs().size(); agent++) {
            Program program = world.programs().get(agent);
            for (int pc = 0; pc < Interleaving.length(program); pc++) {
                String site = program.sourceAt(pc).site();
                if (operations.shared(agent, pc) && !site.isEmpty()) {
                    sites.merge(program.agent() + " " + site, covered.covered(agent, pc), Boolean::logicalOr);
                }
            }
        }
        int reached = (int) sites.values().stream().filter(yes -> yes).count();
        return Classes.statistics(jobs.stream().map(job -> job.classes).toList(), sites.size(), reached,
                pairs.cardinality());
    }
}
