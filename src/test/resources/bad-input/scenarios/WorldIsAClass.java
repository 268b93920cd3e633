import static overtake.kernel.Kernel.*;

import overtake.kernel.*;

public final class WorldIsAClass implements ModelWorld {
    @Override
    public void compose(Composition composition) {}
}
