/// The commands that judge changes: `compare` and `mutate`.
@NullMarked
package overtake.cli.patch;

import org.jspecify.annotations.NullMarked;
