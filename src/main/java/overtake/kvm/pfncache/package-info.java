/// Agents of the pfn cache: the cached mapping of a guest page, its users and what invalidates it.
@NullMarked
package overtake.kvm.pfncache;

import org.jspecify.annotations.NullMarked;
