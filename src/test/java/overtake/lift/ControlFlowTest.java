package overtake.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.smp_mb;
import static overtake.kernel.Kernel.smp_rmb;
import static overtake.kernel.Kernel.spin_lock;
import static overtake.kernel.Kernel.spin_unlock;

import org.junit.jupiter.api.Test;
import overtake.lift.Shapes.Box;
import overtake.lift.Shapes.Guard;
import overtake.lift.Shapes.Level;
import overtake.lift.Shapes.OnKvm;

class ControlFlowTest {
    static final class Counted extends OnKvm {
        @Override
        public void run() {
            for (int i = 0; i < 3; i++) {
                WRITE_ONCE(kvm.count, i);
            }
        }
    }

    @Test
    void a_counted_loop_keeps_its_counter_in_a_register() {
        assertThat(Lifted.code(new Counted()))
                .containsExactly(
                        "0 r0 = 0",
                        "1 if r0 >= 3 goto 5 (join 5)",
                        "2 store once kvm.count = r0",
                        "3 r0 = r0 + 1",
                        "4 goto 1",
                        "5 halt");
    }

    static final class BreakAndContinue extends OnKvm {
        @Override
        public void run() {
            while (true) {
                int n = READ_ONCE(box.n);
                if (n == 1) {
                    continue;
                }
                if (n == 2) {
                    break;
                }
                smp_mb();
            }
            smp_rmb();
        }
    }

    @Test
    void break_and_continue_are_branches() {
        assertThat(Lifted.code(new BreakAndContinue()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 if r0 == 1 goto 0 (join 2)",
                        "2 if r0 != 2 goto 5 (join 3)",
                        "3 smp_rmb",
                        "4 halt",
                        "5 smp_mb",
                        "6 goto 0");
    }

    static final class DoWhile extends OnKvm {
        @Override
        public void run() {
            int n;
            do {
                n = READ_ONCE(box.n);
            } while (n == 0);
            WRITE_ONCE(kvm.count, n);
        }
    }

    @Test
    void a_do_while_loop_has_one_branch() {
        assertThat(Lifted.code(new DoWhile()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 if r0 == 0 goto 0 (join 2)",
                        "2 store once kvm.count = r0",
                        "3 halt");
    }

    static final class IntSwitch extends OnKvm {
        @Override
        public void run() {
            switch (READ_ONCE(box.n)) {
                case 1 -> smp_mb();
                case 2, 3 -> smp_rmb();
                default -> {}
            }
        }
    }

    @Test
    void a_switch_tests_one_case_after_the_other() {
        assertThat(Lifted.code(new IntSwitch()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 if r0 == 1 goto 7 (join 4)",
                        "2 if r0 == 2 goto 5 (join 4)",
                        "3 if r0 == 3 goto 5 (join 4)",
                        "4 halt",
                        "5 smp_rmb",
                        "6 goto 4",
                        "7 smp_mb",
                        "8 goto 4");
    }

    static final class SwitchExpression extends OnKvm {
        @Override
        public void run() {
            WRITE_ONCE(
                    kvm.count,
                    switch (READ_ONCE(box.n)) {
                        case 0 -> 10;
                        case 7 -> 20;
                        default -> 30;
                    });
        }
    }

    @Test
    void a_switch_expression_meets_in_a_register() {
        assertThat(Lifted.code(new SwitchExpression()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 if r0 == 0 goto 8 (join 4)",
                        "2 if r0 == 7 goto 6 (join 4)",
                        "3 r0 = 30",
                        "4 store once kvm.count = r0",
                        "5 halt",
                        "6 r0 = 20",
                        "7 goto 4",
                        "8 r0 = 10",
                        "9 goto 4");
    }

    static final class EnumSwitch extends OnKvm {
        @Override
        public void run() {
            switch (READ_ONCE(box.level)) {
                case PTE -> smp_mb();
                case PMD -> smp_rmb();
                default -> {}
            }
        }
    }

    @Test
    void a_switch_over_an_enum_goes_through_the_compilers_table() {
        assertThat(Lifted.code(new EnumSwitch()))
                .hasSize(11)
                .startsWith("0 r0 = load once kvm.box.level", "1 r0 = constants[r0 + 1]")
                .contains("4 if r0 == 1 goto 9 (join 6)", "5 if r0 == 2 goto 7 (join 6)", "7 smp_rmb", "9 smp_mb");
    }

    static final class KnownEnum extends OnKvm {
        private final Level level = Level.PMD;

        @Override
        public void run() {
            switch (level) {
                case PTE -> smp_mb();
                case PMD -> smp_rmb();
                default -> {}
            }
        }
    }

    @Test
    void a_switch_over_a_final_enum_is_decided() {
        assertThat(Lifted.code(new KnownEnum())).containsExactly("0 smp_rmb", "1 halt");
    }

    static final class Configured extends OnKvm {
        private final boolean fence;

        Configured(boolean fence) {
            this.fence = fence;
        }

        @Override
        public void run() {
            if (fence) {
                smp_mb();
            }
        }
    }

    @Test
    void final_fields_remove_code() {
        assertThat(Lifted.code(new Configured(true))).containsExactly("0 smp_mb", "1 halt");
        assertThat(Lifted.code(new Configured(false))).containsExactly("0 halt");
    }

    static final class Finally extends OnKvm {
        @Override
        public void run() {
            spin_lock(kvm.lock);
            try {
                if (READ_ONCE(box.b)) {
                    return;
                }
                smp_mb();
            } finally {
                spin_unlock(kvm.lock);
            }
            smp_rmb();
        }
    }

    @Test
    void finally_runs_on_every_way_out() {
        assertThat(Lifted.code(new Finally()))
                .containsExactly(
                        "0 lock exclusive kvm.lock",
                        "1 r0 = load once kvm.box.b",
                        "2 if r0 == 0 goto 5 (no join)",
                        "3 unlock exclusive kvm.lock",
                        "4 halt",
                        "5 smp_mb",
                        "6 unlock exclusive kvm.lock",
                        "7 smp_rmb",
                        "8 halt");
    }

    static final class Resource extends OnKvm {
        @Override
        public void run() {
            try (Guard guard = new Guard(kvm.lock)) {
                WRITE_ONCE(box.b, guard != null);
            }
        }
    }

    @Test
    void a_guard_in_try_with_resources_is_lock_and_unlock() {
        assertThat(Lifted.code(new Resource()))
                .containsExactly(
                        "0 lock exclusive kvm.lock",
                        "1 store once kvm.box.b = true",
                        "2 unlock exclusive kvm.lock",
                        "3 halt");
    }

    static final class ListWalk extends OnKvm {
        @Override
        public void run() {
            for (Box b = READ_ONCE(kvm.chain.first); b != null; b = READ_ONCE(b.next)) {
                WRITE_ONCE(b.n, 0);
            }
        }
    }

    @Test
    void a_list_walk_is_a_loop_over_pointers() {
        assertThat(Lifted.code(new ListWalk()))
                .containsExactly(
                        "0 r0 = load once kvm.chain.first",
                        "1 if r0 == 0 goto 7 (join 7)",
                        "2 r1 = constants[r0 + 4]",
                        "3 store once [r1]{kvm.box.n, kvm.other.n} = 0",
                        "4 r0 = constants[r0 + 7]",
                        "5 r0 = load once [r0]{kvm.box.next, kvm.other.next}",
                        "6 goto 1",
                        "7 halt");
    }

    static final class JavaAssert extends OnKvm {
        @Override
        public void run() {
            assert READ_ONCE(box.n) == 0 : "box is empty";
        }
    }

    @Test
    void an_assert_is_a_branch_to_a_violation() {
        assertThat(Lifted.code(new JavaAssert()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 if r0 != 0 goto 3 (join 2)",
                        "2 halt",
                        "3 fail \"box is empty\"");
    }

    static final class Increments extends OnKvm {
        @Override
        public void run() {
            box.n++;
            kvm.count += 3;
        }
    }

    @Test
    void an_increment_is_a_plain_load_and_a_plain_store() {
        assertThat(Lifted.code(new Increments()))
                .containsExactly(
                        "0 r0 = load plain kvm.box.n",
                        "1 r0 = r0 + 1",
                        "2 store plain kvm.box.n = r0",
                        "3 r0 = load plain kvm.count",
                        "4 r0 = r0 + 3",
                        "5 store plain kvm.count = r0",
                        "6 halt");
    }

    @SuppressWarnings("NullAway")
    static final class FollowsNull extends OnKvm {
        private Box none() {
            return null;
        }

        @Override
        public void run() {
            WRITE_ONCE(none().n, 1);
        }
    }

    @Test
    void a_pointer_that_is_null_for_certain_faults_where_it_is_followed() {
        assertThat(Lifted.code(new FollowsNull()))
                .containsExactly("0 r0 = constants[0 + 0]", "1 fail \"null dereference\"");
    }
}
