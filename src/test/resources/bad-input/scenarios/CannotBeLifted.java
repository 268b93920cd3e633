import static overtake.kernel.Kernel.*;

import overtake.kernel.*;

public record CannotBeLifted() implements ModelWorld {
    static final class Memory {
        int x;
    }

    record Writer(Memory memory) implements Agent {
        @Override
        public void run() {
            try {
                WRITE_ONCE(memory.x, 1);
            } catch (IllegalStateException e) {
                WRITE_ONCE(memory.x, 2);
            }
            throw new IllegalStateException("x is " + memory.x);
        }
    }

    record Reader(Memory memory) implements Agent {
        @Override
        public void run() {
            int seen = READ_ONCE(5);
            WRITE_ONCE(memory.x, (int) (seen * 0.5));
        }
    }

    @Override
    public void compose(Composition composition) {
        var memory = new Memory();
        composition.agent("writer", new Writer(memory));
        composition.agent("reader", new Reader(memory));
    }
}
