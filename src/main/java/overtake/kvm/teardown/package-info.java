/// The end of a VM, while the host's mmu_notifiers still run.
@NullMarked
package overtake.kvm.teardown;

import org.jspecify.annotations.NullMarked;
