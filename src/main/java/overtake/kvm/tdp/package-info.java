/// Agents of the TDP MMU's roots: vCPUs that load and drop them, the memslot ioctl that zaps them, whoever walks them.
@NullMarked
package overtake.kvm.tdp;

import org.jspecify.annotations.NullMarked;
