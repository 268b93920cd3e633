package overtake.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.explore.Exhaustive;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.LockKind;
import overtake.property.Outcome;
import overtake.support.LitmusShapes;

/// What locks and grace periods exclude, each rule beside a twin without it.
class LockRulesTest {
    private static Exhaustive.Result explore(LitmusShapes shape, MemoryModel model) {
        Machine machine = new Machine(shape.world(), model, Bounds.DEFAULT);
        Exhaustive.Result result = Exhaustive.explore(machine, List.of(), 1_000_000);
        assertThat(result.complete()).isTrue();
        return result;
    }

    private static List<String> outcomes(LitmusShapes shape, MemoryModel model) {
        Exhaustive.Result result = explore(shape, model);
        assertThat(result.violations()).isEmpty();
        return result.outcomes().stream().map(Outcome::toString).toList();
    }

    private static LitmusShapes twoWritesSeenByAReader(String read, String write) {
        return LitmusShapes.named("torn")
                .thread(write.formatted("lock"), "w x 1", "w x 2", write.formatted("unlock"))
                .thread(read.formatted("lock"), "r x r0", "r x r1", read.formatted("unlock"));
    }

    private static final String TORN = "1:r0=1 1:r1=2";

    @Test
    void a_spinlock_excludes_the_other_agent() {
        for (MemoryModel model : MemoryModel.all()) {
            assertThat(outcomes(twoWritesSeenByAReader("%s s", "%s s"), model))
                    .containsExactly("1:r0=0 1:r1=0", "1:r0=2 1:r1=2");
        }
    }

    @Test
    void two_different_spinlocks_exclude_nobody() {
        assertThat(outcomes(twoWritesSeenByAReader("%s s", "%s t"), new Sc())).contains(TORN);
    }

    @Test
    void a_reader_excludes_a_writer_but_not_a_reader() {
        for (LockKind kind : List.of(LockKind.RWLOCK, LockKind.RWLOCK_UNFAIR, LockKind.RWSEM, LockKind.RWSEM_UNFAIR)) {
            LitmusShapes excluded =
                    twoWritesSeenByAReader("%s s read", "%s s write").lock("s", kind);
            assertThat(outcomes(excluded, new Sc())).containsExactly("1:r0=0 1:r1=0", "1:r0=2 1:r1=2");
            LitmusShapes shared =
                    twoWritesSeenByAReader("%s s read", "%s s read").lock("s", kind);
            assertThat(outcomes(shared, new Sc())).contains(TORN);
        }
    }

    @Test
    void a_waiting_writer_of_a_queued_rwlock_blocks_a_nested_reader_for_ever() {
        LitmusShapes nested = LitmusShapes.named("nested readers")
                .thread("lock s read", "lock s read", "unlock s read", "unlock s read")
                .thread("lock s write", "unlock s write");
        assertThat(explore(nested.lock("s", LockKind.RWLOCK), new Sc()).violations()).containsExactly("deadlock");
        assertThat(explore(nested.lock("s", LockKind.RWSEM), new Sc()).violations()).containsExactly("deadlock");
        assertThat(explore(nested.lock("s", LockKind.RWLOCK_UNFAIR), new Sc()).violations()).isEmpty();
        assertThat(explore(nested.lock("s", LockKind.RWSEM_UNFAIR), new Sc()).violations()).isEmpty();
    }

    @Test
    void waiting_writers_are_served_one_after_the_other() {
        LitmusShapes writers = LitmusShapes.named("three writers").lock("s", LockKind.RWLOCK);
        for (int i = 0; i < 3; i++) {
            writers.thread("lock s write", "r x r0", "w x " + (i + 1), "unlock s write");
        }
        assertThat(outcomes(writers, new Tso())).hasSize(6);
    }

    private static LitmusShapes storeThenUnlockThenLoad(LockKind kind, String mode) {
        return LitmusShapes.named("SB over unlock")
                .lock("s", kind)
                .lock("t", kind)
                .thread("lock s" + mode, "w x 1", "unlock s" + mode, "r y r0")
                .thread("lock t" + mode, "w y 1", "unlock t" + mode, "r x r0");
    }

    private static final String STORE_BUFFERING = "0:r0=0 1:r0=0";

    @Test
    void under_tso_an_unlock_that_is_a_plain_store_is_overtaken_by_a_load() {
        assertThat(outcomes(storeThenUnlockThenLoad(LockKind.SPINLOCK, ""), new Tso())).contains(STORE_BUFFERING);
        assertThat(outcomes(storeThenUnlockThenLoad(LockKind.RWLOCK, " write"), new Tso())).contains(STORE_BUFFERING);
    }

    @Test
    void under_tso_an_unlock_that_is_atomic_is_not() {
        assertThat(outcomes(storeThenUnlockThenLoad(LockKind.MUTEX, ""), new Tso())).doesNotContain(STORE_BUFFERING);
        assertThat(outcomes(storeThenUnlockThenLoad(LockKind.RWLOCK, " read"), new Tso()))
                .doesNotContain(STORE_BUFFERING);
        assertThat(outcomes(storeThenUnlockThenLoad(LockKind.RWSEM, " write"), new Tso()))
                .doesNotContain(STORE_BUFFERING);
    }

    @Test
    void two_locks_taken_in_opposite_order_deadlock() {
        LitmusShapes opposite = LitmusShapes.named("ABBA")
                .thread("lock a", "lock b", "unlock b", "unlock a")
                .thread("lock b", "lock a", "unlock a", "unlock b");
        LitmusShapes same = LitmusShapes.named("ABAB")
                .thread("lock a", "lock b", "unlock b", "unlock a")
                .thread("lock a", "lock b", "unlock b", "unlock a");
        for (MemoryModel model : MemoryModel.all()) {
            assertThat(explore(opposite, model).violations()).containsExactly("deadlock");
            assertThat(explore(same, model).violations()).isEmpty();
        }
    }

    @Test
    void taking_a_spinlock_twice_is_a_deadlock() {
        assertThat(explore(LitmusShapes.named("twice").thread("lock a", "lock a"), new Sc()).violations())
                .containsExactly("deadlock");
    }

    @Test
    void an_unlock_without_the_lock_is_found_also_when_it_travels() {
        for (MemoryModel model : MemoryModel.all()) {
            LitmusShapes shape = LitmusShapes.named("unbalanced").thread("unlock s").thread("lock s", "unlock s");
            assertThat(explore(shape, model).violations()).contains("unbalanced-unlock");
        }
    }

    @Test
    void ending_with_a_lock_or_a_section_is_found() {
        assertThat(explore(LitmusShapes.named("held").thread("lock s"), new Tso()).violations())
                .containsExactly("held-at-end");
        assertThat(explore(LitmusShapes.named("section").thread("rcu"), new Tso()).violations())
                .containsExactly("held-at-end");
    }

    @Test
    void a_mutex_under_a_spinlock_is_a_sleep_in_atomic_context() {
        LitmusShapes wrong = LitmusShapes.named("sleep")
                .lock("m", LockKind.MUTEX)
                .thread("lock s", "lock m", "unlock m", "unlock s");
        LitmusShapes right = LitmusShapes.named("no sleep")
                .lock("m", LockKind.MUTEX)
                .thread("lock m", "lock s", "unlock s", "unlock m");
        assertThat(explore(wrong, new Sc()).violations()).containsExactly("sleep-in-atomic");
        assertThat(explore(right, new Sc()).violations()).isEmpty();
    }

    @Test
    void a_grace_period_inside_a_section_of_rcu_is_found() {
        LitmusShapes shape = LitmusShapes.named("sync inside").thread("rcu", "sync", "rcu!");
        assertThat(explore(shape, new Sc()).violations()).containsExactly("sleep-in-atomic");
    }

    @Test
    void a_grace_period_waits_for_the_stores_of_the_sections_too() {
        LitmusShapes shape = LitmusShapes.named("RCU stores")
                .thread("rcu", "r x r0", "w y 1", "rcu!")
                .thread("w x 1", "sync", "r y r0");
        LitmusShapes without = LitmusShapes.named("no RCU")
                .thread("r x r0", "w y 1")
                .thread("w x 1", "mb", "r y r0");
        String late = "0:r0=0 1:r0=0";
        assertThat(outcomes(shape, new Tso())).doesNotContain(late).contains("0:r0=0 1:r0=1");
        assertThat(outcomes(without, new Tso())).contains(late);
    }

    @Test
    void a_full_channel_is_a_bound_and_not_an_answer() {
        LitmusShapes shape = LitmusShapes.named("full").thread("w x 1", "w x 2", "w x 3");
        Machine small = new Machine(shape.world(), new Tso(), new Bounds(2, 100));
        assertThat(Exhaustive.explore(small, List.of(), 1000).complete()).isFalse();
        Machine large = new Machine(shape.world(), new Tso(), new Bounds(3, 100));
        assertThat(Exhaustive.explore(large, List.of(), 1000).complete()).isTrue();
    }
}
