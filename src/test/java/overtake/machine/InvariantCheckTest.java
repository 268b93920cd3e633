package overtake.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import overtake.memory.Sc;
import overtake.program.Invariant.When;
import overtake.program.LockInfo;
import overtake.program.LockKind;
import overtake.program.LockMode;
import overtake.program.World;
import overtake.support.Script;

/// After an operation only some invariants are evaluated; the result must be that of evaluating all.
class InvariantCheckTest {
    private static final int ROUNDS = 2_000;
    private static final int OPERATIONS = 30;

    /// Invariants over each kind of thing that one can read: a cell, a lock, an allocation, a cell of a pool object, a cell or a lock
    /// that is computed.
    private static World world() {
        return Script.named("reads")
                .pool("p", 2, 1, false)
                .lock("l", LockKind.RWLOCK)
                .lock("m", LockKind.SPINLOCK)
                .agent("a", "write x 0", "write y 0", "write z 0", "write which 0")
                .invariant("x-below-three", When.ALWAYS, "ghost x %0", "if %0 < 3 out", "fail x-below-three", ": out")
                .invariant("not-both-held", When.ALWAYS, "held l %0 write", "held m %1", "if %0 == 0 out",
                        "if %1 == 0 out", "fail not-both-held", ": out")
                .invariant("one-allocated", When.ALWAYS, "allocated 1 %0", "allocated 3 %1", "if %0 != %1 out",
                        "if %0 == 1 out", "fail one-allocated", ": out")
                .invariant("field", When.ALWAYS, "ghost p1.f %0", "sub %0 2 %0", "ensure %0 field")
                .invariant("computed-cell", When.ALWAYS, "ghost which %0", "ghost %0 %1", "sub %1 3 %1",
                        "ensure %1 computed-cell")
                .invariant("computed-lock", When.ALWAYS, "ghost y %0", "if %0 > 1 out", "held %0 %1 read",
                        "ghost z %2", "sub %2 1 %2", "if %1 == 0 out", "ensure %2 computed-lock", ": out")
                .invariant("at-the-end", When.FINALLY, "fail at-the-end")
                .world();
    }

    private static Request random(Random random, World world) {
        Request request = new Request();
        int[] ops = {Op.STORE, Op.STORE, Op.RMW, Op.ALLOCATE, Op.FREE, Op.LOCK, Op.TRYLOCK, Op.UNLOCK};
        request.op = ops[random.nextInt(ops.length)];
        request.value = random.nextInt(4);
        switch (request.op) {
            case Op.STORE, Op.RMW -> request.target = random.nextInt(world.cells().size());
            case Op.FREE -> request.target = 1 + 2 * random.nextInt(2);
            case Op.ALLOCATE -> request.target = 0;
            default -> {
                request.target = random.nextInt(2);
                request.detail = (request.target == 1 ? LockMode.EXCLUSIVE
                        : random.nextBoolean() ? LockMode.READ : LockMode.WRITE).ordinal();
            }
        }
        return request;
    }

    @Test
    void evaluating_what_an_operation_concerns_is_evaluating_all() {
        World world = world();
        MemoryCore memory = new MemoryCore(world);
        LockCore[] locks = world.locks().stream().map(LockInfo::kind).map(LockCore::new).toArray(LockCore[]::new);
        InvariantCheck check = new InvariantCheck(world, new Sc(), Bounds.DEFAULT, memory, locks);
        boolean[] broken = new boolean[world.invariants().size()];
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            int[] cells = new int[memory.size()];
            memory.reset(cells, 0);
            int[] lockState = new int[LockCore.SIZE * locks.length];
            boolean holding = check.hold(cells, 0, lockState, 0, When.ALWAYS);
            assertThat(holding).isTrue();
            for (int i = 0; i < OPERATIONS && holding; i++) {
                Request request = random(random, world);
                perform(request, memory, cells, locks, lockState);
                holding = check.hold(cells, 0, lockState, 0, When.ALWAYS);
                int first = check.broken();
                assertThat(check.holdAfter(request, cells, 0, lockState, 0)).as("seed %d", seed).isEqualTo(holding);
                assertThat(check.broken()).isEqualTo(first);
            }
            if (!holding) {
                broken[check.broken()] = true;
            }
        }
        assertThat(broken).containsExactly(true, true, true, true, true, true, false);
    }

    private static void perform(Request request, MemoryCore memory, int[] cells, LockCore[] locks, int[] lockState) {
        int at = LockCore.SIZE * request.target;
        switch (request.op) {
            case Op.LOCK, Op.TRYLOCK -> locks[request.target].tryAcquire(lockState, at, 0, request);
            case Op.UNLOCK -> locks[request.target].release(lockState, at, 0, request);
            default -> memory.apply(cells, 0, request);
        }
    }
}
