/// Known findings on the command line.
@NullMarked
package overtake.cli.known;

import org.jspecify.annotations.NullMarked;
