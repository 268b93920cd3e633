import static overtake.kernel.Kernel.*;

import overtake.kernel.*;

public record ComposeUsesVocabulary() implements ModelWorld {
    static final class Memory {
        int x;
    }

    @Override
    public void compose(Composition composition) {
        var memory = new Memory();
        WRITE_ONCE(memory.x, 1);
    }
}
