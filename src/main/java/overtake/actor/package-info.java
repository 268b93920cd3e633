/// Executions on actors: agents, locks and memory as actors whose deliveries a conductor decides.
@NullMarked
package overtake.actor;

import org.jspecify.annotations.NullMarked;
