package overtake.kvm.apic;

import static overtake.kernel.Kernel.WRITE_ONCE;

import org.jspecify.annotations.Nullable;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.KernelSource;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.StateProperty;
import overtake.kvm.Kvm;
import overtake.kvm.KvmMemslots;
import overtake.kvm.KvmVcpu;
import overtake.kvm.MmStruct;
import overtake.kvm.MmuNotifierOps;
import overtake.kvm.Page;
import overtake.kvm.PageMigration;
import overtake.kvm.vcpu.VcpuRequests;

/// The host moves the APIC-access page and asks all vCPUs to look its address up again (e649b3f0188f).
public record ApicAccessPage(
        @Param(value = "1", min = 1, max = 3, meaning = "vCPUs") int vcpus,
        @Param(value = "2", min = 1, max = 4, meaning = "tries of each vCPU to enter the guest") int entries,
        @Param(value = "after-unmapping", meaning = "when the vCPUs are asked") Reload reload)
        implements ModelWorld {

    /// When the mmu_notifier asks.
    public enum Reload {
        /// When the host has unmapped the page: the fix.
        AFTER_UNMAPPING,
        /// In START, while the old page is still mapped.
        IN_START
    }

    @Override
    public void compose(Composition composition) {
        var kvmVcpus = KvmVcpu.several(vcpus, 1);
        var kvm = new Kvm(new MmStruct(1, 1), KvmMemslots.none(), kvmVcpus);
        var requests = new VcpuRequests(kvm);
        composition.shared("kvm", kvm);
        for (int i = 0; i < vcpus; i++) {
            var vcpu = new Vcpu(kvm, kvmVcpus[i], requests, entries);
            composition.shared("vmcs" + i, vcpu.vmcs);
            composition.agent("vcpu" + i, vcpu);
            composition.atTheEnd(
                    Composition.numbered("vmcs-has-mapped-page", i),
                    new VmcsIsMapped(kvm, kvmVcpus[i], vcpu.vmcs));
        }
        var notifier = new ApicNotifier(requests, reload);
        composition.agent("notifier", new PageMigration(kvm, notifier, 0, kvm.mm.target(0), notifier));
    }

    /// What the vCPU tells the hardware.
    public static final class Vmcs {
        public @Nullable Page apic_access_addr;
    }

    /// When all is over, the vCPU's hardware has the page that the host maps, or the vCPU is still to look it up.
    public record VmcsIsMapped(Kvm kvm, KvmVcpu vcpu, Vmcs vmcs) implements StateProperty {
        @Override
        public boolean holds() {
            return vcpu.requests != 0 || vmcs.apic_access_addr == kvm.mm.pte_offset(0).page;
        }
    }

    /// Agent: a vCPU that looks at its requests before it enters the guest.
    public static final class Vcpu implements Agent {
        public final Vmcs vmcs = new Vmcs();
        private final Kvm kvm;
        private final KvmVcpu vcpu;
        private final VcpuRequests requests;
        private final int entries;

        public Vcpu(Kvm kvm, KvmVcpu vcpu, VcpuRequests requests, int entries) {
            this.kvm = kvm;
            this.vcpu = vcpu;
            this.requests = requests;
            this.entries = entries;
            vmcs.apic_access_addr = kvm.mm.pte_offset(0).page;
        }

        @Override
        public void run() {
            for (int entry = 0; entry < entries; entry++) {
                if (requests.kvm_check_request(VcpuRequests.KVM_REQ_OTHER, vcpu)) {
                    kvm_vcpu_reload_apic_access_page();
                }
            }
        }

        @KernelSource(file = "arch/x86/kvm/x86.c", function = "kvm_vcpu_reload_apic_access_page", commit = "v5.8")
        private void kvm_vcpu_reload_apic_access_page() {
            WRITE_ONCE(vmcs.apic_access_addr, kvm.mm.hva_to_pfn(0));
        }
    }

    /// What the mmu_notifier does about the page. It keeps no translation itself, so END has nothing to do.
    public static final class ApicNotifier implements MmuNotifierOps, PageMigration.Judge {
        private final VcpuRequests requests;
        private final Reload reload;

        public ApicNotifier(VcpuRequests requests, Reload reload) {
            this.requests = requests;
            this.reload = reload;
        }

        @Override
        @KernelSource(file = "arch/x86/kvm/x86.c", function = "kvm_arch_mmu_notifier_invalidate_range", commit = "before e649b3f0188f")
        public void kvm_mmu_notifier_invalidate_range_start(int start, int end, boolean may_block) {
            if (reload == Reload.IN_START) {
                requests.kvm_make_all_cpus_request(VcpuRequests.KVM_REQ_OTHER);
            }
        }

        @Override
        public void started(int uhva) {}

        @Override
        @KernelSource(file = "arch/x86/kvm/x86.c", function = "kvm_arch_mmu_notifier_invalidate_range", commit = "e649b3f0188f, v5.8")
        public void moved(int uhva) {
            if (reload == Reload.AFTER_UNMAPPING) {
                requests.kvm_make_all_cpus_request(VcpuRequests.KVM_REQ_OTHER);
            }
        }

        @Override
        public void kvm_mmu_notifier_invalidate_range_end(int start, int end) {}
    }
}
