/// The walk from host virtual addresses to memslots that each mmu_notifier callback makes, with mmu_lock and without.
@NullMarked
package overtake.kvm.hva;

import org.jspecify.annotations.NullMarked;
