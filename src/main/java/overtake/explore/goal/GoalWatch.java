package overtake.explore.goal;

import java.util.List;
import java.util.stream.IntStream;
import overtake.machine.Journal;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// Watches the executions of one job for goals.
public final class GoalWatch {
    private final World world;
    private final List<Goal> goals;
    private final Happenings happenings;
    private final List<Tally> tallies;

    public GoalWatch(World world, MemoryModel model, List<Goal> goals) {
        this.world = world;
        this.goals = List.copyOf(goals);
        happenings = new Happenings(world, model);
        tallies = this.goals.stream().map(goal -> new Tally(world, goal)).toList();
    }

    /// To be told what happens.
    public Journal journal() {
        return happenings;
    }

    /// An execution begins.
    public void begin() {
        happenings.begin();
    }

    /// The execution is over.
    public void end() {
        tallies.forEach(tally -> tally.add(happenings.made()));
    }

    /// What all jobs saw together, by goal. The answer does not depend on which of them saw what.
    ///
    /// @param jobs at least one, with the same goals
    public static List<GoalReport> reports(List<GoalWatch> jobs) {
        GoalWatch one = jobs.getFirst();
        return IntStream.range(0, one.goals.size()).mapToObj(i -> {
            Tally all = new Tally(one.world, one.goals.get(i));
            jobs.forEach(job -> all.add(job.tallies.get(i)));
            return all.report();
        }).toList();
    }
}
