/// The APIC-access page: a page of the host whose address each vCPU keeps, and reloads when asked.
@NullMarked
package overtake.kvm.apic;

import org.jspecify.annotations.NullMarked;
