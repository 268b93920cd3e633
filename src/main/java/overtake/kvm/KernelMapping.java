package overtake.kvm;

/// A kernel mapping of a page, as memremap() makes for memory without struct page. What the kernel calls a khva is a reference to one.
public final class KernelMapping {
    public Page page;
}
