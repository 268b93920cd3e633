package overtake.kernel;

/// One line of memory that is looked at through caches and past them. A final field of a model object, or an element of a final array.
public final class CacheLine {
    /// What memory holds at first.
    public final int initial;

    public CacheLine(int initial) {
        this.initial = initial;
    }
}
