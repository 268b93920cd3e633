/// Measurements of this machine: engines, the checker, litmus tests, strategies.
@NullMarked
package overtake.bench;

import org.jspecify.annotations.NullMarked;
