package overtake.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;

/// Rules of the machine that the corpus touches in few places or not at all, each with a twin that shows what it forbids.
class LitmusRulesTest {
    private static final String BOTH_READ_ZERO = "0:r0=0 /\\ 1:r0=0";
    private static final String OTHER_SIDE = "WRITE_ONCE(*y, 1); smp_mb(); r0 = READ_ONCE(*x);";

    /// Store buffering, with `between` in the first thread; the second one has a full fence.
    private static boolean storeBuffering(String model, String between) {
        return Litmus.allows(
                model, BOTH_READ_ZERO, "WRITE_ONCE(*x, 1); " + between + " r0 = READ_ONCE(*y);", OTHER_SIDE);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "smp_mb();",
        "smp_store_mb(*z, 1);",
        "xchg_relaxed(z, 1);",
        "atomic_inc(z);",
        "r1 = cmpxchg_relaxed(z, 5, 6);",
        "r1 = atomic_add_unless(z, 1, 0);",
        "spin_lock(s); spin_unlock(s);",
        "r1 = spin_trylock(s); spin_unlock(s);",
        "synchronize_rcu();",
        "synchronize_srcu_expedited(ss);",
        "r1 = srcu_read_lock(ss); srcu_read_unlock(ss, r1); smp_mb__after_srcu_read_unlock();",
        "r1 = srcu_read_lock(ss); srcu_read_unlock(ss, r1); barrier(); smp_mb__after_srcu_read_unlock();"
    })
    void these_drain_the_store_buffer(String between) {
        assertThat(storeBuffering("tso", between)).isFalse();
        assertThat(storeBuffering("sc", between)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "barrier(); smp_rmb(); smp_wmb();",
        "smp_mb__before_atomic(); smp_mb__after_atomic();",
        "smp_mb__after_spinlock(); smp_mb__after_unlock_lock();",
        "smp_mb__after_srcu_read_unlock();",
        "rcu_read_lock(); rcu_read_unlock(); smp_mb__after_srcu_read_unlock();",
        "r1 = srcu_read_lock(ss); smp_mb__after_srcu_read_unlock(); srcu_read_unlock(ss, r1);",
        "rcu_read_lock(); rcu_read_unlock();",
        "r1 = spin_is_locked(s);",
        "smp_store_release(z, 1); r1 = smp_load_acquire(z);"
    })
    void these_do_not_drain_the_store_buffer(String between) {
        assertThat(storeBuffering("tso", between)).isTrue();
        assertThat(storeBuffering("sc", between)).isFalse();
    }

    @Test
    void a_section_that_ended_on_one_path_only_drains_on_that_path() {
        String between =
                "if (READ_ONCE(*z)) { r1 = srcu_read_lock(ss); srcu_read_unlock(ss, r1); } smp_mb__after_srcu_read_unlock();";
        String[] threads = {"r2 = READ_ONCE(*z); WRITE_ONCE(*x, 1); " + between + " r0 = READ_ONCE(*y);", OTHER_SIDE};
        assertThat(Litmus.allows("tso", BOTH_READ_ZERO, threads)).isTrue();
        threads[0] = threads[0].replace("*z)) {", "*z) == 0) {");
        assertThat(Litmus.allows("tso", BOTH_READ_ZERO, threads)).isFalse();
    }

    @Test
    void a_trylock_that_fails_is_a_mere_load() {
        String[] threads = {
            "WRITE_ONCE(*x, 1); r1 = spin_trylock(s); r0 = READ_ONCE(*y);", "spin_lock(s); " + OTHER_SIDE
        };
        String condition = " /\\ " + BOTH_READ_ZERO;
        assertThat(Litmus.allows("tso", "0:r1=0" + condition, threads)).isTrue();
        assertThat(Litmus.allows("tso", "0:r1=1" + condition, threads)).isFalse();
        assertThat(Litmus.allows("sc", "0:r1=0" + condition, threads)).isFalse();
    }

    @Test
    void a_trylock_after_an_unlock_that_still_travels_waits_for_it() {
        String thread = "spin_lock(s); WRITE_ONCE(*x, 1); spin_unlock(s); r0 = spin_trylock(s);";
        LitmusTest alone = Litmus.test("exists (0:r0=1)", thread);
        assertThat(Litmus.states(alone, "tso")).containsExactly("1");
    }

    @Test
    void a_cpu_sees_its_own_unlock_before_others_do() {
        String thread = "spin_lock(s); spin_unlock(s); r0 = spin_is_locked(s); r1 = READ_ONCE(*y);";
        String other = "WRITE_ONCE(*y, 1); smp_mb(); r0 = spin_is_locked(s);";
        assertThat(Litmus.allows("tso", "0:r0=1", thread)).isFalse();
        assertThat(Litmus.allows("tso", "0:r0=0 /\\ 0:r1=0 /\\ 1:r0=1", thread, other)).isTrue();
        assertThat(Litmus.allows("sc", "0:r0=0 /\\ 0:r1=0 /\\ 1:r0=1", thread, other)).isFalse();
    }

    @Test
    void a_lock_may_be_held_at_the_end_and_others_then_wait_for_ever() {
        LitmusTest test = Litmus.test(
                "locations [x;] exists (1:r0=0)", "spin_lock(s); WRITE_ONCE(*x, 1);",
                "r0 = spin_is_locked(s); spin_lock(s); spin_unlock(s);");
        HerdOutcome outcome = LitmusRunner.outcome(test, new Sc());
        assertThat(outcome.states()).containsExactly("0 1");
        assertThat(outcome.flags()).isEmpty();
    }

    @Test
    void a_grace_period_under_a_spinlock_is_no_fault_here() {
        LitmusTest test =
                Litmus.test("exists (x=1)", "spin_lock(s); synchronize_rcu(); WRITE_ONCE(*x, 1); spin_unlock(s);");
        assertThat(LitmusRunner.outcome(test, new Tso()).states()).containsExactly("1");
    }

    /// The grace period may begin in the first section, before the second one, and then waits for the first one only.
    @Test
    void a_grace_period_waits_for_overlapping_sections_one_by_one() {
        String grace = "WRITE_ONCE(*x, 1); synchronize_srcu(ss); WRITE_ONCE(*y, 1);";
        String reader =
                "i0 = srcu_read_lock(ss); r0 = READ_ONCE(*x); i1 = srcu_read_lock(ss); srcu_read_unlock(ss, %s); "
                        + "r1 = READ_ONCE(*y); srcu_read_unlock(ss, %s);";
        String condition = "0:r0=0 /\\ 0:r1=1";
        assertThat(Litmus.allows("sc", condition, reader.formatted("i0", "i1"), grace)).isTrue();
        assertThat(Litmus.allows("sc", condition, reader.formatted("i1", "i0"), grace)).isFalse();
    }

    @Test
    void a_section_may_end_on_another_cpu_than_it_began_on() {
        String reader = "r0 = READ_ONCE(*y); r1 = srcu_down_read(ss); r2 = READ_ONCE(*y); smp_store_release(z, r1);";
        String closer = "r0 = smp_load_acquire(z); if (r0 != 0) { r1 = READ_ONCE(*x); srcu_up_read(ss, r0); }";
        String grace = "WRITE_ONCE(*x, 1); synchronize_srcu(ss); WRITE_ONCE(*y, 1);";
        LitmusTest test =
                Litmus.test("locations [0:r2; 1:r1;] filter (~z=0 /\\ ~1:r0=0) exists (y=1)", reader, closer, grace);
        assertThat(LitmusRunner.outcome(test, new Sc()).flags()).isEmpty();
        assertThat(Litmus.states(test, "sc")).contains("0 0 1", "0 1 1", "1 1 1").doesNotContain("1 0 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        *(x + (r0 + 1)) = 1;   | null-dereference
        r1 = *r0;              | null-dereference
        spin_unlock(s);        | unbalanced-unlock
        rcu_read_unlock();     | unbalanced-section
        srcu_read_unlock(ss, 0); | unbalanced-section
        srcu_read_unlock(ss, 99); | unbalanced-section
        """)
    void an_execution_that_breaks_a_rule_of_the_machine_is_flagged(String statement, String flag) {
        LitmusTest test = Litmus.test("exists (x=0)", "r0 = READ_ONCE(*y); " + statement);
        for (MemoryModel model : MemoryModel.all()) {
            HerdOutcome outcome = LitmusRunner.outcome(test, model);
            assertThat(outcome.flags()).containsExactly(flag);
            assertThat(outcome.states()).isEmpty();
        }
    }
}
