package overtake.machine;

/// Bounds of the machine. A run that meets one says so (see [EventKind#BOUND]).
///
/// @param channel how many operations of one CPU may travel at a time; x86-TSO itself has no bound
/// @param localInstructions how many local instructions may follow one step before the run is a violation (a loop without any shared
///     access)
public record Bounds(int channel, int localInstructions) {
    public static final Bounds DEFAULT = new Bounds(8, 10_000);

    public Bounds {
        if (channel < 1 || channel > 64 || localInstructions < 1) {
            throw new IllegalArgumentException("channel " + channel + ", local instructions " + localInstructions);
        }
    }
}
