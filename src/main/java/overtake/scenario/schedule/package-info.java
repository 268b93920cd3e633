/// Schedules: the files that violations leave behind, and the interleavings that people write.
@NullMarked
package overtake.scenario.schedule;

import org.jspecify.annotations.NullMarked;
