package overtake.machine;

/// Bounds of the machine. A run that meets one says so (see [EventKind#BOUND]).
///
/// @param channel how many operations of one CPU may travel at a time; x86-TSO itself has no bound
/// @param localInstructions how many local instructions may follow one step before the run is a violation (a loop without any shared
///     access)
/// @param discipline which rules are judged besides those of memory
public record Bounds(int channel, int localInstructions, Discipline discipline) {
    public static final Bounds DEFAULT = new Bounds(8, 10_000);

    /// Whether the kernel's rules of context are judged, which no memory model knows: no sleeping in atomic context, nothing held at
    /// the end.
    public enum Discipline {
        KERNEL,
        NONE
    }

    public Bounds(int channel, int localInstructions) {
        this(channel, localInstructions, Discipline.KERNEL);
    }

    public Bounds {
        if (channel < 1 || channel > 64 || localInstructions < 1) {
            throw new IllegalArgumentException("channel " + channel + ", local instructions " + localInstructions);
        }
    }
}
