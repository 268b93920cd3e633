/// The world of the machinery that all systems share: notifier, page faults, memslot updates, requests.
@NullMarked
package overtake.kvm.machinery;

import org.jspecify.annotations.NullMarked;
