/// Aging of guest pages with and without mmu_lock: SPTEs that several parties change at once, the hardware's page walker and the TLBs.
@NullMarked
package overtake.kvm.aging;

import org.jspecify.annotations.NullMarked;
