package overtake.kvm.tdp;

/// Values of a leaf SPTE: none, frozen, or the number of a page frame and whether the guest may write.
public final class Spte {
    public static final int NONE = 0;

    /// FROZEN_SPTE, formerly REMOVED_SPTE: not present, and under change by the holder of mmu_lock for read who put it there.
    public static final int FROZEN = 1;

    private static final int WRITABLE = 2;
    private static final int FRAME_SHIFT = 2;

    private Spte() {}

    public static int make(int frame, boolean writable) {
        return frame + 1 << FRAME_SHIFT | (writable ? WRITABLE : 0);
    }

    public static boolean is_present(int spte) {
        return spte > FROZEN;
    }

    public static boolean is_writable(int spte) {
        return (spte & WRITABLE) != 0;
    }

    public static int write_protected(int spte) {
        return spte & ~WRITABLE;
    }

    public static int frame(int spte) {
        return (spte >> FRAME_SHIFT) - 1;
    }
}
