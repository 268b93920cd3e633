/// Says in words why a run breaks a property: what overtook what, what would have happened otherwise, what would forbid it, which memory
/// models show it.
@NullMarked
package overtake.explain;

import org.jspecify.annotations.NullMarked;
