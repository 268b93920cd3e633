package overtake.check.states;

import java.util.Arrays;

/// What one JVM thread adds to the table between [#begin] and [#end]. Room is asked for in portions.
public final class Additions {
    private static final int PORTION = 1024;

    private final StateTable table;
    private long stamp;
    private int room;
    private int fresh;

    /// The places of entries by region, and where those of a region begin and end.
    private int[] places = new int[2 * PORTION];

    private int[] begins = new int[0];
    private int[] ends = new int[0];
    /// By place whether the entry was added.
    private boolean[] isFresh = new boolean[2 * PORTION];

    /// The region to begin with: the one behind that of the last time, so that threads do not follow each other.
    private int first;

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
        int count = table.isShared()
                ? addByRegion(highs, lows, entries, added)
                : table.add(highs, lows, entries, added);
        fresh += count;
        return count;
    }

    /// @return whether the fingerprint is new
    public boolean add(long high, long low) {
        boolean isNew = table.add(high, low);
        fresh += isNew ? 1 : 0;
        return isNew;
    }

    /// Adds region by region; one that belongs to somebody else comes later.
    private int addByRegion(long[] highs, long[] lows, int entries, int[] added) {
        Regions regions = table.regions();
        sort(highs, entries, regions);
        int region = first;
        int looks = 0;
        for (int left = entries; left > 0; region = region + 1 & regions.count() - 1) {
            int from = begins[region];
            int to = ends[region];
            if (from < to && regions.take(region)) {
                try {
                    table.add(region, highs, lows, places, from, to, isFresh);
                } finally {
                    regions.leave(region);
                }
                begins[region] = to;
                left -= to - from;
            } else if (from < to) {
                Together.pause(++looks);
            }
        }
        first = region;
        int count = 0;
        for (int i = 0; i < entries; i++) {
            added[count] = i;
            count += isFresh[i] ? 1 : 0;
        }
        return count;
    }

    /// Finds the places of the entries of each region.
    private void sort(long[] highs, int entries, Regions regions) {
        if (entries > places.length) {
            places = new int[2 * entries];
            isFresh = new boolean[2 * entries];
        }
        if (begins.length != regions.count()) {
            begins = new int[regions.count()];
            ends = new int[regions.count()];
            first = 0;
        }
        Arrays.fill(ends, 0);
        for (int i = 0; i < entries; i++) {
            ends[regions.of(highs[i])]++;
        }
        int end = 0;
        for (int region = 0; region < ends.length; region++) {
            begins[region] = end;
            end += ends[region];
            ends[region] = begins[region];
        }
        for (int i = 0; i < entries; i++) {
            places[ends[regions.of(highs[i])]++] = i;
        }
    }
}
