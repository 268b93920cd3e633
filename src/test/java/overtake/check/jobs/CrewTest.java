package overtake.check.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CrewTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void each_member_does_each_piece_once(int members) {
        AtomicIntegerArray done = new AtomicIntegerArray(members);
        try (Crew crew = new Crew(members)) {
            for (int piece = 1; piece <= 2000; piece++) {
                crew.work(done::incrementAndGet);
                for (int i = 0; i < members; i++) {
                    assertThat(done.get(i)).isEqualTo(piece);
                }
            }
        }
    }

    @Test
    void members_work_at_the_same_time_even_after_they_have_slept() {
        CyclicBarrier all = new CyclicBarrier(3);
        try (Crew crew = new Crew(3)) {
            for (int piece = 0; piece < 3; piece++) {
                crew.work(_ -> meet(all));
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private static void meet(CyclicBarrier all) {
        try {
            all.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_a_member_throws_is_thrown_and_the_crew_goes_on() {
        try (Crew crew = new Crew(2)) {
            assertThatThrownBy(() -> crew.work(number -> {
                if (number == 1) {
                    throw new IllegalStateException("of member 1");
                }
            })).hasMessage("of member 1");
            AtomicIntegerArray done = new AtomicIntegerArray(2);
            crew.work(done::incrementAndGet);
            assertThat(done.get(0) + done.get(1)).isEqualTo(2);
        }
    }
}
