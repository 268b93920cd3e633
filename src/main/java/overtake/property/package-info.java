/// Properties of executions and the verdicts on them.
@NullMarked
package overtake.property;

import org.jspecify.annotations.NullMarked;
