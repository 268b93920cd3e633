package overtake.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kvm.aging.AgeGfn;
import overtake.kvm.aging.AgedVm;
import overtake.kvm.aging.GuestVcpu;
import overtake.kvm.aging.LockHolder;
import overtake.kvm.aging.PageFault;
import overtake.kvm.aging.ReadLockZap;
import overtake.kvm.aging.Spte;
import overtake.kvm.arm64.GuestPage;
import overtake.kvm.arm64.LockMemslot;
import overtake.kvm.arm64.Mutant;
import overtake.kvm.arm64.PendingOps;
import overtake.kvm.arm64.Script;
import overtake.kvm.arm64.Stage2;
import overtake.kvm.arm64.Variant;
import overtake.kvm.arm64.Vcpu;
import overtake.kvm.arm64.VcpuRun;
import overtake.kvm.pfncache.GpcUser;
import overtake.kvm.rangeend.GpcWait;
import overtake.kvm.rangeend.InvalidateAtEnd;
import overtake.kvm.rangeend.OneCpu;
import overtake.kvm.rangeend.RefreshV3;
import overtake.kvm.rangeend.WaitPolicy;
import overtake.kvm.rmap.AgeRmap;
import overtake.kvm.rmap.RmapHead;
import overtake.kvm.rmap.RmapLock;
import overtake.kvm.rmap.RmapWriter;
import overtake.lift.WorldLifter;
import overtake.program.Instruction;
import overtake.program.Program;

/// The short constructors, for who composes a world, mean the code as the kernel or the mail has it.
final class ShortConstructorsTest {
    private static final int SPTE = Spte.make_spte(0, true, true);

    private static List<List<Instruction>> programs(ModelWorld world) {
        List<List<Instruction>> programs =
                WorldLifter.lift("short", world).programs().stream().map(Program::instructions).toList();
        assertThat(programs).isNotEmpty().allSatisfy(program -> assertThat(program).hasSizeGreaterThan(3));
        return programs;
    }

    record Aging(boolean brief) implements ModelWorld {
        @Override
        public void compose(Composition composition) {
            var vm = brief
                    ? new AgedVm(1, 1, SPTE)
                    : new AgedVm(1, 1, true, AgedVm.FROZEN_WITH_ACCESSED_BITS, SPTE, false, true);
            composition.shared("vm", vm);
            var fault = new PageFault(vm);
            composition.agent(
                    "vcpu",
                    brief
                            ? new GuestVcpu(vm, vm.cpus[0], fault, GuestVcpu.Access.WRITE)
                            : new GuestVcpu(vm, vm.cpus[0], fault, 1, GuestVcpu.Access.WRITE, 2));
            composition.agent(
                    "ager",
                    brief ? new AgeGfn(vm) : new AgeGfn(vm, false, overtake.kvm.aging.Mutant.NONE));
            var operation = LockHolder.Operation.WRITE_PROTECT;
            composition.agent(
                    "holder",
                    brief
                            ? new LockHolder(vm, operation)
                            : new LockHolder(vm, operation, LockHolder.Atomic.AS_MERGED));
            composition.agent(
                    "zapper",
                    brief
                            ? new ReadLockZap(vm, ReadLockZap.Target.TABLE)
                            : new ReadLockZap(vm, ReadLockZap.Target.TABLE, overtake.kvm.aging.Checked.ALL));
        }
    }

    record Rmap(boolean brief) implements ModelWorld {
        @Override
        public void compose(Composition composition) {
            var head = new RmapHead(1);
            var lock = brief ? new RmapLock(head) : new RmapLock(head, overtake.kvm.rmap.Mutant.NONE);
            var change = RmapWriter.Change.ADD;
            composition.shared("head", head);
            composition.agent("ager", new AgeRmap(head, lock, false));
            composition.agent(
                    "writer",
                    brief ? new RmapWriter(head, lock, change) : new RmapWriter(head, lock, change, false));
        }
    }

    record RangeEnd(boolean brief) implements ModelWorld {
        @Override
        public void compose(Composition composition) {
            var kvm = new Kvm(new MmStruct(1, 1), KvmMemorySlot.page0());
            var gpc = GfnToPfnCache.listed(kvm, 0);
            var policy = WaitPolicy.WAIT_QUEUE;
            var wait = brief ? new GpcWait(kvm, policy) : new GpcWait(kvm, new OneCpu(false, false), policy);
            var caches = brief ? new InvalidateAtEnd(kvm) : new InvalidateAtEnd(kvm, false, true);
            var notifier = new MmuNotifier(kvm, caches, new NoMmu());
            composition.shared("kvm", kvm);
            composition.agent("vcpu", new GpcUser(kvm, gpc, new RefreshV3(kvm, wait)));
            composition.agent("notifier", new PageMigration(kvm, notifier, 0, kvm.mm.target(0)));
        }
    }

    /// Locks a memslot and runs a vCPU.
    record LockAndRun(overtake.kvm.arm64.Kvm kvm, LockMemslot slot, VcpuRun vcpu) implements Agent {
        @Override
        public void run() {
            slot.kvm_mmu_lock_memslot();
            vcpu.kvm_arch_vcpu_ioctl_run(kvm.vcpus[0], 0);
        }
    }

    record Arm64(boolean brief) implements ModelWorld {
        @Override
        public void compose(Composition composition) {
            var kvm = new overtake.kvm.arm64.Kvm(new GuestPage[] {new GuestPage(0)}, new Vcpu[] {new Vcpu()});
            var stage2 = brief ? new Stage2(kvm) : new Stage2(kvm, true);
            var posted = Variant.AS_POSTED;
            var none = Mutant.NONE;
            var pending = brief ? new PendingOps(kvm, stage2) : new PendingOps(kvm, stage2, posted, none);
            composition.shared("kvm", kvm);
            composition.agent(
                    "vmm",
                    new LockAndRun(
                            kvm,
                            brief
                                    ? new LockMemslot(kvm, stage2, pending)
                                    : new LockMemslot(kvm, stage2, pending, posted, none),
                            brief
                                    ? new VcpuRun(kvm, stage2, pending)
                                    : new VcpuRun(kvm, stage2, pending, false, posted, Script.FIRST_RUN)));
        }
    }

    @Test
    void the_short_constructors_of_aging_mean_the_merged_code() {
        assertThat(programs(new Aging(true))).isEqualTo(programs(new Aging(false)));
    }

    @Test
    void the_short_constructors_of_the_rmap_lock_mean_the_merged_code() {
        assertThat(programs(new Rmap(true))).isEqualTo(programs(new Rmap(false)));
    }

    @Test
    void the_short_constructors_of_range_end_mean_the_patch_as_posted() {
        assertThat(programs(new RangeEnd(true))).isEqualTo(programs(new RangeEnd(false)));
    }

    @Test
    void the_short_constructors_of_arm64_mean_the_patch_as_posted() {
        assertThat(programs(new Arm64(true))).isEqualTo(programs(new Arm64(false)));
    }
}
