package overtake.scenario.worlds;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_wmb;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.StateProperty;

/// Two CPUs that each write one variable and read the other's.
public record StoreBuffering(
        @Param(value = "none", meaning = "what stands between the store and the load") Fence fence,
        @Param(value = "1", min = 1, max = 3, meaning = "value that is written") int value,
        @Param(value = "false", meaning = "the second CPU only writes") boolean writerOnly)
        implements ModelWorld {

    public enum Fence {
        NONE,
        SMP_WMB,
        SMP_MB
    }

    static final class Memory {
        int x;
        int y;
        int r0 = -1;
        int r1 = -1;
    }

    record First(Memory memory, Fence fence, int value) implements Agent {
        @Override
        public void run() {
            store_then_load();
        }

        private void store_then_load() {
            WRITE_ONCE(memory.x, value);
            if (fence == Fence.SMP_MB) {
                smp_mb();
            }
            if (fence == Fence.SMP_WMB) {
                smp_wmb();
            }
            WRITE_ONCE(memory.r0, READ_ONCE(memory.y));
        }
    }

    record Second(Memory memory, boolean writerOnly) implements Agent {
        @Override
        public void run() {
            WRITE_ONCE(memory.y, 1);
            smp_mb();
            if (!writerOnly) {
                WRITE_ONCE(memory.r1, READ_ONCE(memory.x));
            }
        }
    }

    record SomeoneSees(Memory memory) implements StateProperty {
        @Override
        public boolean holds() {
            return memory.r0 != 0 || memory.r1 != 0;
        }
    }

    @Override
    public void compose(Composition composition) {
        Memory memory = new Memory();
        composition.shared("memory", memory);
        composition.agent("cpu0", new First(memory, fence, value));
        composition.agent("cpu1", new Second(memory, writerOnly));
        composition.atTheEnd("someone-sees", new SomeoneSees(memory));
    }
}
