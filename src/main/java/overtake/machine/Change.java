package overtake.machine;

/// A change of what belongs to memory or to a grace-period domain under `lkmm`. Its owner makes it first; then everybody makes it on
/// the copy that he has.
public sealed interface Change {
    /// Somebody has read a store and will write right behind it.
    ///
    /// @param lock the lock that this takes or gives back, else -1
    /// @param promised the word that he will write, if it is a lock
    record Take(int cell, int number, int lock, int promised) implements Change {}

    /// He will not.
    record Release(int cell, int number, int lock) implements Change {}

    /// A store has taken its place in the coherence order of its cell.
    ///
    /// @param number the number that it has from now on; larger ones grow by one
    /// @param info see [Layout#INFO]
    /// @param carries see [Layout#CARRIES], in the new numbers
    /// @param hands of an unlock, as `seen`; in the old numbers
    /// @param lock the lock whose word is written, else -1
    record Place(int number, int cell, int value, int info, long carries, long hands, long seen, int lock)
            implements Change {}

    /// The outdated stores of a lock are forgotten.
    record Outdate(int lock) implements Change {}

    /// The value of a store that has its place already has become known.
    record Fill(int number, int value) implements Change {}

    /// A store is taken back.
    record Remove(int number) implements Change {}

    /// Stores became the base of their cell, because all know the last of them.
    record Rebase(int cell, int first, int last) implements Change {}

    /// An agent knows these stores.
    ///
    /// @param ahead see [Layout#AHEAD]
    /// @param ended whether it has ended
    record Know(int agent, long stores, long ahead, boolean ended) implements Change {}

    /// All agents know these stores from now on; the instruction `pc` of an agent has told them.
    record Tell(long stores, int agent, int pc) implements Change {}

    /// Memory was allocated or freed: see [Op].
    record Pool(int op, int target) implements Change {}

    /// A section of an agent begins.
    record Begin(int domain, int agent) implements Change {}

    /// An open section ends, with all that its agent has seen.
    record End(int domain, int agent, long section, long seen) implements Change {}

    /// A section that was begun behind a wrong guess has never been.
    record Cancel(int domain, long section) implements Change {}

    /// An agent waits for the sections that are open.
    record Await(int domain, int agent) implements Change {}

    /// It no longer does.
    record Over(int domain, int agent) implements Change {}
}
