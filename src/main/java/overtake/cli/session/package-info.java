/// What commands run in: the console, progress and interrupts, results and how they end.
@NullMarked
package overtake.cli.session;

import org.jspecify.annotations.NullMarked;
