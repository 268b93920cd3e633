/// Searches over schedules: strategies that pick the next step, and the budgets that bound them.
@NullMarked
package overtake.explore;

import org.jspecify.annotations.NullMarked;
