package overtake.kvm;

import org.jspecify.annotations.Nullable;

/// A kernel mapping of a page, as memremap() makes for memory without struct page. What the kernel calls a khva is a reference to one.
public final class KernelMapping {
    public @Nullable Page page;
}
