package overtake.check;

import java.util.List;

/// What to check, and within which bounds.
///
/// @param maxStates how many states may be stored; when there are more the answer is unknown
/// @param memoryBytes how large the table of states may become
/// @param jobs how many JVM threads; verdict and counts do not depend on it
/// @param reduction whether steps that commute with everything are taken at once
/// @param goal when to stop
/// @param outcomes what to collect of the runs that end well
/// @param livelock whether fair runs without an end are looked for, when nothing else was found: in a second search, without reduction
public record CheckPlan(
        long maxStates, long memoryBytes, int jobs, Reductions reduction, Goal goal, Observed outcomes,
        Livelock livelock) {
    public static final long DEFAULT_MAX_STATES = 20_000_000;
    public static final long DEFAULT_MEMORY_BYTES = 2L << 30;
    public static final int MAX_JOBS = 64;

    /// The defaults on one JVM thread.
    public static final CheckPlan DEFAULT = new CheckPlan(
            DEFAULT_MAX_STATES, DEFAULT_MEMORY_BYTES, 1, Reductions.ON, Goal.FIRST_VIOLATION, Observed.NOTHING,
            Livelock.IGNORED);

    public CheckPlan {
        if (maxStates < 1 || memoryBytes < 1 || jobs < 1 || jobs > MAX_JOBS) {
            throw new IllegalArgumentException(maxStates + " states, " + memoryBytes + " bytes, " + jobs + " jobs");
        }
    }

    /// Whether steps that commute with all that others can ever do are taken at once, without their alternatives, and agents with equal programs are not told apart.
    public enum Reductions {
        ON,
        /// The same, but states that differ only by the names of agents with equal programs are states of their own.
        WITHOUT_SYMMETRY,
        OFF
    }

    /// What is done about runs that never end.
    public enum Livelock {
        IGNORED,
        SOUGHT
    }

    /// When a search ends.
    public enum Goal {
        /// After the first level that has a violation; its shortest run is looked for.
        FIRST_VIOLATION,
        /// When everything has been visited; the first run of each broken property is looked for.
        EVERYTHING,
        /// When everything has been visited; no run is looked for.
        NAMES_ONLY
    }

    /// Which final values are collected.
    ///
    /// @param any whether any are
    /// @param cells numbers of the cells that are part of an outcome; the observations of agents always are
    public record Observed(boolean any, List<Integer> cells) {
        public static final Observed NOTHING = new Observed(false, List.of());

        public Observed {
            cells = List.copyOf(cells);
        }

        public static Observed of(List<Integer> cells) {
            return new Observed(true, cells);
        }
    }

    public CheckPlan withJobs(int number) {
        return new CheckPlan(maxStates, memoryBytes, number, reduction, goal, outcomes, livelock);
    }

    public CheckPlan withReduction(Reductions what) {
        return new CheckPlan(maxStates, memoryBytes, jobs, what, goal, outcomes, livelock);
    }

    public CheckPlan withGoal(Goal when) {
        return new CheckPlan(maxStates, memoryBytes, jobs, reduction, when, outcomes, livelock);
    }

    public CheckPlan withOutcomes(Observed observed) {
        return new CheckPlan(maxStates, memoryBytes, jobs, reduction, goal, observed, livelock);
    }

    public CheckPlan withMaxStates(long most) {
        return new CheckPlan(most, memoryBytes, jobs, reduction, goal, outcomes, livelock);
    }

    public CheckPlan withMemory(long bytes) {
        return new CheckPlan(maxStates, bytes, jobs, reduction, goal, outcomes, livelock);
    }

    public CheckPlan withLivelock(Livelock what) {
        return new CheckPlan(maxStates, memoryBytes, jobs, reduction, goal, outcomes, what);
    }
}
