package overtake.lift;

import static org.assertj.core.api.Assertions.assertThat;
import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.ghost_held;
import static overtake.kernel.Kernel.rcu_read_lock;
import static overtake.kernel.Kernel.rcu_read_unlock;
import static overtake.kernel.Kernel.smp_mb;

import java.util.List;
import org.junit.jupiter.api.Test;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.StateProperty;
import overtake.lift.Shapes.Box;
import overtake.lift.Shapes.Kvm;
import overtake.lift.Shapes.OnKvm;
import overtake.lift.pfncache.PfncacheWorld;
import overtake.program.Cell;
import overtake.program.CellType;
import overtake.program.DomainInfo;
import overtake.program.Invariant;
import overtake.program.LockInfo;
import overtake.program.LockKind;
import overtake.program.PoolInfo;
import overtake.program.Program;
import overtake.program.World;
import overtake.program.edit.Disassembly;

/// How the objects of a world become cells, locks, domains, pools and constants.
class WorldLayoutTest {
    private final Kvm kvm = new Kvm();

    private World world() {
        return Lifted.world((Composition composition) -> {
            composition.shared("kvm", kvm);
            composition.agent("agent", new Shapes.Idle());
        });
    }

    @Test
    void cells_are_named_by_path_in_the_order_of_their_declaration() {
        assertThat(world().cells())
                .extracting(Cell::name)
                .containsExactly(
                        "kvm.operation",
                        "kvm.count",
                        "kvm.seq",
                        "kvm.flag",
                        "kvm.page",
                        "kvm.box.n",
                        "kvm.box.b",
                        "kvm.box.level",
                        "kvm.box.next",
                        "kvm.other.n",
                        "kvm.other.b",
                        "kvm.other.level",
                        "kvm.other.next",
                        "kvm.chain.first",
                        "page0.count",
                        "page0.mapped",
                        "page1.count",
                        "page1.mapped");
    }

    @Test
    void cells_have_the_type_and_the_value_of_their_field() {
        World world = world();
        assertThat(world.cells())
                .filteredOn(cell -> cell.name().startsWith("kvm.box."))
                .extracting(Cell::type)
                .containsExactly(CellType.INT, CellType.BOOLEAN, CellType.REFERENCE, CellType.REFERENCE);
        assertThat(world.cells())
                .filteredOn(cell -> cell.type() == CellType.REFERENCE)
                .extracting(cell -> world.show(cell.type(), cell.initial()))
                .containsExactly("kvm.operation", "page0", "PMD", "kvm.other", "PMD", "NULL", "kvm.box");
    }

    @Test
    void cells_of_a_pool_object_belong_to_it() {
        World world = world();
        assertThat(world.cells())
                .filteredOn(cell -> cell.object() != 0)
                .extracting(cell -> world.objectNames().get(cell.object()) + " has " + cell.name())
                .containsExactly(
                        "page0 has page0.count",
                        "page0 has page0.mapped",
                        "page1 has page1.count",
                        "page1 has page1.mapped");
    }

    @Test
    void pools_list_their_objects() {
        World world = world();
        assertThat(world.pools()).singleElement().satisfies(pool -> {
            assertThat(pool).extracting(PoolInfo::name, PoolInfo::allocated, PoolInfo::mustBeFreed)
                    .containsExactly("kvm.pages", 1, true);
            assertThat(pool.objects()).extracting(world.objectNames()::get).containsExactly("page0", "page1");
        });
    }

    @Test
    void locks_are_named_by_path_and_know_their_kind() {
        assertThat(world().locks())
                .contains(
                        new LockInfo("kvm.lock", LockKind.SPINLOCK),
                        new LockInfo("kvm.mutex", LockKind.MUTEX),
                        new LockInfo("kvm.mmu_lock", LockKind.RWLOCK),
                        new LockInfo("kvm.slots_lock", LockKind.RWSEM_UNFAIR),
                        new LockInfo("kvm.box.lock", LockKind.SPINLOCK));
    }

    static final class RcuReader extends OnKvm {
        @Override
        public void run() {
            rcu_read_lock();
            rcu_read_unlock();
        }
    }

    @Test
    void rcu_is_domain_0_if_it_is_used() {
        assertThat(world().domains()).containsExactly(new DomainInfo("kvm.srcu", true));
        assertThat(Lifted.world(new RcuReader()).domains())
                .containsExactly(new DomainInfo("rcu", false), new DomainInfo("kvm.srcu", true));
    }

    static final class SharedName extends OnKvm {
        @Override
        public void run() {
            WRITE_ONCE(kvm.other.n, 1);
        }
    }

    @Test
    void a_declared_name_comes_before_a_path() {
        SharedName agent = new SharedName();
        World world = Lifted.world((Composition composition) -> {
            composition.shared("kvm", agent.kvm);
            composition.shared("second", agent.kvm.other);
            composition.agent("agent", agent);
        });
        assertThat(Disassembly.instructions(world, world.programs().getFirst()))
                .containsExactly("0 store once second.n = 1", "1 halt");
    }

    static final class OfStatic implements Agent {
        private static final Box BOX = new Box(1);

        @Override
        public void run() {
            WRITE_ONCE(BOX.n, 1);
        }
    }

    @Test
    void an_object_in_a_static_final_field_is_shared_too() {
        World world = Lifted.world(new OfStatic());
        assertThat(Disassembly.instructions(world, world.programs().getFirst()))
                .containsExactly("0 store once OfStatic.BOX.n = 1", "1 halt");
    }

    @Test
    void an_anonymous_agent_reads_what_it_captures_under_its_name() {
        Kvm captured = kvm;
        World world = Lifted.world((Composition composition) -> {
            composition.shared("kvm", captured);
            composition.agent("agent", new Agent() {
                @Override
                public void run() {
                    WRITE_ONCE(captured.count, 1);
                }
            });
        });
        assertThat(world.programs().getFirst().sources().getFirst().site())
                .isEqualTo("run/WRITE_ONCE(captured.count)");
    }

    static final class Handler implements Agent {
        @Override
        public void run() {
            smp_mb();
        }
    }

    @Test
    void an_interrupt_handler_is_a_program_of_its_own() {
        World world = Lifted.world((Composition composition) -> {
            composition.agent("cpu0", new Shapes.Idle(), new Handler());
            composition.agent("cpu1", new Shapes.Idle());
        });
        assertThat(world.programs()).extracting(Program::agent).containsExactly("cpu0", "cpu1");
        assertThat(world.programs().getFirst().handler())
                .hasValueSatisfying(handler -> assertThat(Disassembly.instructions(world, handler))
                        .containsExactly("0 smp_mb", "1 halt"));
    }

    record Quiet(Kvm kvm) implements StateProperty {
        @Override
        public boolean holds() {
            return kvm.count == 0 && (READ_ONCE(kvm.seq) > 0 || !ghost_held(kvm.lock));
        }
    }

    @Test
    void a_property_reads_ghosts_and_ends_in_a_check_of_its_name() {
        World world = Lifted.world((Composition composition) -> {
            composition.shared("kvm", kvm);
            composition.agent("agent", new Shapes.Idle());
            composition.atTheEnd("quiet", new Quiet(kvm));
        });
        Invariant invariant = world.invariants().getFirst();
        assertThat(invariant.name()).isEqualTo("quiet");
        assertThat(invariant.when()).isEqualTo(Invariant.When.FINALLY);
        assertThat(Disassembly.instructions(world, invariant.program()))
                .containsExactly(
                        "0 r0 = ghost kvm.count",
                        "1 if r0 != 0 goto 10 (join 6)",
                        "2 r0 = ghost kvm.seq",
                        "3 if r0 > 0 goto 8 (join 6)",
                        "4 r0 = ghost held kvm.lock",
                        "5 r0 = r0 == 0",
                        "6 ensure r0 \"quiet\"",
                        "7 halt",
                        "8 r0 = 1",
                        "9 goto 6",
                        "10 r0 = 0",
                        "11 goto 6");
    }

    @Test
    void the_same_world_always_gives_equal_programs_and_numbers() {
        World first = WorldLifter.lift("pfncache", new PfncacheWorld(true, false));
        World second = WorldLifter.lift("pfncache", new PfncacheWorld(true, false));
        assertThat(first).isEqualTo(second);
        assertThat(List.of(first)).hasToString(List.of(second).toString());
    }
}
