/// The objects of a world laid out as constants, cells, locks, domains and pools.
@NullMarked
package overtake.lift.model;

import org.jspecify.annotations.NullMarked;
