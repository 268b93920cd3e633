/// The pfn cache with its invalidation moved to the end of host memory's change, and the ways to wait for that end.
@NullMarked
package overtake.kvm.rangeend;

import org.jspecify.annotations.NullMarked;
