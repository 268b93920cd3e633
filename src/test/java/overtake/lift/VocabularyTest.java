package overtake.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static overtake.kernel.Kernel.BUG_ON;
import static overtake.kernel.Kernel.KVM_BUG_ON;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WARN_ON_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.atomic_add;
import static overtake.kernel.Kernel.atomic_add_negative;
import static overtake.kernel.Kernel.atomic_add_unless;
import static overtake.kernel.Kernel.atomic_andnot;
import static overtake.kernel.Kernel.atomic_dec_and_test;
import static overtake.kernel.Kernel.atomic_fetch_or_acquire;
import static overtake.kernel.Kernel.atomic_inc_return;
import static overtake.kernel.Kernel.atomic_sub_return_relaxed;
import static overtake.kernel.Kernel.choose;
import static overtake.kernel.Kernel.clear_bit;
import static overtake.kernel.Kernel.cmpxchg;
import static overtake.kernel.Kernel.cond_resched;
import static overtake.kernel.Kernel.down_read;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.ghost;
import static overtake.kernel.Kernel.ghost_held;
import static overtake.kernel.Kernel.ghost_held_write;
import static overtake.kernel.Kernel.local_irq_disable;
import static overtake.kernel.Kernel.local_irq_enable;
import static overtake.kernel.Kernel.lockdep_assert_held;
import static overtake.kernel.Kernel.lockdep_assert_held_write;
import static overtake.kernel.Kernel.mutex_trylock;
import static overtake.kernel.Kernel.observe;
import static overtake.kernel.Kernel.rcu_assign_pointer;
import static overtake.kernel.Kernel.rcu_read_lock;
import static overtake.kernel.Kernel.rcu_read_unlock;
import static overtake.kernel.Kernel.refcount_dec_and_test;
import static overtake.kernel.Kernel.refcount_inc;
import static overtake.kernel.Kernel.refcount_inc_not_zero;
import static overtake.kernel.Kernel.set_bit;
import static overtake.kernel.Kernel.smp_load_acquire;
import static overtake.kernel.Kernel.smp_mb__after_atomic;
import static overtake.kernel.Kernel.smp_store_mb;
import static overtake.kernel.Kernel.smp_store_release;
import static overtake.kernel.Kernel.spin_lock_irqsave;
import static overtake.kernel.Kernel.spin_unlock_irqrestore;
import static overtake.kernel.Kernel.srcu_read_lock;
import static overtake.kernel.Kernel.srcu_read_unlock;
import static overtake.kernel.Kernel.synchronize_rcu;
import static overtake.kernel.Kernel.synchronize_srcu;
import static overtake.kernel.Kernel.test_and_set_bit;
import static overtake.kernel.Kernel.test_bit;
import static overtake.kernel.Kernel.up_read;
import static overtake.kernel.Kernel.xchg_release;

import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.kernel.Kernel;
import overtake.lift.Shapes.OnKvm;
import overtake.lift.code.Meaning;
import overtake.lift.code.Vocabulary;

/// What each function of the kernel's vocabulary becomes.
class VocabularyTest {
    static Stream<Method> functions() {
        return Stream.of(Kernel.class.getDeclaredMethods()).filter(m -> !m.isSynthetic());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void every_function_has_a_meaning_whose_lvalue_is_named_so(Method function) {
        Meaning meaning = Vocabulary.of(function.getName()).orElseThrow();
        meaning.lvalue()
                .ifPresentOrElse(
                        position -> assertThat(function.getParameters()[position].getName())
                                .isEqualTo("lvalue"),
                        () -> assertThat(function.getParameters()).noneMatch(p -> p.getName()
                                .equals("lvalue")));
    }

    @Test
    void other_names_have_none() {
        assertThat(Stream.of("atomic_fetch_inc_return", "atomic_add_relaxed", "atomic_or_return", "spin_trylock_irq",
                "mb"))
                .noneMatch(name -> Vocabulary.of(name).isPresent());
    }

    static final class Accesses extends OnKvm {
        @Override
        public void run() {
            WRITE_ONCE(kvm.count, READ_ONCE(box.n));
            smp_store_release(kvm.flag, smp_load_acquire(box.b));
            smp_store_mb(kvm.seq, 1);
            rcu_assign_pointer(box.next, kvm.other);
        }
    }

    @Test
    void accesses_carry_their_ordering() {
        assertThat(Lifted.code(new Accesses()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 store once kvm.count = r0",
                        "2 r0 = load acquire kvm.box.b",
                        "3 store release kvm.flag = r0",
                        "4 store once kvm.seq = 1",
                        "5 smp_mb",
                        "6 store release kvm.box.next = kvm.other",
                        "7 halt");
    }

    static final class ReadModifyWrites extends OnKvm {
        @Override
        public void run() {
            atomic_add(3, kvm.count);
            atomic_andnot(6, kvm.count);
            kvm.seq = atomic_inc_return(kvm.count);
            kvm.seq = atomic_sub_return_relaxed(2, kvm.count);
            kvm.seq = atomic_fetch_or_acquire(4, kvm.count);
            kvm.flag = atomic_dec_and_test(kvm.count);
            kvm.flag = atomic_add_negative(-3, kvm.count);
            kvm.flag = atomic_add_unless(kvm.count, 2, 5);
            kvm.seq = xchg_release(kvm.count, 9);
            kvm.seq = cmpxchg(kvm.count, 1, 2);
        }
    }

    @Test
    void read_modify_writes_compute_what_they_return_from_the_old_value() {
        assertThat(Lifted.code(new ReadModifyWrites()))
                .containsExactly(
                        "0 rmw once add kvm.count, 3",
                        "1 rmw once and_not kvm.count, 6",
                        "2 r0 = rmw full add kvm.count, 1",
                        "3 r0 = r0 + 1",
                        "4 store plain kvm.seq = r0",
                        "5 r0 = rmw once add kvm.count, -2",
                        "6 r0 = r0 + -2",
                        "7 store plain kvm.seq = r0",
                        "8 r0 = rmw acquire or kvm.count, 4",
                        "9 store plain kvm.seq = r0",
                        "10 r0 = rmw full add kvm.count, -1",
                        "11 r0 = r0 == 1",
                        "12 store plain kvm.flag = r0",
                        "13 r0 = rmw full add kvm.count, -3",
                        "14 r0 = r0 + -3",
                        "15 r0 = r0 < 0",
                        "16 store plain kvm.flag = r0",
                        "17 r0 = rmw full add_unless kvm.count, 2 unless 5",
                        "18 r0 = r0 != 5",
                        "19 store plain kvm.flag = r0",
                        "20 r0 = rmw release exchange kvm.count, 9",
                        "21 store plain kvm.seq = r0",
                        "22 r0 = rmw full compare_exchange kvm.count, 2 if 1",
                        "23 store plain kvm.seq = r0",
                        "24 halt");
    }

    static final class Refcounts extends OnKvm {
        @Override
        public void run() {
            refcount_inc(kvm.count);
            if (refcount_inc_not_zero(kvm.count) && refcount_dec_and_test(kvm.count)) {
                smp_mb__after_atomic();
            }
        }
    }

    @Test
    void reference_counts_warn() {
        assertThat(Lifted.code(new Refcounts()))
                .containsExactly(
                        "0 r0 = rmw once add kvm.count, 1",
                        "1 r0 = r0 == 0",
                        "2 warn if r0 \"refcount_t: addition on 0\"",
                        "3 r0 = rmw once add_unless kvm.count, 1 unless 0",
                        "4 if r0 == 0 goto 10 (join 10)",
                        "5 r0 = rmw release add kvm.count, -1",
                        "6 r1 = r0 <= 0",
                        "7 warn if r1 \"refcount_t: underflow\"",
                        "8 if r0 != 1 goto 10 (join 10)",
                        "9 smp_mb__after_atomic",
                        "10 halt");
    }

    static final class Bits extends OnKvm {
        @Override
        public void run() {
            set_bit(3, kvm.count);
            clear_bit(choose(4), kvm.count);
            kvm.flag = test_and_set_bit(1, kvm.count);
            kvm.flag = test_bit(2, kvm.count);
        }
    }

    @Test
    void bit_operations_use_a_mask() {
        assertThat(Lifted.code(new Bits()))
                .containsExactly(
                        "0 rmw once or kvm.count, 8",
                        "1 r0 = choose 4",
                        "2 r0 = 1 << r0",
                        "3 rmw once and_not kvm.count, r0",
                        "4 r0 = rmw full or kvm.count, 2",
                        "5 r0 = r0 & 2",
                        "6 r0 = r0 != 0",
                        "7 store plain kvm.flag = r0",
                        "8 r0 = load once kvm.count",
                        "9 r0 = r0 & 4",
                        "10 r0 = r0 != 0",
                        "11 store plain kvm.flag = r0",
                        "12 halt");
    }

    static final class Locks extends OnKvm {
        @Override
        public void run() {
            spin_lock_irqsave(kvm.lock);
            spin_unlock_irqrestore(kvm.lock);
            kvm.flag = mutex_trylock(kvm.mutex);
            down_read(kvm.slots_lock);
            lockdep_assert_held(kvm.slots_lock);
            up_read(kvm.slots_lock);
            lockdep_assert_held_write(kvm.mmu_lock);
            local_irq_disable();
            local_irq_enable();
        }
    }

    @Test
    void locks_have_modes_and_irq_forms_switch_interrupts() {
        assertThat(Lifted.code(new Locks()))
                .containsExactly(
                        "0 irq disable",
                        "1 lock exclusive kvm.lock",
                        "2 unlock exclusive kvm.lock",
                        "3 irq enable",
                        "4 r0 = trylock exclusive kvm.mutex",
                        "5 store plain kvm.flag = r0",
                        "6 lock read kvm.slots_lock",
                        "7 assert held kvm.slots_lock",
                        "8 unlock read kvm.slots_lock",
                        "9 assert held write kvm.mmu_lock",
                        "10 irq disable",
                        "11 irq enable",
                        "12 halt");
    }

    static final class GracePeriods extends OnKvm {
        @Override
        public void run() {
            rcu_read_lock();
            rcu_read_unlock();
            synchronize_rcu();
            int token = srcu_read_lock(kvm.srcu);
            srcu_read_unlock(kvm.srcu, token);
            synchronize_srcu(kvm.srcu);
            WRITE_ONCE(kvm.count, token);
        }
    }

    @Test
    void read_sides_name_their_domain() {
        assertThat(Lifted.code(new GracePeriods()))
                .containsExactly(
                        "0 read-side lock rcu",
                        "1 read-side unlock rcu",
                        "2 synchronize rcu",
                        "3 read-side lock kvm.srcu",
                        "4 read-side unlock kvm.srcu",
                        "5 synchronize kvm.srcu",
                        "6 store once kvm.count = 0",
                        "7 halt");
    }

    static final class Checks extends OnKvm {
        @Override
        public void run() {
            if (WARN_ON_ONCE(READ_ONCE(box.n) > 2)) {
                KVM_BUG_ON(true);
            }
            BUG_ON(READ_ONCE(box.b));
            ensure("zero", ghost(kvm.count) == 0);
            ensure("free", !ghost_held(kvm.lock) | ghost_held_write(kvm.mmu_lock));
            observe("r1", READ_ONCE(kvm.count));
            observe("r0", true);
            cond_resched();
        }
    }

    @Test
    void checks_name_a_property_and_ghosts_are_no_accesses() {
        assertThat(Lifted.code(new Checks()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 r1 = r0 > 2",
                        "2 warn if r1 \"WARN_ON\"",
                        "3 if r0 <= 2 goto 5 (join 5)",
                        "4 bug if 1 \"BUG_ON\"",
                        "5 r0 = load once kvm.box.b",
                        "6 bug if r0 \"BUG_ON\"",
                        "7 r0 = ghost kvm.count",
                        "8 r0 = r0 == 0",
                        "9 ensure r0 \"zero\"",
                        "10 r0 = ghost held kvm.lock",
                        "11 r0 = r0 == 0",
                        "12 r1 = ghost held write kvm.mmu_lock",
                        "13 r0 = r0 | r1",
                        "14 ensure r0 \"free\"",
                        "15 r0 = load once kvm.count",
                        "16 observe r1 = r0",
                        "17 observe r0 = 1",
                        "18 yield",
                        "19 halt");
    }
}
