/// Schedules and traces: the picks that make an execution, and what happened in it.
@NullMarked
package overtake.trace;

import org.jspecify.annotations.NullMarked;
