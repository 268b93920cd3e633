/// Turns the bytecode of agents into programs; the only user of the class-file API.
@NullMarked
package overtake.lift;

import org.jspecify.annotations.NullMarked;
