package overtake.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.atomic_add;
import static overtake.kernel.Kernel.choose;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.rcu_read_lock;
import static overtake.kernel.Kernel.rcu_read_unlock;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_rmb;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;
import static overtake.kernel.Kernel.srcu_read_lock;
import static overtake.kernel.Kernel.srcu_read_unlock;

import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.kernel.Composition;
import overtake.lift.Shapes.Box;
import overtake.lift.Shapes.Guard;
import overtake.lift.Shapes.Kvm;
import overtake.lift.Shapes.OnKvm;
import overtake.lift.Shapes.Page;
import overtake.lift.Shapes.Visitor;
import overtake.program.Program;
import overtake.program.Source;
import overtake.program.World;

/// Sites are stable names of operations, spelled as in the source.
class SitesTest {
    private static List<String> sites(World world) {
        return world.programs().stream()
                .map(Program::sources)
                .flatMap(List::stream)
                .map(Source::site)
                .filter(site -> !site.isEmpty())
                .toList();
    }

    @SuppressWarnings("NullAway")
    static final class Spelling extends OnKvm {
        @Override
        public void run() {
            Box b = kvm.other;
            READ_ONCE(b.next.n);
            kvm.slots[choose(2)] = b.n;
            atomic_add(2, kvm.count);
            int token = srcu_read_lock(this.kvm.srcu);
            srcu_read_unlock(kvm.srcu, token);
            Page page = kvm.pages.alloc();
            kvm.pages.free(page);
            ensure("at-least-one", kvm.count > 0);
            smp_mb();
        }
    }

    @Test
    void operations_are_spelled_as_in_the_source_without_this() {
        assertThat(sites(Lifted.world(new Spelling())))
                .containsExactly(
                        "run/read(b.next)",
                        "run/READ_ONCE(b.next.n)",
                        "run/choose",
                        "run/read(b.n)",
                        "run/write(kvm.slots[choose(2)])",
                        "run/write(kvm.slots[choose(2)])",
                        "run/atomic_add(kvm.count)",
                        "run/srcu_read_lock(kvm.srcu)",
                        "run/srcu_read_unlock(kvm.srcu)",
                        "run/alloc(kvm.pages)",
                        "run/free(page)",
                        "run/read(kvm.count)",
                        "run/ensure(at-least-one)",
                        "run/smp_mb");
    }

    static final class Numbers extends OnKvm {
        private final boolean first;

        Numbers(boolean first) {
            this.first = first;
        }

        @Override
        public void run() {
            if (first) {
                smp_mb();
            }
            smp_rmb();
            smp_mb();
        }
    }

    @Test
    void further_occurrences_are_numbered_in_the_order_of_the_code() {
        assertThat(sites(Lifted.world(new Numbers(true))))
                .containsExactly("run/smp_mb", "run/smp_rmb", "run/smp_mb#2");
    }

    @Test
    void a_site_keeps_its_number_when_code_before_it_is_configured_away() {
        assertThat(sites(Lifted.world(new Numbers(false)))).containsExactly("run/smp_rmb", "run/smp_mb#2");
    }

    static final class TwiceInlined extends OnKvm {
        private void helper() {
            smp_mb();
        }

        @Override
        public void run() {
            helper();
            helper();
        }
    }

    @Test
    void inlined_copies_share_their_site_and_keep_their_callers() {
        Program program = Lifted.world(new TwiceInlined()).programs().getFirst();
        Source first = program.sources().get(0);
        Source second = program.sources().get(1);
        assertThat(first.site()).isEqualTo("helper/smp_mb").isEqualTo(second.site());
        assertThat(first.line()).isEqualTo(second.line());
        assertThat(first.callers()).hasSize(1).isNotEqualTo(second.callers());
        assertThat(first.callers().getFirst()).startsWith("SitesTest.java:");
    }

    static final class FinallyCopies extends OnKvm {
        @Override
        public void run() {
            spin_lock(kvm.lock);
            try {
                if (READ_ONCE(box.b)) {
                    return;
                }
                smp_mb();
            } finally {
                smp_rmb();
                spin_unlock(kvm.lock);
            }
        }
    }

    @Test
    void copies_of_a_finally_block_share_their_sites() {
        assertThat(sites(Lifted.world(new FinallyCopies())))
                .containsExactly(
                        "run/spin_lock(kvm.lock)",
                        "run/READ_ONCE(box.b)",
                        "run/smp_rmb",
                        "run/spin_unlock(kvm.lock)",
                        "run/smp_mb",
                        "run/smp_rmb",
                        "run/spin_unlock(kvm.lock)");
    }

    static final class InLambda extends OnKvm {
        private void with(Visitor visitor) {
            visitor.visit(box);
        }

        @Override
        public void run() {
            smp_mb();
            with(b -> {
                WRITE_ONCE(b.n, 1);
                smp_mb();
            });
        }
    }

    @Test
    void a_lambda_belongs_to_the_method_around_it() {
        assertThat(sites(Lifted.world(new InLambda())))
                .containsExactly("run/smp_mb", "run/WRITE_ONCE(b.n)", "run/smp_mb#2");
    }

    static final class Overloads extends OnKvm {
        private void fence(int n) {
            smp_mb();
            WRITE_ONCE(kvm.count, n);
        }

        private void fence(boolean b) {
            smp_mb();
            WRITE_ONCE(kvm.flag, b);
        }

        @Override
        public void run() {
            fence(1);
            fence(true);
        }
    }

    @Test
    void overloads_share_their_numbers() {
        assertThat(sites(Lifted.world(new Overloads())))
                .containsExactly(
                        "fence/smp_mb",
                        "fence/WRITE_ONCE(kvm.count)",
                        "fence/smp_mb#2",
                        "fence/WRITE_ONCE(kvm.flag)");
    }

    static final class ConstructorOfGuard extends OnKvm {
        @Override
        public void run() {
            try (Guard guard = new Guard(kvm.lock)) {
                WRITE_ONCE(box.b, guard != null);
            }
        }
    }

    @Test
    void a_constructor_is_named_after_its_class() {
        assertThat(sites(Lifted.world(new ConstructorOfGuard())))
                .containsExactly("Guard/spin_lock(lock)", "run/WRITE_ONCE(box.b)", "close/spin_unlock(lock)");
    }

    static final class Reader extends OnKvm {
        @Override
        public void run() {
            rcu_read_lock();
            READ_ONCE(kvm.count);
            rcu_read_unlock();
        }
    }

    static final class OtherReader extends OnKvm {
        @Override
        public void run() {
            READ_ONCE(kvm.count);
            READ_ONCE(kvm.seq);
        }
    }

    @Test
    void the_class_is_in_front_only_where_two_classes_share_a_site() {
        World world = Lifted.world((Composition composition) -> {
            composition.agent("a", new Reader());
            composition.agent("b", new OtherReader());
        });
        assertThat(sites(world))
                .containsExactly(
                        "run/rcu_read_lock",
                        "Reader.run/READ_ONCE(kvm.count)",
                        "run/rcu_read_unlock",
                        "OtherReader.run/READ_ONCE(kvm.count)",
                        "run/READ_ONCE(kvm.seq)");
    }

    @Test
    void two_agents_of_one_class_share_their_sites() {
        Kvm kvm = new Kvm();
        World world = Lifted.world((Composition composition) -> {
            composition.shared("kvm", kvm);
            composition.agent("a", new Reader());
            composition.agent("b", new Reader());
        });
        assertThat(sites(world).stream().distinct())
                .containsExactly("run/rcu_read_lock", "run/READ_ONCE(kvm.count)", "run/rcu_read_unlock");
    }
}
