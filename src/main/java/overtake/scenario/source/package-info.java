/// Worlds in one Java source file beside their scenario, compiled in memory.
@NullMarked
package overtake.scenario.source;

import org.jspecify.annotations.NullMarked;
