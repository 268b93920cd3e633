/// What tests and the command line call: one scenario in, one report out.
@NullMarked
package overtake;

import org.jspecify.annotations.NullMarked;
