package overtake.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.rcu_dereference;

import org.junit.jupiter.api.Test;
import overtake.lift.Shapes.Box;
import overtake.lift.Shapes.Level;
import overtake.lift.Shapes.OnKvm;

/// Data, address and control dependencies are those of the source, no fewer and no more.
class DependenciesTest {
    static final class ComparisonAsValue extends OnKvm {
        @Override
        public void run() {
            boolean b = READ_ONCE(box.n) != 0;
            WRITE_ONCE(kvm.flag, b);
        }
    }

    @Test
    void the_value_of_a_comparison_is_data() {
        assertThat(Lifted.code(new ComparisonAsValue()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 r0 = r0 != 0",
                        "2 store once kvm.flag = r0",
                        "3 halt");
    }

    static final class Negation extends OnKvm {
        @Override
        public void run() {
            WRITE_ONCE(kvm.flag, !READ_ONCE(box.b));
        }
    }

    @Test
    void a_negation_is_data() {
        assertThat(Lifted.code(new Negation()))
                .containsExactly(
                        "0 r0 = load once kvm.box.b",
                        "1 r0 = r0 == 0",
                        "2 store once kvm.flag = r0",
                        "3 halt");
    }

    static final class AssignedInBothArms extends OnKvm {
        @Override
        public void run() {
            boolean b;
            if (READ_ONCE(box.n) != 0) {
                b = true;
            } else {
                b = false;
            }
            WRITE_ONCE(kvm.flag, b);
        }
    }

    @Test
    void a_variable_assigned_in_both_arms_depends_on_nothing() {
        assertThat(Lifted.code(new AssignedInBothArms()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 if r0 == 0 goto 5 (join 3)",
                        "2 r0 = 1",
                        "3 store once kvm.flag = r0",
                        "4 halt",
                        "5 r0 = 0",
                        "6 goto 3");
    }

    static final class TestOfAssigned extends OnKvm {
        @Override
        public void run() {
            boolean b;
            if (READ_ONCE(box.n) != 0) {
                b = true;
            } else {
                b = false;
            }
            if (b) {
                WRITE_ONCE(kvm.flag, true);
            }
        }
    }

    @Test
    void a_test_of_such_a_variable_stays_a_second_branch() {
        assertThat(Lifted.code(new TestOfAssigned()))
                .contains("1 if r0 == 0 goto 6 (join 3)", "3 if r0 == 0 goto 5 (join 5)");
    }

    static final class OtherConstants extends OnKvm {
        @Override
        public void run() {
            WRITE_ONCE(kvm.count, READ_ONCE(box.n) > 3 ? 7 : 9);
        }
    }

    @Test
    void other_constants_that_meet_on_the_stack_become_a_select() {
        assertThat(Lifted.code(new OtherConstants()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 r0 = r0 <= 3 ? 9 : 7",
                        "2 store once kvm.count = r0",
                        "3 halt");
    }

    static final class EnumConstants extends OnKvm {
        @Override
        public void run() {
            WRITE_ONCE(box.level, READ_ONCE(box.n) > 3 ? Level.PTE : Level.PUD);
        }
    }

    @Test
    void enum_constants_do_so_too() {
        assertThat(Lifted.code(new EnumConstants())).anyMatch(line -> line.matches("1 r0 = r0 <= 3 \\? \\d+ : \\d+"));
    }

    static final class Conjunction extends OnKvm {
        @Override
        public void run() {
            WRITE_ONCE(kvm.flag, READ_ONCE(box.n) > 0 && READ_ONCE(box.b));
        }
    }

    @Test
    void the_first_part_of_a_conjunction_is_a_branch_and_the_last_is_data() {
        assertThat(Lifted.code(new Conjunction()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 if r0 <= 0 goto 6 (join 4)",
                        "2 r0 = load once kvm.box.b",
                        "3 r0 = r0 != 0",
                        "4 store once kvm.flag = r0",
                        "5 halt",
                        "6 r0 = 0",
                        "7 goto 4");
    }

    static final class HelperSaysConstant extends OnKvm {
        private boolean busy() {
            if (READ_ONCE(kvm.count) != 0) {
                return true;
            }
            return READ_ONCE(kvm.flag);
        }

        @Override
        public void run() {
            if (!busy()) {
                WRITE_ONCE(box.n, 1);
            }
        }
    }

    @Test
    void a_constant_returned_by_a_helper_is_control_flow() {
        assertThat(Lifted.code(new HelperSaysConstant()))
                .containsExactly(
                        "0 r0 = load once kvm.count",
                        "1 if r0 == 0 goto 3 (join 2)",
                        "2 halt",
                        "3 r0 = load once kvm.flag",
                        "4 if r0 != 0 goto 2 (join 2)",
                        "5 store once kvm.box.n = 1",
                        "6 goto 2");
    }

    @SuppressWarnings("IdentityBinaryExpression")
    static final class Idioms extends OnKvm {
        @Override
        public void run() {
            int r = READ_ONCE(box.n);
            WRITE_ONCE(kvm.count, (r & 0) + 1);
            WRITE_ONCE(kvm.seq, r ^ r);
        }
    }

    @Test
    void false_data_dependencies_stay() {
        assertThat(Lifted.code(new Idioms()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 r1 = r0 & 0",
                        "2 r1 = r1 + 1",
                        "3 store once kvm.count = r1",
                        "4 r0 = r0 ^ r0",
                        "5 store once kvm.seq = r0",
                        "6 halt");
    }

    static final class KnownFromBranch extends OnKvm {
        @Override
        public void run() {
            int r = READ_ONCE(box.n);
            if (r == 5) {
                WRITE_ONCE(kvm.count, r);
            }
        }
    }

    @Test
    void what_a_branch_says_of_a_register_is_not_used() {
        assertThat(Lifted.code(new KnownFromBranch())).contains("2 store once kvm.count = r0");
    }

    static final class AddressDependency extends OnKvm {
        @Override
        public void run() {
            Box b = rcu_dereference(box.next);
            if (b != null) {
                WRITE_ONCE(b.n, b.id);
            }
        }
    }

    @Test
    void a_field_of_a_loaded_pointer_is_looked_up_from_it() {
        assertThat(Lifted.code(new AddressDependency()))
                .containsExactly(
                        "0 r0 = load once kvm.box.next",
                        "1 if r0 == 0 goto 5 (join 5)",
                        "2 r1 = constants[r0 + 4]",
                        "3 r0 = constants[r0 + 1]",
                        "4 store once [r1]{kvm.box.n, kvm.other.n} = r0",
                        "5 halt");
    }

    static final class StoreThroughPointer extends OnKvm {
        @Override
        public void run() {
            Box b = rcu_dereference(box.next);
            if (b != null) {
                WRITE_ONCE(b.b, READ_ONCE(box.b) && READ_ONCE(kvm.flag));
            }
        }
    }

    @Test
    void an_lvalue_waits_in_a_register_while_its_value_is_computed() {
        assertThat(Lifted.code(new StoreThroughPointer()))
                .containsExactly(
                        "0 r0 = load once kvm.box.next",
                        "1 if r0 == 0 goto 8 (join 8)",
                        "2 r0 = constants[r0 + 5]",
                        "3 r1 = load once kvm.box.b",
                        "4 if r1 == 0 goto 9 (join 7)",
                        "5 r1 = load once kvm.flag",
                        "6 r1 = r1 != 0",
                        "7 store once [r0]{kvm.box.b, kvm.other.b} = r1",
                        "8 halt",
                        "9 r1 = 0",
                        "10 goto 7");
    }

    static final class EarlyReturn extends OnKvm {
        @Override
        public void run() {
            if (READ_ONCE(box.n) != 0) {
                return;
            }
            WRITE_ONCE(kvm.count, 1);
        }
    }

    @Test
    void a_branch_around_the_last_store_joins_at_the_end_of_the_agent() {
        assertThat(Lifted.code(new EarlyReturn()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 if r0 == 0 goto 3 (no join)",
                        "2 halt",
                        "3 store once kvm.count = 1",
                        "4 halt");
    }

    static final class Assertion extends OnKvm {
        @Override
        public void run() {
            if (READ_ONCE(box.n) != 0) {
                throw new AssertionError("box is empty");
            }
            WRITE_ONCE(kvm.count, 1);
        }
    }

    @Test
    void a_way_into_a_violation_orders_nothing() {
        assertThat(Lifted.code(new Assertion()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 if r0 != 0 goto 4 (join 2)",
                        "2 store once kvm.count = 1",
                        "3 halt",
                        "4 fail \"box is empty\"");
    }

    static final class Spinning extends OnKvm {
        @Override
        public void run() {
            while (READ_ONCE(kvm.flag)) {
                overtake.kernel.Kernel.cpu_relax();
            }
            WRITE_ONCE(kvm.count, 1);
        }
    }

    @Test
    void the_condition_of_a_loop_joins_behind_the_loop() {
        assertThat(Lifted.code(new Spinning()))
                .containsExactly(
                        "0 r0 = load once kvm.flag",
                        "1 if r0 == 0 goto 4 (join 4)",
                        "2 yield",
                        "3 goto 0",
                        "4 store once kvm.count = 1",
                        "5 halt");
    }

    static final class Unused extends OnKvm {
        @Override
        public void run() {
            READ_ONCE(box.n);
            int unused = box.n + 1;
            WRITE_ONCE(kvm.count, 1);
        }
    }

    @Test
    void a_load_stays_when_its_value_is_not_used() {
        assertThat(Lifted.code(new Unused()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 r0 = load plain kvm.box.n",
                        "2 store once kvm.count = 1",
                        "3 halt");
    }
}
