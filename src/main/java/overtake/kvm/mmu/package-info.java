/// A guest MMU with one level: flat SPTEs, page faults that install them, invalidations that remove them.
@NullMarked
package overtake.kvm.mmu;

import org.jspecify.annotations.NullMarked;
