package overtake.trace;

import java.util.List;
import overtake.machine.EventKind;

/// One line of a trace: one event of a run.
///
/// @param n number of the line, from 1
/// @param agent name of the agent, or empty for the world as a whole (a broken invariant, a deadlock)
/// @param kind what happened; `FAULT` lines have the kind of the event that would have been: see [#fault]
/// @param site stable name of the operation, or empty
/// @param text what a person reads: the operation in the kernel's spelling with its value
/// @param file source file, or empty
/// @param line source line, or 0
/// @param overtakes numbers of the lines whose operation was still travelling when this one, later in program order, was performed. Of a
///     delivery (DELIVER, LEARN) first the line of the store that it delivers; then, of a LEARN, those of earlier stores of the same agent that the
///     reader does not know yet
/// @param fault whether this line is the violation itself
public record TraceLine(
        int n,
        String agent,
        EventKind kind,
        String site,
        String text,
        String file,
        int line,
        List<Integer> overtakes,
        boolean fault) {
    public TraceLine {
        overtakes = List.copyOf(overtakes);
    }
}
