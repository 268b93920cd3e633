/// The command line: commands, exit codes and everything that is printed.
@NullMarked
package overtake.cli;

import org.jspecify.annotations.NullMarked;
