/// Sleeping and waking in the kernel's own spelling. Unlike [overtake.kernel.Kernel] this is code: the lifter inlines it into the agents.
@NullMarked
package overtake.kernel.sched;

import org.jspecify.annotations.NullMarked;
