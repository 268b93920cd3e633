/// The kernel's vocabulary in the kernel's own spelling, for agents to call.
@NullMarked
package overtake.kernel;

import org.jspecify.annotations.NullMarked;
