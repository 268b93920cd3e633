/// The retry check of a page fault that does not hold mmu_lock, in its smallest form.
@NullMarked
package overtake.kvm.retry;

import org.jspecify.annotations.NullMarked;
