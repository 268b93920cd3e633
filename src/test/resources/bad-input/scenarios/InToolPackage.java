package overtake.kvm;

import static overtake.kernel.Kernel.*;

import overtake.kernel.*;

public record InToolPackage() implements ModelWorld {
    @Override
    public void compose(Composition composition) {}
}
