package overtake.explore.strategy;

import java.util.ArrayList;
import java.util.List;

/// Schedules that showed what none before them did. When there are too many, every other one is forgotten, so the older ones become rare.
public final class Corpus {
    private static final int MOST = 512;

    private final List<int[]> schedules = new ArrayList<>();

    /// @param picks of a run, see [overtake.machine.Step]
    public void add(int[] picks) {
        if (picks.length == 0) {
            return;
        }
        if (schedules.size() == MOST) {
            List<int[]> kept = new ArrayList<>();
            for (int i = 1; i < MOST; i += 2) {
                kept.add(schedules.get(i));
            }
            schedules.clear();
            schedules.addAll(kept);
        }
        schedules.add(picks.clone());
    }

    int size() {
        return schedules.size();
    }

    /// Not to be changed.
    int[] schedule(int number) {
        return schedules.get(number);
    }
}
