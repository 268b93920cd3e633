/// Scenario and schedule files: reads and writes HOCON, and reports every mistake with its line.
@NullMarked
package overtake.scenario;

import org.jspecify.annotations.NullMarked;
