package overtake.kvm;

/// The host's page table entry of one user address.
public final class Pte {
    /// The page that is mapped there; changed and read under [MmStruct#page_table_lock].
    public Page page;

    public Pte(Page page) {
        this.page = page;
    }
}
