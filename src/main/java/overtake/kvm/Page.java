package overtake.kvm;

/// A page frame of the host. What the kernel calls a pfn is, in this model, a reference to one of these.
public final class Page {
    /// What the guest keeps in the page. To touch it after the host freed the page is a use after free.
    public int contents;
}
