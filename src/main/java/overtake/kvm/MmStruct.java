package overtake.kvm;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import overtake.kernel.KernelSource;
import overtake.kernel.Pool;
import overtake.kernel.RwSemaphore;
import overtake.kernel.SpinLock;

/// The host address space of the VM: at most two user addresses, 0 and 1, counted in pages, both mapped at the start.
///
/// All pages are allocated at the start, the targets of later moves included, and a freed page is never used again. So a stale page stays
/// distinguishable for ever: what a real host shows only if it reuses the page, this one always shows.
public final class MmStruct {
    /// One for the whole table: the kernel's are per table page, which only matters between different addresses.
    public final SpinLock page_table_lock = new SpinLock();

    /// Protects the VMAs: faults look at them with the lock held for read, mmap and its kin change them with it held for write.
    public final RwSemaphore mmap_lock = new RwSemaphore();

    /// What the VMA says of the memory behind its addresses: permissions, size of pages. One VMA covers both addresses.
    public int vma_flags;

    public final Pool<Page> pages;
    public final Pte pte0;
    public final Pte pte1;
    public final boolean two_addresses;
    private final int moves;

    /// @param addresses 1 or 2 user addresses
    /// @param moves how many pages beyond the mapped ones there are to move to
    public MmStruct(int addresses, int moves) {
        if (addresses < 1 || addresses > 2) {
            throw new IllegalArgumentException("a host with " + addresses + " user addresses; expected 1 or 2");
        }
        int mapped = 2;
        pages = new Pool<>(mapped + moves, mapped + moves, false, _ -> new Page());
        pte0 = new Pte(pages.get(0));
        pte1 = new Pte(pages.get(1));
        two_addresses = addresses > 1;
        this.moves = moves;
    }

    /// How many pages there are to move to.
    public int moves() {
        return moves;
    }

    /// Page number `move` of those to move to. For building worlds.
    public Page target(int move) {
        if (move < 0 || move >= moves) {
            throw new IllegalArgumentException("page " + move + " to move to; this host has " + moves
                    + ", numbered from 0: say how many in new MmStruct(addresses, moves)");
        }
        return pages.get(2 + move);
    }

    public Pte pte_offset(int uhva) {
        if (two_addresses && uhva == 1) {
            return pte1;
        }
        return pte0;
    }

    /// The page behind a user address, faulted in already. The kernel's fast path reads the entry without the lock, takes a reference and
    /// reads it again; here the lock stands for that. The page reference is not modelled: refresh drops it before anyone uses the page.
    @KernelSource(file = "virt/kvm/kvm_main.c", function = "hva_to_pfn", commit = "v6.12")
    public Page hva_to_pfn(int uhva) {
        spin_lock(page_table_lock);
        Pte pte = pte_offset(uhva);
        Page page = READ_ONCE(pte.page);
        spin_unlock(page_table_lock);
        return page;
    }
}
