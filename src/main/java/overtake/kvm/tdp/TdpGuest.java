package overtake.kvm.tdp;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;

import overtake.kernel.KernelSource;
import overtake.kvm.KvmVcpu;
import overtake.kvm.Page;
import overtake.kvm.vcpu.VcpuArch;
import overtake.kvm.vcpu.VcpuRequests;

/// What is special to the TDP MMU in the life of a vCPU: it loads a root before it enters the guest, which writes to guest page 0.
public final class TdpGuest implements VcpuArch {
    private static final int GFN = 0;

    private final KvmArch arch;
    private final TdpVcpu mmu;
    private final KvmMmu kvm_mmu;
    private final VcpuRequests requests;
    private final boolean touches;
    private final boolean cpuid_update;
    private final boolean ensure_slot_exists;
    private final boolean ensure_logged;

    /// A guest that writes to its page once in each entry.
    public TdpGuest(KvmArch arch, TdpVcpu mmu, TdpCpu cpu) {
        this(arch, mmu, cpu, true, false);
    }

    /// @param touches whether the guest writes to its page
    /// @param cpuid_update whether userspace changes the CPUID after the first entry
    public TdpGuest(KvmArch arch, TdpVcpu mmu, TdpCpu cpu, boolean touches, boolean cpuid_update) {
        this.arch = arch;
        this.mmu = mmu;
        this.kvm_mmu = new KvmMmu(arch, mmu, cpu);
        this.requests = cpu.requests;
        this.touches = touches;
        this.cpuid_update = cpuid_update;
        this.ensure_slot_exists = cpu.code.checked().includes(Checked.NO_ACCESS_TO_DELETED_SLOT);
        this.ensure_logged = cpu.code.checked().includes(Checked.WRITE_IS_LOGGED);
    }

    @Override
    public void before_entry(KvmVcpu vcpu, int entry) {
        if (cpuid_update && entry == 1) {
            kvm_mmu.kvm_mmu_after_set_cpuid();
        }
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/x86.c", function = "vcpu_enter_guest", commit = "v6.9")
    public void handle_requests(KvmVcpu vcpu) {
        if (requests.kvm_check_request(VcpuRequests.KVM_REQ_MMU_FREE_OBSOLETE_ROOTS, vcpu)) {
            kvm_mmu.kvm_mmu_free_obsolete_roots();
        }
        if (requests.kvm_check_request(VcpuRequests.KVM_REQ_TLB_FLUSH, vcpu)) {
            mmu.tlb = Spte.NONE;
        }
    }

    @Override
    @KernelSource(file = "arch/x86/kvm/mmu.h", function = "kvm_mmu_reload", commit = "v6.9")
    public void kvm_mmu_reload(KvmVcpu vcpu) {
        if (mmu.root == null) {
            kvm_mmu.kvm_mmu_load();
        }
    }

    /// The guest writes to its page. The CPU walks the page tables when its TLB holds nothing, without lock or RCU.
    @Override
    public int guest(KvmVcpu vcpu) {
        if (!touches) {
            return NO_FAULT;
        }
        int spte = mmu.tlb;
        if (!Spte.is_present(spte)) {
            spte = hardware_walk();
            mmu.tlb = spte;
        }
        if (!Spte.is_present(spte) || !Spte.is_writable(spte)) {
            mmu.tlb = Spte.NONE; // the fault takes the entry away
            return GFN;
        }
        write(spte);
        return NO_FAULT;
    }

    /// A vCPU enters the guest with a root. If it has none, that is a finding, so nothing here tests for it.
    @SuppressWarnings("NullAway")
    private int hardware_walk() {
        PageTable table = READ_ONCE(mmu.root.spte);
        if (table == null || table == arch.frozen) {
            return Spte.NONE;
        }
        return READ_ONCE(table.spte);
    }

    /// I1.6, I1.10, and I1.7 as the machine sees it: the page still exists.
    private void write(int spte) {
        if (ensure_slot_exists) {
            ensure("no-access-to-deleted-slot", !ghost(arch.slot_deleted));
        }
        if (ensure_logged) {
            ensure("write-is-logged", !ghost(arch.logging) || ghost(arch.dirty_bitmap));
        }
        Page page = arch.pfn_to_page(Spte.frame(spte));
        WRITE_ONCE(page.contents, 1);
    }

    @Override
    public void page_fault(KvmVcpu vcpu, int gfn) {
        kvm_mmu.kvm_tdp_mmu_page_fault();
    }
}
