/// Programs of agents as data: instructions over registers and shared locations.
@NullMarked
package overtake.program;

import org.jspecify.annotations.NullMarked;
