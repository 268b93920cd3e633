package overtake.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.choose;
import static overtake.kernel.Kernel.ensure;
import static overtake.kernel.Kernel.rcu_assign_pointer;
import static overtake.kernel.Kernel.rcu_dereference;

import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import overtake.lift.Shapes.Box;
import overtake.lift.Shapes.Level;
import overtake.lift.Shapes.OnKvm;
import overtake.lift.Shapes.Page;
import overtake.lift.Shapes.Range;
import overtake.lift.Shapes.Visitor;

/// Objects, arrays, helpers, lambdas and pools.
class ObjectsTest {
    static final class OwnIterable extends OnKvm {
        @Override
        public void run() {
            for (Box b : kvm.chain) {
                WRITE_ONCE(b.n, b.id);
            }
        }
    }

    @Test
    void an_iterator_dissolves_into_registers() {
        assertThat(Lifted.code(new OwnIterable()))
                .containsExactly(
                        "0 r0 = load plain kvm.chain.first",
                        "1 if r0 == 0 goto 9 (join 9)",
                        "2 r1 = r0",
                        "3 r0 = constants[r0 + 7]",
                        "4 r0 = load plain [r0]{kvm.box.next, kvm.other.next}",
                        "5 r2 = constants[r1 + 4]",
                        "6 r1 = constants[r1 + 1]",
                        "7 store once [r2]{kvm.box.n, kvm.other.n} = r1",
                        "8 goto 1",
                        "9 halt");
    }

    static final class RecordOfTheAgent extends OnKvm {
        @Override
        public void run() {
            var range = new Range(2, 4);
            if (range.has(READ_ONCE(box.n))) {
                WRITE_ONCE(box.b, true);
            }
        }
    }

    @Test
    void a_record_that_the_agent_makes_dissolves() {
        assertThat(Lifted.code(new RecordOfTheAgent()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 if r0 < 2 goto 4 (join 4)",
                        "2 if r0 >= 4 goto 4 (join 4)",
                        "3 store once kvm.box.b = true",
                        "4 halt");
    }

    static final class LambdaWithCapture extends OnKvm {
        private void each(Visitor visitor) {
            for (Box b : kvm.boxes) {
                visitor.visit(b);
            }
        }

        @Override
        public void run() {
            int k = choose(3);
            each(b -> WRITE_ONCE(b.n, k));
        }
    }

    @Test
    void a_lambda_is_inlined_with_what_it_captures() {
        assertThat(Lifted.code(new LambdaWithCapture()))
                .hasSize(10)
                .startsWith("0 r0 = choose 3", "1 r1 = 0", "2 if r1 >= 2 goto 9 (join 9)")
                .contains("5 r2 = constants[r2 + 4]", "6 store once [r2]{kvm.box.n, kvm.other.n} = r0");
    }

    static final class MethodReference extends OnKvm {
        private void zero(Box b) {
            WRITE_ONCE(b.n, 0);
        }

        private void with(Visitor visitor) {
            visitor.visit(box);
        }

        @Override
        public void run() {
            with(this::zero);
        }
    }

    @Test
    void a_method_reference_is_inlined() {
        assertThat(Lifted.code(new MethodReference())).containsExactly("0 store once kvm.box.n = 0", "1 halt");
    }

    static final class Suppliers extends OnKvm {
        private int plain(IntSupplier supplier) {
            return supplier.getAsInt();
        }

        private int boxed(Supplier<Integer> supplier) {
            return supplier.get();
        }

        @Override
        public void run() {
            WRITE_ONCE(box.n, plain(() -> kvm.count) + boxed(() -> READ_ONCE(kvm.seq)));
        }
    }

    @Test
    void functional_interfaces_of_the_library_work_boxed_or_not() {
        assertThat(Lifted.code(new Suppliers()))
                .containsExactly(
                        "0 r0 = load plain kvm.count",
                        "1 r1 = load once kvm.seq",
                        "2 r0 = r0 + r1",
                        "3 store once kvm.box.n = r0",
                        "4 halt");
    }

    static final class KnownReceiver extends OnKvm {
        @Override
        public void run() {
            WRITE_ONCE(box.n, kvm.twice.apply(READ_ONCE(box.n)));
        }
    }

    @Test
    void an_interface_method_of_a_known_object_is_inlined() {
        assertThat(Lifted.code(new KnownReceiver()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n", "1 r0 = r0 * 2", "2 store once kvm.box.n = r0", "3 halt");
    }

    static final class UnknownReceiver extends OnKvm {
        @Override
        public void run() {
            WRITE_ONCE(box.n, READ_ONCE(kvm.operation).apply(READ_ONCE(kvm.count)));
        }
    }

    @Test
    void a_call_on_one_of_several_classes_is_a_dispatch_on_the_class_number() {
        assertThat(Lifted.code(new UnknownReceiver()))
                .hasSize(9)
                .startsWith("0 r0 = load once kvm.operation", "1 r1 = load once kvm.count", "2 r0 = constants[r0 + 0]")
                .contains("4 r0 = r1 + 1", "7 r0 = r1 * 2");
    }

    static final class ConstantTable extends OnKvm {
        @Override
        public void run() {
            WRITE_ONCE(box.n, box.table[choose(3)]);
        }
    }

    @Test
    void an_array_that_nobody_writes_to_is_a_table_and_an_index_is_checked() {
        assertThat(Lifted.code(new ConstantTable()))
                .anyMatch(line -> line.endsWith("ensure r1 \"array index within bounds\""))
                .noneMatch(line -> line.contains("load"))
                .contains("6 store once kvm.box.n = r0");
    }

    static final class ArrayElements extends OnKvm {
        @Override
        public void run() {
            kvm.slots[1] = 4;
            int i = choose(3);
            WRITE_ONCE(kvm.slots[i], 5);
            kvm.count = READ_ONCE(kvm.slots[2]);
        }
    }

    @Test
    void the_elements_of_an_array_that_is_written_to_are_cells() {
        assertThat(Lifted.code(new ArrayElements()))
                .contains(
                        "0 store plain kvm.slots[1] = 4",
                        "7 store once [r0]{kvm.slots[0], kvm.slots[1], kvm.slots[2]} = 5",
                        "8 r0 = load once kvm.slots[2]");
    }

    static final class PointerArray extends OnKvm {
        @Override
        public void run() {
            rcu_assign_pointer(kvm.boxes[0], kvm.other);
            rcu_dereference(kvm.boxes[0]).n = 1;
        }
    }

    @Test
    void so_are_the_elements_of_an_array_of_pointers() {
        assertThat(Lifted.code(new PointerArray()))
                .containsExactly(
                        "0 store release kvm.boxes[0] = kvm.other",
                        "1 r0 = load once kvm.boxes[0]",
                        "2 r0 = constants[r0 + 4]",
                        "3 store plain [r0]{kvm.box.n, kvm.other.n} = 1",
                        "4 halt");
    }

    static final class Pools extends OnKvm {
        @Override
        public void run() {
            Page page = kvm.pages.alloc();
            if (page == null) {
                return;
            }
            page.count = page.frame;
            rcu_assign_pointer(kvm.page, page);
            kvm.pages.free(page);
            ensure("freed", !kvm.pages.ghost_allocated(page));
        }
    }

    @Test
    void a_pool_allocates_and_frees() {
        assertThat(Lifted.code(new Pools()))
                .containsExactly(
                        "0 r0 = alloc kvm.pages",
                        "1 if r0 != 0 goto 3 (no join)",
                        "2 halt",
                        "3 r1 = constants[r0 + 1]",
                        "4 r2 = constants[r0 + 2]",
                        "5 store plain [r2]{page0.count, page1.count} = r1",
                        "6 store release kvm.page = r0",
                        "7 free r0",
                        "8 r0 = ghost allocated r0",
                        "9 r0 = r0 == 0",
                        "10 ensure r0 \"freed\"",
                        "11 halt");
    }

    static final class InnerClass extends OnKvm {
        final class Reader {
            int read() {
                return READ_ONCE(kvm.count);
            }
        }

        @Override
        public void run() {
            WRITE_ONCE(box.n, new Reader().read());
        }
    }

    @Test
    void an_inner_class_reaches_its_outer_object() {
        assertThat(Lifted.code(new InnerClass()))
                .containsExactly("0 r0 = load once kvm.count", "1 store once kvm.box.n = r0", "2 halt");
    }

    static final class EnumValues extends OnKvm {
        @Override
        public void run() {
            for (Level level : Level.values()) {
                WRITE_ONCE(box.level, level);
            }
        }
    }

    @Test
    void the_values_of_an_enum_are_a_table() {
        assertThat(Lifted.code(new EnumValues())).hasSize(8).contains("4 store once kvm.box.level = r1");
    }

    static final class Narrow extends OnKvm {
        @Override
        public void run() {
            kvm.count = (byte) READ_ONCE(box.n);
            kvm.seq = (byte) 300;
        }
    }

    @Test
    void a_narrowing_cast_cuts_off() {
        assertThat(Lifted.code(new Narrow()))
                .containsExactly(
                        "0 r0 = load once kvm.box.n",
                        "1 r0 = r0 << 24",
                        "2 r0 = r0 >> 24",
                        "3 store plain kvm.count = r0",
                        "4 store plain kvm.seq = 44",
                        "5 halt");
    }

    static final class Division extends OnKvm {
        @Override
        public void run() {
            kvm.count = 12 / READ_ONCE(box.n);
        }
    }

    @Test
    void a_divisor_is_checked() {
        assertThat(Lifted.code(new Division()))
                .contains("2 ensure r1 \"no division by zero\"", "3 r0 = 12 / r0");
    }
}
