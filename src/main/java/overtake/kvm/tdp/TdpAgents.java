package overtake.kvm.tdp;

import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_unlock;

import overtake.kernel.Agent;
import overtake.kernel.KernelSource;
import overtake.kvm.ArchMmu;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemorySlot;
import overtake.kvm.MemslotIoctl;
import overtake.kvm.PageMigration;

/// The agents of a world besides vCPUs: each is one of the common ones and the ghost or the rest that S1 needs around it.
public final class TdpAgents {
    private TdpAgents() {}

    /// An ioctl that deletes a memslot which the guest does not touch. Only what it does to the roots is left of it: everybody who looks at
    /// memslots finds the guest's own.
    public record DeleteOtherSlot(Kvm kvm, ArchMmu mmu, KvmMemorySlot slot, boolean slots_locked) implements Agent {
        @Override
        @KernelSource(file = "virt/kvm/kvm_main.c", function = "kvm_set_memslot", commit = "v6.9")
        public void run() {
            if (slots_locked) {
                mutex_lock(kvm.slots_lock);
            }
            mmu.kvm_arch_flush_shadow_memslot(slot);
            if (slots_locked) {
                mutex_unlock(kvm.slots_lock);
            }
        }
    }

    /// An ioctl that deletes the guest's slot.
    public record DeleteGuestsSlot(KvmArch arch, MemslotIoctl ioctl) implements Agent {
        @Override
        public void run() {
            ioctl.run();
            arch.slot_deleted = true;
        }
    }

    /// An ioctl that switches dirty logging of the guest's slot on.
    public record LogGuestsSlot(KvmArch arch, MemslotIoctl ioctl) implements Agent {
        @Override
        public void run() {
            ioctl.run();
            arch.logging = true;
        }
    }

    /// The host moves the guest's page. What UNMAP has given to call_rcu is freed in the end.
    public record MovePage(PageMigration migration, TdpMmu tdp) implements Agent {
        @Override
        public void run() {
            migration.run();
            tdp.rcu_do_batch();
        }
    }

    /// No agent of the kernel, but the mutant of 4.7.
    public record ScheduleAllRoots(TdpZap zap) implements Agent {
        @Override
        public void run() {
            zap.schedule_all_roots();
        }
    }
}
