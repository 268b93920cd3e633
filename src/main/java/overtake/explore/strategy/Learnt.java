package overtake.explore.strategy;

/// What the executions of a campaign have taught its strategies so far. All jobs read the same one; it changes only between two epochs, when none of them runs.
///
/// @param shares who carries out which execution
/// @param corpus the schedules that are worth a change
public record Learnt(Shares shares, Corpus corpus) {
    /// A multiple of this many executions is an epoch.
    public static final int SLOTS = Shares.SLOTS;
}
