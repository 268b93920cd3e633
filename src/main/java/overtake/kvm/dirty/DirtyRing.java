package overtake.kvm.dirty;

import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.smp_load_acquire;
import static overtake.kernel.Kernel.smp_store_release;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.KernelSource;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;

/// One entry of the dirty ring: KVM writes which page became dirty and then says so by a flag, userspace reads the flag and then the page
/// (8929bc965964). To weaken the store-release or the load-acquire is to go back behind that commit.
public record DirtyRing(
        @Param(value = "1", min = 1, max = 3, meaning = "looks that userspace takes at the entry") int looks)
        implements ModelWorld {

    /// KVM_DIRTY_GFN_F_DIRTY.
    private static final int DIRTY = 1;

    private static final int SLOT = 1;
    private static final int OFFSET = 2;

    @Override
    public void compose(Composition composition) {
        var entry = new KvmDirtyGfn();
        composition.shared("entry", entry);
        composition.agent("vcpu0", new Vcpu(entry));
        composition.agent("userspace", new Userspace(entry, looks));
    }

    /// struct kvm_dirty_gfn.
    public static final class KvmDirtyGfn {
        public int flags;
        public int slot;
        public int offset;
    }

    /// Agent: a vCPU whose guest has written to a page.
    public static final class Vcpu implements Agent {
        private final KvmDirtyGfn entry;

        public Vcpu(KvmDirtyGfn entry) {
            this.entry = entry;
        }

        @Override
        @KernelSource(file = "virt/kvm/dirty_ring.c", function = "kvm_dirty_ring_push", commit = "8929bc965964, v6.1")
        public void run() {
            entry.slot = SLOT;
            entry.offset = OFFSET;
            smp_store_release(entry.flags, DIRTY);
        }
    }

    /// Agent: the VMM, which sends the page to the other side of a migration.
    public static final class Userspace implements Agent {
        private final KvmDirtyGfn entry;
        private final int looks;

        public Userspace(KvmDirtyGfn entry, int looks) {
            this.entry = entry;
            this.looks = looks;
        }

        @Override
        @KernelSource(file = "tools/testing/selftests/kvm/dirty_log_test.c", function = "dirty_ring_collect_one", commit = "v6.1")
        public void run() {
            for (int look = 0; look < looks; look++) {
                if (smp_load_acquire(entry.flags) == DIRTY) {
                    int slot = entry.slot;
                    int offset = entry.offset;
                    ensure("entry-is-whole", slot == SLOT && offset == OFFSET);
                    return;
                }
            }
        }
    }
}
