/// Agents, each the restatement of a KVM code path that a reviewer can compare with the C source line by line.
@NullMarked
package overtake.kvm;

import org.jspecify.annotations.NullMarked;
