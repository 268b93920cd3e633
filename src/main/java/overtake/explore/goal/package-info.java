/// Goals: what some execution of a scenario is to show, whether one did, and what happened instead.
@NullMarked
package overtake.explore.goal;

import org.jspecify.annotations.NullMarked;
