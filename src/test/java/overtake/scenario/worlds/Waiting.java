package overtake.scenario.worlds;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.cpu_relax;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;
import overtake.kernel.SpinLock;

/// One CPU waits for a flag with a lock held that the other one takes before it raises the flag.
public record Waiting(@Param(value = "true", meaning = "with the lock held") boolean locked) implements ModelWorld {

    static final class Memory {
        final SpinLock lock = new SpinLock();
        int flag;
    }

    record Waiter(Memory memory, boolean locked) implements Agent {
        @Override
        public void run() {
            if (locked) {
                spin_lock(memory.lock);
            }
            while (READ_ONCE(memory.flag) == 0) {
                cpu_relax();
            }
            if (locked) {
                spin_unlock(memory.lock);
            }
        }
    }

    record Raiser(Memory memory) implements Agent {
        @Override
        public void run() {
            spin_lock(memory.lock);
            WRITE_ONCE(memory.flag, 1);
            spin_unlock(memory.lock);
        }
    }

    @Override
    public void compose(Composition composition) {
        Memory memory = new Memory();
        composition.shared("memory", memory);
        composition.agent("cpu0", new Waiter(memory, locked));
        composition.agent("cpu1", new Raiser(memory));
    }
}
