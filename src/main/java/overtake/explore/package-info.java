/// Runs: engines that carry them out, and what asks a strategy for picks. The strategies are in [overtake.explore.strategy].
@NullMarked
package overtake.explore;

import org.jspecify.annotations.NullMarked;
