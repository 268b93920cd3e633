/// vCPUs: requests, kicks, entry to the guest and what it does there.
@NullMarked
package overtake.kvm.vcpu;

import org.jspecify.annotations.NullMarked;
