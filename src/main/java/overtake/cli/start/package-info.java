/// Commands for the first steps: a new world, the state of the installation, completion in shells, examples in helps.
@NullMarked
package overtake.cli.start;

import org.jspecify.annotations.NullMarked;
