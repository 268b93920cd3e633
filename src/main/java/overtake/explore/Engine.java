package overtake.explore;

import java.util.Optional;
import java.util.Set;
import overtake.machine.Bounds;
import overtake.machine.Fault;
import overtake.machine.Journal;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// Something that carries out runs of one world under one memory model: the machine itself, or a world of actors. Given the same picks all engines make the same
/// run, event for event. An engine belongs to one JVM thread at a time.
public interface Engine extends AutoCloseable {
    World world();

    MemoryModel model();

    /// `machine` or `actors`.
    String name();

    /// Where the events of the runs go from now on.
    void journal(Journal journal);

    /// Carries out one run from the initial state, until no step is possible, a violation, `maxSteps` picks, or the strategy stops.
    Ending run(Strategy strategy, int maxSteps);

    /// How the last run ended.
    enum Ending {
        /// No step was possible and nothing was wrong.
        COMPLETED,
        /// See [#fault].
        VIOLATED,
        /// The bound on steps was met.
        CUT,
        /// The strategy stopped.
        STOPPED,
        /// The picks guessed wrongly, so that this was no run; only under `lkmm`.
        ABANDONED
    }

    /// The violation of the last run.
    Optional<Fault> fault();

    /// How many picks the last run made.
    int steps();

    /// Pick number `index` of the last run, see [overtake.machine.Step].
    int step(int index);

    /// How many messages all runs of this engine have delivered; on the machine, which has none, how many steps.
    long deliveries();

    /// Value of a cell after the last run.
    int cell(int cell);

    /// Value of an observation after the last run.
    int observation(int agent, int slot);

    /// Whether that instruction was executed in any run of this engine; a handler's instructions follow the program's own.
    boolean covered(int agent, int pc);

    /// The bounds of the machine that runs have met.
    Set<Bounds.Kind> boundsMet();

    @Override
    void close();
}
