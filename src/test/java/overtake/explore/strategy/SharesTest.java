package overtake.explore.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SharesTest {
    private static final long EPOCH = 2 * Shares.SLOTS;

    @Test
    void every_member_has_the_share_of_its_weight() {
        Shares shares = new Shares(1, 2, 5);
        assertThat(shares.share(0)).isEqualTo(8);
        assertThat(shares.share(1)).isEqualTo(16);
        assertThat(shares.share(2)).isEqualTo(40);
    }

    @Test
    void nobody_is_left_out_however_small_its_weight() {
        Shares shares = new Shares(1, 1_000_000, 1_000_000);
        assertThat(shares.share(0)).isPositive();
        shares.learn(EPOCH, new long[] {2, 60, 60}, new long[] {0, 60, 60});
        assertThat(shares.share(0)).isPositive();
    }

    /// Each member's executions are numbered 0, 1, 2, ... without a gap, across epochs and changes of shares.
    @Test
    void executions_of_a_member_are_numbered_without_gaps() {
        Shares shares = new Shares(1, 2, 5);
        SortedMap<Integer, Long> next = new TreeMap<>();
        for (long from = 0; from < 6 * EPOCH; from += EPOCH) {
            long[] tried = new long[3];
            for (long i = from; i < from + EPOCH; i++) {
                int who = shares.member(i);
                tried[who]++;
                assertThat(shares.number(i)).isEqualTo(next.getOrDefault(who, 0L));
                next.merge(who, 1L, Long::sum);
            }
            shares.learn(from + EPOCH, tried, new long[] {0, tried[1], from});
        }
    }

    @Test
    void who_finds_new_classes_gets_more_and_who_does_not_gets_less() {
        Shares shares = new Shares(1, 1);
        for (int epoch = 1; epoch < 5; epoch++) {
            shares.learn(epoch * EPOCH, new long[] {64, 64}, new long[] {0, 64});
        }
        assertThat(shares.share(1)).isGreaterThan(44);
        // The negative twin: alike, they share alike.
        Shares alike = new Shares(1, 1);
        alike.learn(EPOCH, new long[] {64, 64}, new long[] {30, 30});
        assertThat(alike.share(1)).isEqualTo(Shares.SLOTS / 2);
    }

    @Test
    void what_was_learnt_is_forgotten_again() {
        Shares shares = new Shares(1, 1);
        shares.learn(EPOCH, new long[] {64, 64}, new long[] {0, 64});
        int then = shares.share(1);
        for (int epoch = 2; epoch < 12; epoch++) {
            shares.learn(epoch * EPOCH, new long[] {64, 64}, new long[] {10, 10});
        }
        assertThat(shares.share(1)).isLessThan(then).isBetween(Shares.SLOTS / 2 - 2, Shares.SLOTS / 2 + 2);
    }
}
