package overtake.machine;

import java.util.Optional;
import java.util.Set;

/// What a machine does with a state; the methods mean what those of [Machine] with the same names do.
sealed interface Semantics permits InOrder, OutOfOrder, WaitCounts {
    int size();

    void journal(Journal to);

    boolean covered(int agent, int pc);

    Set<Bounds.Kind> boundsMet();

    void reset(int[] s);

    void enabled(int[] s, Choices choices);

    void apply(int[] s, int step);

    Touched touched();

    Optional<Fault> fault(int[] s);

    boolean faulty(int[] s);

    boolean finished(int[] s);

    boolean abandoned(int[] s);

    Optional<Fault> ending(int[] s);

    int cell(int[] s, int cell);

    int observation(int[] s, int agent, int slot);

    int pc(int[] s, int agent);

    int pcOf(int[] s, int step);

    boolean halfway(int[] s, int agent);

    int status(int[] s, int agent);

    int travelling(int[] s, int agent);
}
