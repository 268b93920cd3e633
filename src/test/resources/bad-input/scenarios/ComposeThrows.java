import static overtake.kernel.Kernel.*;

import overtake.kernel.*;

public record ComposeThrows(@Param(value = "0", meaning = "a divisor") int divisor) implements ModelWorld {
    @Override
    public void compose(Composition composition) {
        int half = 2 / divisor;
        composition.shared("half" + half, this);
    }
}
