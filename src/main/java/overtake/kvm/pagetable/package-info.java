/// Page tables that go away under whoever walks or frees them.
@NullMarked
package overtake.kvm.pagetable;

import org.jspecify.annotations.NullMarked;
