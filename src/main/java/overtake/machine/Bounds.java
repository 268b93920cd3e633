package overtake.machine;

/// Bounds of the machine. A run that meets one says so (see [EventKind#BOUND]).
///
/// @param channel how many operations of one CPU may travel at a time; x86-TSO itself has no bound
/// @param localInstructions how many local instructions may follow one step before the run is a violation (a loop without any shared
///     access)
/// @param discipline which rules are judged besides those of memory
/// @param reach how far CPUs run ahead under `lkmm`
public record Bounds(int channel, int localInstructions, Discipline discipline, Reach reach) {
    public static final Bounds DEFAULT = new Bounds(8, 10_000);

    /// Whether the kernel's rules of context are judged, which no memory model knows: no sleeping in atomic context, nothing held at
    /// the end.
    public enum Discipline {
        KERNEL,
        NONE
    }

    /// How far CPUs run ahead under `lkmm`.
    ///
    /// @param window how many instructions of one CPU may be fetched and not yet retired, at most [#MAX_WINDOW]
    /// @param guesses how many branches of one CPU may be guessed and not yet resolved
    /// @param stores how many stores may be alive, that is, not yet known to everybody; at most [#MAX_STORES]
    /// @param wrongGuess what becomes of a run whose guess of a branch was wrong
    public record Reach(int window, int guesses, int stores, WrongGuess wrongGuess) {
        public static final int MAX_WINDOW = 62;
        public static final int MAX_STORES = 64;
        public static final Reach DEFAULT = new Reach(62, 62, 64, WrongGuess.UNDONE);

        public Reach {
            boolean possible = window >= 2 && window <= MAX_WINDOW && guesses >= 0 && guesses <= window;
            if (!possible || stores < 1 || stores > MAX_STORES) {
                throw new IllegalArgumentException(
                        "window " + window + ", guesses " + guesses + ", stores " + stores);
            }
        }
    }

    /// What becomes of a run whose guess of a branch was wrong.
    public enum WrongGuess {
        /// It is abandoned; for searches, in which another run guesses right.
        ABANDONED,
        /// What came of the guess is undone if nobody else can have noticed; for single runs.
        UNDONE
    }

    /// What a run can meet, so that it says less than the model allows.
    public enum Kind {
        /// As many operations of one CPU travel as may.
        STORE_CHANNEL("store-channel"),
        /// Under `lkmm`: an instruction was not fetched that could perhaps have been performed early.
        WINDOW("window"),
        /// Under `lkmm`: a branch was not guessed behind which something could perhaps have been performed early.
        GUESSES("guesses"),
        /// Under `lkmm`: a store had to wait for others to be known to everybody.
        STORE_TABLE("store-table");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        /// Its key in the settings.
        public String key() {
            return key;
        }
    }

    public Bounds(int channel, int localInstructions) {
        this(channel, localInstructions, Discipline.KERNEL, Reach.DEFAULT);
    }

    public Bounds(int channel, int localInstructions, Discipline discipline) {
        this(channel, localInstructions, discipline, Reach.DEFAULT);
    }

    public Bounds {
        if (channel < 1 || channel > 64 || localInstructions < 1) {
            throw new IllegalArgumentException("channel " + channel + ", local instructions " + localInstructions);
        }
    }
}
