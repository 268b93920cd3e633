package overtake.axiom;

import overtake.program.FenceKind;
import overtake.program.Instruction;

/// What is known about the run. An *entry* is one execution of an instruction that has one.
interface Feed {
    /// Whether instructions of this kind have entries.
    boolean has(Instruction instruction);

    /// Goes on to the next entry, which is of that instruction. False if the run ends before.
    boolean next(int pc);

    /// The instruction of the next entry, or -1 if there is none or that is not known.
    int peek();

    /// Whether the entry was performed; of a read-modify-write, its read.
    boolean performed();

    /// Whether the write of a read-modify-write was performed.
    boolean wrote();

    /// What was read from a location or, without one (-1), chosen, allocated or received as a token.
    ///
    /// @param bound of a choice
    int value(int location, int bound);

    /// The location proper, when a pool object may have been allocated more than once.
    int place(int location);

    /// Whether a fence is smp_mb or stands for it.
    default boolean isFull(FenceKind kind) {
        return kind == FenceKind.SMP_MB;
    }

    int key();

    int writeKey();
}
