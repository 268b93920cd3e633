/// Bytecode as the lifter reads it: methods with lines and names, source expressions, operations and their sites, and what the kernel's
/// vocabulary means.
@NullMarked
package overtake.lift.code;

import org.jspecify.annotations.NullMarked;
