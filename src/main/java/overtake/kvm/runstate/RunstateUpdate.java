package overtake.kvm.runstate;

import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.read_lock;
import static overtake.kernel.Kernel.read_trylock;
import static overtake.kernel.Kernel.read_unlock;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_unlock;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.KernelSource;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.SpinLock;
import overtake.kvm.GfnToPfnCache;

/// A vCPU that is scheduled out writes its runstate through a pfncache, with its run queue locked (a79b53aaaab5). Somebody else wakes a task with the
/// cache locked.
public record RunstateUpdate(
        @Param(value = "1", min = 1, max = 2, meaning = "wakers, which hold gpc->lock for read") int wakers,
        @Param(value = "1", max = 2, meaning = "refreshes, which want gpc->lock for write") int refreshes,
        @Param(value = "true", meaning = "in atomic context gpc->lock is only tried") boolean trylock)
        implements ModelWorld {

    @Override
    public void compose(Composition composition) {
        var gpc = new GfnToPfnCache();
        gpc.valid = true;
        var rq = new Rq();
        composition.shared("gpc", gpc);
        composition.shared("rq", rq);
        composition.agent("sched-out", new SchedOut(gpc, rq, trylock));
        for (int i = 0; i < wakers; i++) {
            composition.agent(Composition.numbered("waker", i), new Waker(gpc, rq));
        }
        for (int i = 0; i < refreshes; i++) {
            composition.agent(Composition.numbered("refresh", i), new Refresher(gpc));
        }
    }

    /// struct rq: the run queue of the vCPU's CPU.
    public static final class Rq {
        public final SpinLock lock = new SpinLock();
        public int runstate;
        public int woken;
    }

    /// Agent: the scheduler takes the vCPU off its CPU.
    public static final class SchedOut implements Agent {
        private final GfnToPfnCache gpc;
        private final Rq rq;
        private final boolean trylock;

        public SchedOut(GfnToPfnCache gpc, Rq rq, boolean trylock) {
            this.gpc = gpc;
            this.rq = rq;
            this.trylock = trylock;
        }

        @Override
        @KernelSource(file = "kernel/sched/core.c", function = "__schedule", commit = "v6.2")
        public void run() {
            spin_lock(rq.lock);
            kvm_xen_update_runstate_guest();
            spin_unlock(rq.lock);
        }

        @KernelSource(file = "arch/x86/kvm/xen.c", function = "kvm_xen_update_runstate_guest", commit = "a79b53aaaab5, v6.2")
        private void kvm_xen_update_runstate_guest() {
            if (trylock) {
                if (!read_trylock(gpc.lock)) {
                    return;
                }
            } else {
                read_lock(gpc.lock);
            }
            if (gpc.valid) {
                WRITE_ONCE(rq.runstate, 1);
            }
            read_unlock(gpc.lock);
        }
    }

    /// Agent: delivers an event through the cache, and wakes the vCPU that it is for.
    public static final class Waker implements Agent {
        private final GfnToPfnCache gpc;
        private final Rq rq;

        public Waker(GfnToPfnCache gpc, Rq rq) {
            this.gpc = gpc;
            this.rq = rq;
        }

        @Override
        @KernelSource(file = "arch/x86/kvm/xen.c", function = "kvm_xen_set_evtchn_fast", commit = "v6.2")
        public void run() {
            read_lock(gpc.lock);
            if (gpc.valid) {
                spin_lock(rq.lock); // try_to_wake_up
                rq.woken++;
                spin_unlock(rq.lock);
            }
            read_unlock(gpc.lock);
        }
    }

    /// Agent: refreshes the cache; behind it, readers queue.
    public static final class Refresher implements Agent {
        private final GfnToPfnCache gpc;

        public Refresher(GfnToPfnCache gpc) {
            this.gpc = gpc;
        }

        @Override
        @KernelSource(file = "virt/kvm/pfncache.c", function = "__kvm_gpc_refresh", commit = "v6.2")
        public void run() {
            write_lock(gpc.lock);
            gpc.uhva = 1;
            write_unlock(gpc.lock);
        }
    }
}
