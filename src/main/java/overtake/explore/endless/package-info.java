/// Runs without an end: which of them are fair, and where the agents are in them.
@NullMarked
package overtake.explore.endless;

import org.jspecify.annotations.NullMarked;
