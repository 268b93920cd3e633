/// System S2: arm64 memslots that userspace locks, and cache maintenance that waits for the first run of a vCPU (RFC PATCH v4 04/39 of August
/// 2021). What a guest with its MMU off reads is what is at the point of coherency, so here memory has caches: see
/// `overtake.kernel.CacheLine`.
@NullMarked
package overtake.kvm.arm64;

import org.jspecify.annotations.NullMarked;
