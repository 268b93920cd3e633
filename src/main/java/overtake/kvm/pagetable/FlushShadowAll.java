package overtake.kvm.pagetable;

import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;

import org.jspecify.annotations.Nullable;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.KernelSource;
import overtake.kernel.ModelWorld;
import overtake.kernel.Mutex;
import overtake.kernel.Param;
import overtake.kernel.Pool;

/// A VM's page-table caches are freed by the notifier's release hook when the process exits, and by the VM's destruction (mail of May 2026).
public record FlushShadowAll(
        @Param(value = "2", min = 1, max = 3, meaning = "tasks that tear down") int tasks,
        @Param(value = "true", meaning = "teardown is serialised") boolean serialised)
        implements ModelWorld {

    @Override
    public void compose(Composition composition) {
        var arch = new Arch();
        composition.shared("arch", arch);
        String[] names = {"exit-mm", "vm-destroy", "vm-destroy2"};
        for (int i = 0; i < tasks; i++) {
            composition.agent(names[i], new Teardown(arch, serialised));
        }
    }

    /// A page of the cache.
    public static final class CachedPage {
        public int contents;
    }

    /// The part of struct kvm_arch that is torn down.
    public static final class Arch {
        public final Mutex lock = new Mutex();
        public final Pool<CachedPage> pages = new Pool<>(1, 1, true, _ -> new CachedPage());
        public @Nullable CachedPage cache = pages.get(0);
    }

    /// Agent: one of the tasks.
    public static final class Teardown implements Agent {
        private final Arch arch;
        private final boolean serialised;

        public Teardown(Arch arch, boolean serialised) {
            this.arch = arch;
            this.serialised = serialised;
        }

        @Override
        @KernelSource(file = "arch/arm64/kvm/mmu.c", function = "kvm_arch_flush_shadow_all", commit = "mail of May 2026")
        public void run() {
            if (serialised) {
                mutex_lock(arch.lock);
            }
            CachedPage page = arch.cache;
            if (page != null) {
                arch.pages.free(page);
                arch.cache = null;
            }
            if (serialised) {
                mutex_unlock(arch.lock);
            }
        }
    }
}
