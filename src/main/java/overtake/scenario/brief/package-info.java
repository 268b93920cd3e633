/// The kernel brief's rows, which scenarios decide: what was claimed, to be compared with what was found.
@NullMarked
package overtake.scenario.brief;

import org.jspecify.annotations.NullMarked;
