/// Questions about a change: what a patch gains and loses, and which fence, lock or ordering carries weight.
@NullMarked
package overtake.patch;

import org.jspecify.annotations.NullMarked;
