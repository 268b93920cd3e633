package overtake.check.states;

/// What one JVM thread adds to the table between [#begin] and [#end]. Room is asked for in portions.
public final class Additions {
    private static final int PORTION = 1024;

    private final StateTable table;
    private long stamp;
    private int room;
    private int fresh;

    public Additions(StateTable table) {
        this.table = table;
    }

    public void begin() {
        begin(PORTION);
    }

    /// @param atMost for how many entries there is to be room
    public void begin(int atMost) {
        stamp = table.enter(atMost);
        room = atMost;
    }

    public void end() {
        table.leave(stamp, fresh);
        fresh = 0;
    }

    /// So many entries may come next.
    public void expect(int entries) {
        if (room < entries) {
            end();
            begin(Math.max(PORTION, entries));
        }
        room -= entries;
    }

    /// Adds fingerprints one after another.
    ///
    /// @param added gets the places of those that are new, in order
    /// @return how many are
    public int add(long[] highs, long[] lows, int entries, int[] added) {
        int count = table.add(highs, lows, entries, added);
        fresh += count;
        return count;
    }

    /// @return whether the fingerprint is new
    public boolean add(long high, long low) {
        boolean isNew = table.add(high, low);
        fresh += isNew ? 1 : 0;
        return isNew;
    }
}
