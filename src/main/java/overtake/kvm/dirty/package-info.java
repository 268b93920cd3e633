/// Dirty logging: write protection with its TLB flush, and the dirty ring that KVM shares with userspace.
@NullMarked
package overtake.kvm.dirty;

import org.jspecify.annotations.NullMarked;
