import static overtake.kernel.Kernel.*;

import overtake.kernel.*;

public record DoesNotCompile() implements ModelWorld {
    static final class Memory {
        int x;
    }

    record Writer(Memory memory) implements Agent {
        @Override
        public void run() {
            WRITE_ONC(memory.x, 1);
            int y = memory.z;
        }
    }

    @Override
    public void compose(Composition composition) {
        composition.agent("writer", new Writer(new Memory()));
    }
}
