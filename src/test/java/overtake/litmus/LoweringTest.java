package overtake.litmus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import overtake.memory.Sc;
import overtake.program.Cell;
import overtake.program.CellType;
import overtake.program.DomainInfo;
import overtake.program.Instruction;
import overtake.program.LockInfo;
import overtake.program.LockKind;
import overtake.program.Source;
import overtake.program.World;

/// Which instructions statements become. Registers are numbered as they occur: `r0` to `r2`, then scratch registers.
class LoweringTest {
    /// The instructions of a thread with these statements, short: without candidates and without the end.
    private static List<String> lower(String statements) {
        LitmusTest test = LitmusReader.read(
                "lower.litmus",
                """
                    C lower
                    { p=x; }
                    P0(int *x, int *y, int **p, atomic_t *c, spinlock_t *s, struct srcu_struct *ss)
                    {
                    	int r0; int r1; int *r2;
                    	%s
                    }
                    exists (x=1)
                    """
                        .formatted(statements));
        List<Instruction> instructions = test.world().programs().getFirst().instructions();
        return instructions.subList(0, instructions.size() - 1).stream()
                .map(LoweringTest::brief)
                .toList();
    }

    private static String brief(Instruction instruction) {
        return instruction
                .toString()
                .replaceAll(", candidates=\\[[^]]*]", "")
                .replaceAll("Optional\\[([^]]*)]", "$1")
                .replace("Optional.empty", "-")
                .replaceAll("[a-zA-Z]+=", "")
                .replace(", ", " ");
    }

    /// Cells: p is 0, x is 1, y is 2, c is 3. The lock is 0. Domains: RCU is 0, ss is 1. The address of x is 2^30 + 64.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        r0 = READ_ONCE(*x);              | Load[r0 1 ONCE]
        r0 = *x;                         | Load[r0 1 PLAIN]
        r0 = smp_load_acquire(x);        | Load[r0 1 ACQUIRE]
        r0 = rcu_dereference(*x);        | Load[r0 1 ONCE]
        r0 = atomic_read(c);             | Load[r0 3 ONCE]
        r0 = atomic_read_acquire(c);     | Load[r0 3 ACQUIRE]
        WRITE_ONCE(*x, 7);               | Store[1 7 ONCE]
        *x = 7;                          | Store[1 7 PLAIN]
        smp_store_release(x, r0);        | Store[1 r0 RELEASE]
        rcu_assign_pointer(*p, x);       | Store[0 1073741888 RELEASE]
        smp_store_mb(*x, 1);             | Store[1 1 ONCE] Fence[SMP_MB]
        atomic_set(c, 2);                | Store[3 2 ONCE]
        atomic_set_release(c, 2);        | Store[3 2 RELEASE]
        smp_mb();                        | Fence[SMP_MB]
        smp_rmb();                       | Fence[SMP_RMB]
        smp_wmb();                       | Fence[SMP_WMB]
        barrier();                       | Fence[BARRIER]
        smp_mb__before_atomic();         | Fence[SMP_MB_BEFORE_ATOMIC]
        smp_mb__after_atomic();          | Fence[SMP_MB_AFTER_ATOMIC]
        smp_mb__after_spinlock();        | Fence[SMP_MB_AFTER_SPINLOCK]
        smp_mb__after_unlock_lock();     | Fence[SMP_MB_AFTER_UNLOCK_LOCK]
        smp_mb__after_srcu_read_unlock();| Fence[SMP_MB_AFTER_SRCU_READ_UNLOCK]
        spin_lock(s);                    | Lock[0 EXCLUSIVE]
        spin_unlock(s);                  | Unlock[0 EXCLUSIVE]
        r0 = spin_trylock(s);            | TryLock[r0 0 EXCLUSIVE]
        r0 = spin_is_locked(s);          | IsLocked[r0 0]
        rcu_read_lock();                 | ReadSideLock[0 -]
        rcu_read_unlock();               | ReadSideUnlock[0 0]
        synchronize_rcu();               | Synchronize[0]
        synchronize_rcu_expedited();     | Synchronize[0]
        r0 = srcu_read_lock(ss);         | ReadSideLock[1 r0]
        srcu_read_unlock(ss, r0);        | ReadSideUnlock[1 r0]
        r0 = srcu_down_read(ss);         | ReadSideLock[1 r0]
        srcu_up_read(ss, r0);            | ReadSideUnlock[1 r0]
        synchronize_srcu(ss);            | Synchronize[1]
        synchronize_srcu_expedited(ss);  | Synchronize[1]
        """)
    void accesses_fences_and_sections(String statement, String expected) {
        assertThat(String.join(" ", lower(statement))).isEqualTo(expected);
    }

    /// A void atomic has no register to read into; a value that nobody wants goes to a scratch register.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        r0 = xchg(x, 2);                      | Rmw[r0 1 EXCHANGE 2 0 FULL]
        r0 = xchg_relaxed(x, 2);              | Rmw[r0 1 EXCHANGE 2 0 ONCE]
        r0 = atomic_xchg_acquire(c, 2);       | Rmw[r0 3 EXCHANGE 2 0 ACQUIRE]
        r0 = cmpxchg_release(x, 1, 2);        | Rmw[r0 1 COMPARE_EXCHANGE 2 1 RELEASE]
        r0 = atomic_cmpxchg(c, r1, 2);        | Rmw[r0 3 COMPARE_EXCHANGE 2 r1 FULL]
        atomic_inc(c);                        | Rmw[- 3 ADD 1 0 ONCE]
        atomic_dec(c);                        | Rmw[- 3 ADD -1 0 ONCE]
        atomic_add(r0, c);                    | Rmw[- 3 ADD r0 0 ONCE]
        atomic_sub(4, c);                     | Rmw[- 3 ADD -4 0 ONCE]
        atomic_and(4, c);                     | Rmw[- 3 AND 4 0 ONCE]
        atomic_or(4, c);                      | Rmw[- 3 OR 4 0 ONCE]
        atomic_xor(4, c);                     | Rmw[- 3 XOR 4 0 ONCE]
        atomic_andnot(4, c);                  | Rmw[- 3 AND_NOT 4 0 ONCE]
        r0 = atomic_fetch_add(4, c);          | Rmw[r0 3 ADD 4 0 FULL]
        r0 = atomic_fetch_sub_relaxed(4, c);  | Rmw[r0 3 ADD -4 0 ONCE]
        r0 = atomic_fetch_or_acquire(4, c);   | Rmw[r0 3 OR 4 0 ACQUIRE]
        r0 = atomic_fetch_inc(c);             | Rmw[r0 3 ADD 1 0 FULL]
        r0 = atomic_inc_return(c);            | Rmw[r3 3 ADD 1 0 FULL] Alu[r0 ADD r3 1]
        r0 = atomic_dec_return_release(c);    | Rmw[r3 3 ADD -1 0 RELEASE] Alu[r0 ADD r3 -1]
        r0 = atomic_add_return_relaxed(r1, c);| Rmw[r3 3 ADD r1 0 ONCE] Alu[r0 ADD r3 r1]
        r0 = atomic_sub_return(2, c);         | Rmw[r3 3 ADD -2 0 FULL] Alu[r0 ADD r3 -2]
        r0 = atomic_dec_and_test(c);          | Rmw[r3 3 ADD -1 0 FULL] Alu[r4 ADD r3 -1] SetCondition[r0 EQ r4 0]
        r0 = atomic_sub_and_test(2, c);       | Rmw[r3 3 ADD -2 0 FULL] Alu[r4 ADD r3 -2] SetCondition[r0 EQ r4 0]
        r0 = atomic_add_negative(2, c);       | Rmw[r3 3 ADD 2 0 FULL] Alu[r4 ADD r3 2] SetCondition[r0 LT r4 0]
        r0 = atomic_add_unless(c, 1, 5);      | Rmw[r3 3 ADD_UNLESS 1 5 FULL] SetCondition[r0 NE r3 5]
        atomic_inc_return(c);                 | Rmw[r3 3 ADD 1 0 FULL] Alu[r4 ADD r3 1]
        (void)atomic_add_unless(c, 1, 0);     | Rmw[r3 3 ADD_UNLESS 1 0 FULL] SetCondition[r4 NE r3 0]
        """)
    void atomic_operations(String statement, String expected) {
        assertThat(String.join(" ", lower(statement))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        WRITE_ONCE(*y, r0 & 0);              | Alu[r3 AND r0 0] Store[2 r3 ONCE]
        WRITE_ONCE(*y, (r0 ^ r0) + 1);       | Alu[r3 XOR r0 r0] Alu[r4 ADD r3 1] Store[2 r4 ONCE]
        r1 = r0 - 2;                         | Alu[r1 SUB r0 2]
        r1 = r0;                             | Move[r1 r0]
        r1 = -r0;                            | Alu[r1 SUB 0 r0]
        r1 = -3;                             | Move[r1 -3]
        r1 = 1 + 2 * 3;                      | Move[r1 7]
        r1 = r0 > 1;                         | SetCondition[r1 GT r0 1]
        r1 = r0 & 1 == 0;                    | SetCondition[r3 EQ 1 0] Alu[r1 AND r0 r3]
        r1 = !r0;                            | SetCondition[r1 EQ r0 0]
        r1 = cmpxchg_relaxed(x, r0, r0 + 1); | Alu[r3 ADD r0 1] Rmw[r1 1 COMPARE_EXCHANGE r3 r0 ONCE]
        """)
    void operators_keep_the_dependencies_of_the_text(String statement, String expected) {
        assertThat(String.join(" ", lower(statement))).isEqualTo(expected);
    }

    @Test
    void a_pointer_in_a_register_becomes_a_cell_by_a_look_up() {
        assertThat(lower("r2 = READ_ONCE(*p); r0 = READ_ONCE(*r2);"))
                .containsExactly("Load[r2 0 ONCE]", "Lookup[r3 r2 -1073741824]", "Load[r0 r3 ONCE]");
        assertThat(lower("*r2 = 1;")).containsExactly("Lookup[r3 r2 -1073741824]", "Store[r3 1 PLAIN]");
    }

    @Test
    void an_address_that_is_computed_depends_on_its_registers() {
        assertThat(lower("WRITE_ONCE(*(x + (r0 & 0)), 1);"))
                .containsExactly(
                        "Alu[r3 AND r0 0]",
                        "Alu[r4 ADD 1073741888 r3]",
                        "Lookup[r5 r4 -1073741824]",
                        "Store[r5 1 ONCE]");
    }

    @Test
    void a_control_dependency_ends_where_the_branches_join() {
        assertThat(lower("if (r0 == 1) { WRITE_ONCE(*x, 1); } WRITE_ONCE(*y, 1);"))
                .containsExactly("Branch[NE r0 1 2 2]", "Store[1 1 ONCE]", "Store[2 1 ONCE]");
    }

    @Test
    void the_else_branch_is_jumped_over() {
        assertThat(lower("if (r0) WRITE_ONCE(*x, 1); else WRITE_ONCE(*x, 2); WRITE_ONCE(*y, 1);"))
                .containsExactly(
                        "Branch[EQ r0 0 3 4]",
                        "Store[1 1 ONCE]",
                        "Jump[4]",
                        "Store[1 2 ONCE]",
                        "Store[2 1 ONCE]");
    }

    @Test
    void branches_nest() {
        assertThat(lower("if (r0 > 1) { if (r1 != r0) { r1 = 2; } else if (READ_ONCE(*x)) barrier(); }"))
                .containsExactly(
                        "Branch[LE r0 1 7 7]",
                        "Branch[EQ r1 r0 4 7]",
                        "Move[r1 2]",
                        "Jump[7]",
                        "Load[r3 1 ONCE]",
                        "Branch[EQ r3 0 7 7]",
                        "Fence[BARRIER]");
    }

    @Test
    void scratch_registers_are_used_again_by_the_next_statement() {
        assertThat(lower("WRITE_ONCE(*x, r0 + 1); WRITE_ONCE(*y, r1 + 1);"))
                .containsExactly("Alu[r3 ADD r0 1]", "Store[1 r3 ONCE]", "Alu[r3 ADD r1 1]", "Store[2 r3 ONCE]");
    }

    @Test
    void instructions_know_their_lines_and_have_names_of_their_own() {
        LitmusTest test = LitmusReader.read("folder/names.litmus", """
            C names
            {}
            P0(int *x) {
            	WRITE_ONCE(*x,
            		1);
            	WRITE_ONCE(*x, 1);
            }
            exists (x=1)
            """);
        assertThat(test.world().programs().getFirst().sources())
                .extracting(Source::site)
                .containsExactly("P0/WRITE_ONCE(*x, 1)", "P0/WRITE_ONCE(*x, 1)#2", "P0/end");
        assertThat(test.world().programs().getFirst().sources()).extracting(Source::line).containsExactly(4, 6, 0);
        assertThat(test.world().programs().getFirst().sources())
                .extracting(Source::file)
                .containsOnly("names.litmus");
    }

    @Test
    void a_thread_ends_by_observing_the_registers_that_the_test_names() {
        LitmusTest test = LitmusReader.read("observe.litmus", """
            C observe
            {}
            P0(int *x) { int r0; int r1; int r2; r1 = READ_ONCE(*x); }
            locations [0:r1;]
            filter (0:r2=0)
            exists (x=1)
            """);
        List<Instruction> end = test.world().programs().getFirst().instructions().subList(1, 4);
        assertThat(end.stream().map(LoweringTest::brief))
                .containsExactly("Observe[0 r1]", "Observe[1 r2]", "Halt[]");
        assertThat(test.world().programs().getFirst().observations()).containsExactly("r1", "r2");
        assertThat(test.observed().stream().map(Observable::label)).containsExactly("0:r1", "x");
    }

    @Test
    void variables_become_cells_locks_and_domains() {
        World world = LitmusReader.read("variables.litmus", """
            C variables
            { int x = 1; int *p = &x; q = x; atomic_t c = ATOMIC_INIT(3); z = -2; }
            P0(int **q, spinlock_t *s, struct srcu_struct *ss, int *unused) {}
            exists (x=1)
            """).world();
        assertThat(world.cells())
                .extracting(Cell::name, Cell::type, cell -> world.show(cell.type(), cell.initial()))
                .containsExactly(
                        tuple("x", CellType.INT, "1"),
                        tuple("p", CellType.REFERENCE, "x"),
                        tuple("q", CellType.REFERENCE, "x"),
                        tuple("c", CellType.INT, "3"),
                        tuple("z", CellType.INT, "-2"),
                        tuple("unused", CellType.INT, "0"));
        assertThat(world.locks()).containsExactly(new LockInfo("s", LockKind.SPINLOCK));
        assertThat(world.domains()).containsExactly(new DomainInfo("rcu", false), new DomainInfo("ss", true));
    }

    @Test
    void registers_start_with_their_initial_values() {
        LitmusTest test = LitmusReader.read("registers.litmus", """
            C registers
            { 0:r0=5; 0:r1=x; }
            P0(int *x) { WRITE_ONCE(*r1, r0); }
            exists (x=5)
            """);
        assertThat(LitmusRunner.outcome(test, new Sc()).states()).containsExactly("5");
    }
}
