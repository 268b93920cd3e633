package overtake.memory;

/// Total store order as x86 has it (Sewell et al., "x86-TSO", CACM 2010): one first-in-first-out channel of stores a CPU. Loads overtake
/// it and take their value from it when it holds a store to their cell; LOCKed operations and smp_mb wait until it is empty.
/// An unlock that is a plain store travels in the channel too; so does the end of a read-side section, which is why a grace period
/// also waits for the stores of the sections it waits for. smp_mb__after_srcu_read_unlock is an smp_mb once an SRCU section has ended,
/// since srcu_read_unlock contains one that is not charged to it; a trylock that fails has only read the lock.
public record Tso() implements MemoryModel {
    @Override
    public String name() {
        return "tso";
    }

    @Override
    public boolean travels(Access access) {
        return switch (access) {
            case STORE, STORE_UNLOCK, SECTION_END, FREE -> true;
            case LOAD, ATOMIC, FULL_FENCE, PARTIAL_FENCE, GRACE_PERIOD, SECTION_BEGIN, ALLOCATION -> false;
        };
    }

    @Override
    public boolean mayOvertake(Access later, Access earlier) {
        return switch (later) {
            case LOAD, PARTIAL_FENCE, SECTION_BEGIN, ALLOCATION -> travels(earlier);
            case STORE, STORE_UNLOCK, SECTION_END, FREE, ATOMIC, FULL_FENCE, GRACE_PERIOD -> false;
        };
    }
}
