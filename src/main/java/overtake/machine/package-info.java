/// The transition relation: the steps that are enabled in a state, and the state that each leads to.
@NullMarked
package overtake.machine;

import org.jspecify.annotations.NullMarked;
