/// The bit lock of a reverse map of the shadow MMU, which lets the ager walk the chain without mmu_lock.
@NullMarked
package overtake.kvm.rmap;

import org.jspecify.annotations.NullMarked;
