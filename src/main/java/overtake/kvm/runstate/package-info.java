/// The Xen runstate area, which the scheduler updates through a pfncache with a run queue locked.
@NullMarked
package overtake.kvm.runstate;

import org.jspecify.annotations.NullMarked;
