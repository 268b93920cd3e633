package overtake.explore.goal;

import java.util.List;
import java.util.Optional;

/// What executions did about a goal.
///
/// @param goal as it was written
/// @param executions that were looked at
/// @param reached how many of them reached it
/// @param instead what happened in the others, the most frequent first
/// @param nearest how near the nearest of the others came, if there is a measure of it
public record GoalReport(String goal, long executions, long reached, List<Instead> instead, Optional<String> nearest) {
    public GoalReport {
        instead = List.copyOf(instead);
    }

    /// What happened, and how often.
    public record Instead(String what, long executions) {}
}
