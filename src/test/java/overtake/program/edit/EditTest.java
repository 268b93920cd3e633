package overtake.program.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WARN_ON_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.atomic_inc;
import static overtake.kernel.Kernel.atomic_inc_return;
import static overtake.kernel.Kernel.choose;
import static overtake.kernel.Kernel.local_irq_disable;
import static overtake.kernel.Kernel.local_irq_enable;
import static overtake.kernel.Kernel.lockdep_assert_held;
import static overtake.kernel.Kernel.mutex_lock;
import static overtake.kernel.Kernel.mutex_trylock;
import static overtake.kernel.Kernel.mutex_unlock;
import static overtake.kernel.Kernel.observe;
import static overtake.kernel.Kernel.rcu_read_lock;
import static overtake.kernel.Kernel.rcu_read_unlock;
import static overtake.kernel.Kernel.refcount_inc;
import static overtake.kernel.Kernel.smp_load_acquire;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_store_mb;
import static overtake.kernel.Kernel.smp_store_release;
import static overtake.kernel.Kernel.smp_wmb;
import static overtake.kernel.Kernel.synchronize_rcu;
import static overtake.kernel.Kernel.write_lock;
import static overtake.kernel.Kernel.write_lock_irq;
import static overtake.kernel.Kernel.write_unlock;
import static overtake.kernel.Kernel.write_unlock_irq;

import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.Mutex;
import overtake.kernel.RwLock;
import overtake.lift.WorldLifter;
import overtake.program.World;

/// Dropping and weakening of operations by site.
class EditTest {
    static final class Cache {
        final RwLock lock = new RwLock();
        final Mutex refresh_lock = new Mutex();
        boolean valid;
        int pfn;
        int users;
    }

    private abstract static class OnCache implements Agent {
        final Cache gpc = new Cache();
    }

    private static World world(OnCache agent) {
        return WorldLifter.lift("test", (Composition composition) -> {
            composition.shared("gpc", agent.gpc);
            composition.agent("vcpu0", agent);
            composition.agent("vcpu1", agent);
        });
    }

    private static List<String> code(World world) {
        assertThat(world.programs().get(1).instructions())
                .isEqualTo(world.programs().getFirst().instructions());
        return Disassembly.instructions(world, world.programs().getFirst());
    }

    private static List<String> dropped(OnCache agent, String site) {
        return code(Edit.drop(world(agent), site));
    }

    private static String refusal(OnCache agent, String site) {
        World world = world(agent);
        return String.valueOf(
                catchThrowableOfType(EditException.class, () -> Edit.drop(world, site)).getMessage());
    }

    static final class Straight extends OnCache {
        @Override
        public void run() {
            while (READ_ONCE(gpc.pfn) == 0) {
                smp_mb();
            }
            WRITE_ONCE(gpc.valid, true);
            atomic_inc(gpc.users);
            lockdep_assert_held(gpc.lock);
            WARN_ON_ONCE(gpc.valid);
        }
    }

    @Test
    void a_fence_goes_and_branches_still_meet_their_targets() {
        assertThat(dropped(new Straight(), "run/smp_mb"))
                .containsExactly(
                        "0 r0 = load once gpc.pfn",
                        "1 if r0 != 0 goto 3 (join 3)",
                        "2 goto 0",
                        "3 store once gpc.valid = true",
                        "4 rmw once add gpc.users, 1",
                        "5 assert held gpc.lock",
                        "6 r0 = load plain gpc.valid",
                        "7 warn if r0 \"WARN_ON\"",
                        "8 halt");
    }

    @Test
    void a_store_an_atomic_without_result_and_checks_go() {
        assertThat(dropped(new Straight(), "run/WRITE_ONCE(gpc.valid)"))
                .hasSize(9)
                .noneMatch(line -> line.contains("store"));
        assertThat(dropped(new Straight(), "run/atomic_inc(gpc.users)"))
                .hasSize(9)
                .noneMatch(line -> line.contains("rmw"));
        assertThat(dropped(new Straight(), "run/lockdep_assert_held(gpc.lock)"))
                .hasSize(9)
                .noneMatch(line -> line.contains("held"));
        assertThat(dropped(new Straight(), "run/WARN_ON_ONCE"))
                .hasSize(9)
                .noneMatch(line -> line.contains("warn"));
    }

    static final class Section extends OnCache {
        private void retry() {
            write_unlock(gpc.lock);
            READ_ONCE(gpc.pfn);
            write_lock(gpc.lock);
        }

        @Override
        public void run() {
            write_lock(gpc.lock);
            retry();
            mutex_lock(gpc.refresh_lock);
            mutex_unlock(gpc.refresh_lock);
            write_unlock(gpc.lock);
        }
    }

    @Test
    void a_lock_goes_with_its_unlock_in_the_same_method() {
        assertThat(dropped(new Section(), "run/write_lock(gpc.lock)"))
                .containsExactly(
                        "0 unlock write gpc.lock",
                        "1 r0 = load once gpc.pfn",
                        "2 lock write gpc.lock",
                        "3 lock exclusive gpc.refresh_lock",
                        "4 unlock exclusive gpc.refresh_lock",
                        "5 halt");
    }

    @Test
    void an_unlock_goes_with_the_lock_that_follows_in_the_same_method() {
        assertThat(dropped(new Section(), "retry/write_unlock(gpc.lock)"))
                .containsExactly(
                        "0 lock write gpc.lock",
                        "1 r0 = load once gpc.pfn",
                        "2 lock exclusive gpc.refresh_lock",
                        "3 unlock exclusive gpc.refresh_lock",
                        "4 unlock write gpc.lock",
                        "5 halt");
    }

    static final class Irq extends OnCache {
        @Override
        public void run() {
            write_lock_irq(gpc.lock);
            write_unlock_irq(gpc.lock);
        }
    }

    @Test
    void an_irq_lock_that_is_dropped_still_switches_interrupts() {
        assertThat(dropped(new Irq(), "run/write_lock_irq(gpc.lock)"))
                .containsExactly("0 irq disable", "1 irq enable", "2 halt");
    }

    static final class ReadSide extends OnCache {
        @Override
        public void run() {
            rcu_read_lock();
            READ_ONCE(gpc.pfn);
            rcu_read_unlock();
            synchronize_rcu();
        }
    }

    @Test
    void a_read_side_section_goes_as_a_whole() {
        assertThat(dropped(new ReadSide(), "run/rcu_read_unlock"))
                .containsExactly("0 r0 = load once gpc.pfn", "1 synchronize rcu", "2 halt");
        assertThat(dropped(new ReadSide(), "run/synchronize_rcu")).hasSize(4);
    }

    static final class Counted extends OnCache {
        @Override
        public void run() {
            refcount_inc(gpc.users);
            smp_store_mb(gpc.valid, true);
        }
    }

    @Test
    void a_refcount_goes_with_its_warning_and_a_store_with_its_fence() {
        assertThat(dropped(new Counted(), "run/refcount_inc(gpc.users)"))
                .containsExactly("0 store once gpc.valid = true", "1 smp_mb", "2 halt");
        assertThat(dropped(new Counted(), "run/smp_store_mb(gpc.valid)")).hasSize(4);
    }

    static final class Needed extends OnCache {
        private void take() {
            write_lock(gpc.lock);
        }

        private void give() {
            write_unlock(gpc.lock);
        }

        @Override
        public void run() {
            take();
            if (mutex_trylock(gpc.refresh_lock)) {
                gpc.users = atomic_inc_return(gpc.pfn) + choose(2);
            }
            local_irq_disable();
            observe("r0", READ_ONCE(gpc.pfn));
            local_irq_enable();
            give();
        }
    }

    @Test
    void an_operation_whose_value_is_needed_cannot_be_dropped() {
        assertThat(refusal(new Needed(), "run/READ_ONCE(gpc.pfn)"))
                .isEqualTo("cannot drop run/READ_ONCE(gpc.pfn): its value is used; weaken it, or drop what orders it");
        assertThat(refusal(new Needed(), "run/atomic_inc_return(gpc.pfn)"))
                .isEqualTo("cannot drop run/atomic_inc_return(gpc.pfn): its result is used; weaken it instead");
        assertThat(refusal(new Needed(), "run/mutex_trylock(gpc.refresh_lock)"))
                .isEqualTo("cannot drop run/mutex_trylock(gpc.refresh_lock): whether it took the lock is used");
        assertThat(refusal(new Needed(), "run/choose")).isEqualTo("cannot drop run/choose: its value is used");
        assertThat(refusal(new Needed(), "run/observe(r0)"))
                .isEqualTo("cannot drop run/observe(r0): it is part of the outcome");
    }

    @Test
    void half_a_section_or_half_an_interrupt_switch_cannot_be_dropped() {
        assertThat(refusal(new Needed(), "take/write_lock(gpc.lock)"))
                .isEqualTo("cannot drop take/write_lock(gpc.lock): the other end of its section is in another method");
        assertThat(refusal(new Needed(), "run/local_irq_disable"))
                .isEqualTo("cannot drop run/local_irq_disable: interrupts would stay off or on for good");
    }

    @Test
    void an_unknown_site_is_answered_with_near_misses() {
        assertThat(refusal(new Straight(), "run/smb_mp"))
                .isEqualTo("no agent of test has a site run/smb_mp; nearest are run/smp_mb");
        assertThat(refusal(new Straight(), "somewhere/else"))
                .isEqualTo("no agent of test has a site somewhere/else; the disassembly lists them");
    }

    static final class Strong extends OnCache {
        @Override
        public void run() {
            smp_wmb();
            smp_store_release(gpc.valid, smp_load_acquire(gpc.pfn) == 0);
            WRITE_ONCE(gpc.users, atomic_inc_return(gpc.pfn));
            smp_store_mb(gpc.valid, true);
            gpc.users = 4;
        }
    }

    private static List<String> weakened(OnCache agent, String site, String to) {
        return code(Edit.weaken(world(agent), site, to));
    }

    @Test
    void a_fence_becomes_any_other_fence_or_none() {
        assertThat(weakened(new Strong(), "run/smp_wmb", "smp_rmb")).startsWith("0 smp_rmb");
        assertThat(weakened(new Strong(), "run/smp_wmb", "smp_mb")).startsWith("0 smp_mb");
        assertThat(weakened(new Strong(), "run/smp_wmb", "none")).startsWith("0 r0 = load acquire gpc.pfn");
    }

    @Test
    void accesses_lose_their_ordering() {
        assertThat(weakened(new Strong(), "run/smp_load_acquire(gpc.pfn)", "once"))
                .contains("1 r0 = load once gpc.pfn");
        assertThat(weakened(new Strong(), "run/smp_store_release(gpc.valid)", "plain"))
                .contains("3 store plain gpc.valid = r0");
        assertThat(weakened(new Strong(), "run/atomic_inc_return(gpc.pfn)", "release"))
                .contains("4 r0 = rmw release add gpc.pfn, 1");
        assertThat(weakened(new Strong(), "run/atomic_inc_return(gpc.pfn)", "relaxed"))
                .contains("4 r0 = rmw once add gpc.pfn, 1");
        assertThat(weakened(new Strong(), "run/smp_store_mb(gpc.valid)", "once"))
                .contains("7 store once gpc.valid = true", "8 store plain gpc.users = 4");
    }

    @Test
    void a_write_lock_becomes_a_read_lock_with_its_unlock() {
        assertThat(weakened(new Section(), "run/write_unlock(gpc.lock)", "read_lock"))
                .containsExactly(
                        "0 lock read gpc.lock",
                        "1 unlock write gpc.lock",
                        "2 r0 = load once gpc.pfn",
                        "3 lock write gpc.lock",
                        "4 lock exclusive gpc.refresh_lock",
                        "5 unlock exclusive gpc.refresh_lock",
                        "6 unlock read gpc.lock",
                        "7 halt");
    }

    @Test
    void a_form_that_is_not_weaker_is_answered_with_those_that_are() {
        World world = world(new Strong());
        EditException exception = catchThrowableOfType(
                EditException.class, () -> Edit.weaken(world, "run/smp_load_acquire(gpc.pfn)", "relaxed"));
        assertThat(exception)
                .hasMessage("cannot weaken run/smp_load_acquire(gpc.pfn) to relaxed: possible are once, plain");
        assertThat(exception.choices()).containsExactly("once", "plain");
        assertThat(catchThrowableOfType(EditException.class, () -> Edit.weaken(world, "run/write(gpc.users)", "plain")))
                .hasMessage("cannot weaken run/write(gpc.users) to plain: it has no weaker form");
    }

    @Test
    void the_world_that_is_edited_stays_as_it_was() {
        World world = world(new Strong());
        World copy = world(new Strong());
        Edit.drop(world, "run/smp_wmb");
        assertThat(world).isEqualTo(copy);
    }

    @Test
    void sites_tell_what_can_be_done() {
        assertThat(Edit.sites(world(new Strong())))
                .extracting(SiteInfo::site, SiteInfo::canBeDropped, info -> String.join(" ", info.weakerForms()))
                .contains(
                        org.assertj.core.groups.Tuple.tuple("run/smp_load_acquire(gpc.pfn)", false, "once plain"),
                        org.assertj.core.groups.Tuple.tuple("run/smp_store_release(gpc.valid)", true, "once plain"),
                        org.assertj.core.groups.Tuple.tuple(
                                "run/atomic_inc_return(gpc.pfn)", false, "relaxed acquire release once"),
                        org.assertj.core.groups.Tuple.tuple("run/write(gpc.users)", true, ""));
        assertThat(Edit.sites(world(new Strong()))).allSatisfy(info -> {
            assertThat(info.agents()).containsExactly("vcpu0", "vcpu1");
            assertThat(info.file()).isEqualTo("EditTest.java");
        });
    }
}
