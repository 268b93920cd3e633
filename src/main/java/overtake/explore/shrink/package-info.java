/// Making runs that break a property shorter, and finding the shortest ones.
@NullMarked
package overtake.explore.shrink;

import org.jspecify.annotations.NullMarked;
