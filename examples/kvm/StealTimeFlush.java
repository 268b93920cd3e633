import static overtake.kernel.Kernel.*;

import overtake.kernel.*;
import overtake.kvm.*;
import overtake.kvm.aging.Cpu;

/// A guest that wants the TLB of a preempted vCPU flushed leaves a bit for the host in place of an interrupt. The host took the word as a copy, looked at the
/// bit, and wrote 0 back: a bit that was set in between is lost, and the vCPU goes on with a stale TLB (CVE-2019-3016; b043138246a4, v5.6; from memory).
public record StealTimeFlush(
        @Param(value = "1", min = 1, max = 2, meaning = "vCPUs of which the TLB is to be flushed") int vcpus,
        @Param(value = "mapped", meaning = "how the host takes the word") Access access)
        implements ModelWorld {

    public enum Access {
        /// The bug.
        COPIED,
        MAPPED
    }

    /// struct kvm_steal_time of one vCPU, and its CPU, in whose TLB 1 stands for the page.
    public static final class StealTime {
        static final int KVM_VCPU_PREEMPTED = 1;
        static final int KVM_VCPU_FLUSH_TLB = 2;

        public int preempted = KVM_VCPU_PREEMPTED;
        public final Cpu cpu = new Cpu();
    }

    /// The host lets the vCPU run again; its guest then touches the page, if its TLB or its page table still has it.
    record Vcpu(StealTime st, Pte pte, Page page, Access access) implements Agent {
        @Override
        public void run() {
            record_steal_time();
            spin_lock(st.cpu.instruction);
            if (st.cpu.tlb != 0 || READ_ONCE(pte.page) == page) {
                READ_ONCE(page.contents);
            }
            spin_unlock(st.cpu.instruction);
        }

        @KernelSource(file = "arch/x86/kvm/x86.c", function = "record_steal_time", commit = "v5.5; fixed: v5.6")
        private void record_steal_time() {
            int preempted;
            if (access == Access.COPIED) {
                preempted = READ_ONCE(st.preempted);
                WRITE_ONCE(st.preempted, 0);
            } else {
                preempted = xchg(st.preempted, 0);
            }
            if ((preempted & StealTime.KVM_VCPU_FLUSH_TLB) != 0) {
                st.cpu.tlb = 0;
            }
        }
    }

    /// Another vCPU's guest takes the page out of its page table, has TLBs flushed, and frees it.
    record Unmap(StealTime[] all, MmStruct mm, Page page) implements Agent {
        @Override
        @KernelSource(file = "arch/x86/kernel/kvm.c", function = "kvm_flush_tlb_others", commit = "v5.5")
        public void run() {
            WRITE_ONCE(mm.pte0.page, null);
            for (StealTime st : all) {
                int state = READ_ONCE(st.preempted);
                boolean left = (state & StealTime.KVM_VCPU_PREEMPTED) != 0
                        && cmpxchg(st.preempted, state, state | StealTime.KVM_VCPU_FLUSH_TLB) == state;
                if (!left) {
                    spin_lock(st.cpu.instruction); // the interrupt, and its acknowledgement
                    st.cpu.tlb = 0;
                    spin_unlock(st.cpu.instruction);
                }
            }
            mm.pages.free(page);
        }
    }

    @Override
    public void compose(Composition composition) {
        var mm = new MmStruct(1, 0);
        var all = new StealTime[vcpus];
        composition.shared("mm", mm);
        for (int i = 0; i < vcpus; i++) {
            all[i] = new StealTime();
            all[i].cpu.tlb = 1;
            composition.shared("st" + i, all[i]);
            composition.agent("vcpu" + i, new Vcpu(all[i], mm.pte0, mm.pte0.page, access));
        }
        composition.agent("unmap", new Unmap(all, mm, mm.pte0.page));
    }
}
