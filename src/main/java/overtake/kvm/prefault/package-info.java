/// The ioctl that maps guest memory before the guest touches it, beside the deletion of its memslot.
@NullMarked
package overtake.kvm.prefault;

import org.jspecify.annotations.NullMarked;
