/// MMIO SPTEs: entries that remember that no memslot covers a guest frame.
@NullMarked
package overtake.kvm.mmio;

import org.jspecify.annotations.NullMarked;
