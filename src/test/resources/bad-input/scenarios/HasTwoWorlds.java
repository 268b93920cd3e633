import static overtake.kernel.Kernel.*;

import overtake.kernel.*;

public record HasTwoWorlds() implements ModelWorld {
    @Override
    public void compose(Composition composition) {}
}

record AnotherWorld() implements ModelWorld {
    @Override
    public void compose(Composition composition) {}
}
