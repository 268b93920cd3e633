/// Kernel C litmus tests: reads them into worlds that the machine runs, and says what herd7 would say about them.
@NullMarked
package overtake.litmus;

import org.jspecify.annotations.NullMarked;
