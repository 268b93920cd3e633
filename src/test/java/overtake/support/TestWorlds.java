package overtake.support;

import java.util.List;
import overtake.program.Invariant.When;
import overtake.program.LockKind;
import overtake.program.World;

/// Small worlds that between them use every instruction, every kind of lock and every fault of the machine.
public final class TestWorlds {
    private TestWorlds() {}

    /// All of them.
    public static List<World> all() {
        return List.of(
                storeBuffering(),
                storeBufferingWithFences(),
                messagePassing(),
                atomics(),
                spinlock(),
                mutex(),
                rwlock(LockKind.RWLOCK),
                rwlock(LockKind.RWLOCK_UNFAIR),
                rwlock(LockKind.RWSEM),
                rwlock(LockKind.RWSEM_UNFAIR),
                tryLock(),
                lockQueries(),
                rcu(),
                srcu(),
                pool(),
                useAfterFree(),
                doubleFree(),
                leak(),
                choices(),
                checks(),
                interrupt(),
                interruptWithReaders(),
                interruptDeadlock(),
                invariantAlways(),
                invariantAtStart(),
                invariantOfLocks(),
                invariantFinally(),
                unbalancedUnlock(),
                unbalancedTravellingUnlock(),
                unbalancedSection(),
                nestedSections(),
                sleepInAtomic(),
                sleepInHandler(),
                deadlock(),
                graceDeadlock(),
                heldAtEnd(),
                endlessLoop(),
                nullDereference(),
                fullChannel(),
                grantAndQueries(),
                ghosts(),
                loops());
    }

    /// With cache lines, of which only sc and tso know.
    public static List<World> withLines() {
        return List.of(maintainedLine(), twoLines());
    }

    /// One CPU writes and maintains, one goes past the cache, and the hardware does what it likes.
    public static World maintainedLine() {
        return Script.named("maintained-line")
                .cacheLine("l", 7)
                .agent("cached", "line_write l 1", "dc_civac l", "write x 1", "line_read l %0", "dc_cvac l", "dsb l",
                        "ghost_dirty l %1", "observe %0", "observe %1")
                .agent("uncached", "read x %0", "line_write_nc l 2", "line_read_nc l %1", "dc_ivac l", "dsb l",
                        "ghost_poc l %2", "observe %0", "observe %1", "observe %2")
                .agent("hardware", "cache_evict l", "cache_fill l", "cache_complete l", "ghost_cached l %0",
                        "observe %0")
                .world();
    }

    /// Message passing with two lines, one of them looked at past the cache.
    public static World twoLines() {
        return Script.named("two-lines")
                .cacheLine("data", 0)
                .cacheLine("flag", 0)
                .lock("s", LockKind.SPINLOCK)
                .agent("a", "line_write data 1", "lock s", "dc_cvac data", "dsb data", "unlock s", "line_write flag 1")
                .agent("b", "line_read flag %0", "line_read_nc data %1", "sub 1 %0 %2", "if %2 == 1 end",
                        "ensure %1 cleaned-before-flag", ": end", "ghost_line data %1", "observe %1")
                .agent("hardware", "cache_evict data", "cache_complete flag")
                .world();
    }

    /// SB: both may read 0 when stores may be overtaken.
    public static World storeBuffering() {
        return Script.named("store-buffering")
                .agent("a", "write x 1", "read y %0", "observe %0")
                .agent("b", "write y 1", "read x %0", "observe %0")
                .world();
    }

    public static World storeBufferingWithFences() {
        return Script.named("store-buffering-mb")
                .agent("a", "write x 1", "mb", "read y %0", "observe %0")
                .agent("b", "write y 1", "mb", "read x %0", "observe %0")
                .world();
    }

    public static World messagePassing() {
        return Script.named("message-passing")
                .agent("a", "write x 1", "wmb", "write y 1", "write x 2", "read x %0", "observe %0")
                .agent("b", "read y %0", "rmb", "read x %1", "observe %0", "observe %1")
                .world();
    }

    public static World atomics() {
        return Script.named("atomics")
                .cell("n", 5)
                .agent("a", "write x 3", "add n 1", "xchg x 1 %0", "observe %0")
                .agent("b", "cas n 5 9 %0", "cas x 1 2 %1", "observe %0", "observe %1")
                .agent("c", "add n -1", "read n %0", "write y %0", "read y %0", "observe %0")
                .world();
    }

    public static World spinlock() {
        String[] increment = {"lock l", "read n %0", "sub %0 -1 %0", "write n %0", "unlock l", "yield", "observe %0"};
        return Script.named("spinlock")
                .lock("l", LockKind.SPINLOCK)
                .agent("a", increment)
                .agent("b", increment)
                .agent("c", increment)
                .invariant("counted", When.FINALLY, "ghost n %0", "sub %0 3 %0", "warn %0 counted")
                .world();
    }

    public static World mutex() {
        String[] critical = {"lock m", "read n %0", "write n 1", "warn %0 alone", "write n 0", "unlock m"};
        return Script.named("mutex")
                .lock("m", LockKind.MUTEX)
                .agent("a", critical)
                .agent("b", critical)
                .world();
    }

    /// Two readers and two writers; the writers would see each other, or a reader a writer.
    public static World rwlock(LockKind kind) {
        String[] write = {"lock l write", "add inside 1", "read x %0", "write x 1", "add inside -1", "unlock l write"};
        String[] read =
                {"lock l read", "read inside %0", "warn %0 reader-beside-writer", "unlock l read", "observe %0"};
        return Script.named("rwlock-" + kind)
                .lock("l", kind)
                .agent("w0", write)
                .agent("r0", read)
                .agent("w1", write)
                .agent("r1", read)
                .world();
    }

    public static World tryLock() {
        return Script.named("try-lock")
                .lock("l", LockKind.SPINLOCK)
                .lock("rw", LockKind.RWLOCK)
                .agent("a", "try l %0", "if %0 == 0 out", "write x 1", "unlock l", ": out", "observe %0")
                .agent("b", "lock l", "try rw %0 write", "if %0 == 0 out", "unlock rw write", ": out", "unlock l")
                .agent("c", "try rw %0 read", "if %0 == 0 out", "unlock rw read", ": out", "observe %0")
                .world();
    }

    public static World lockQueries() {
        return Script.named("lock-queries")
                .lock("l", LockKind.RWLOCK)
                .agent("a", "lock l write", "assert l write", "assert l", "unlock l write", "held l %0", "observe %0")
                .agent("b", "lock l read", "assert l read", "held l %0 write", "warn %0 both", "unlock l read")
                .agent("c", "choose 3 %0", "if %0 != 0 out", "assert l read", ": out", "lock l read", "unlock l read")
                .world();
    }

    /// The reader must not see the freed object: it may only where the updater does not wait.
    public static World rcu() {
        return Script.named("rcu")
                .domain("rcu", false)
                .pool("p", 2, 1, false)
                .cell("pointer", 1)
                .agent("reader0", "begin rcu", "read pointer %0", "field %0 %1", "read %1 %2", "end rcu", "observe %2")
                .agent("reader1", "begin rcu", "begin rcu", "write x 1", "end rcu", "read y %0", "end rcu")
                .agent("updater", "alloc p %0", "write pointer %0", "synchronize rcu", "free 1", "synchronize rcu")
                .world();
    }

    public static World srcu() {
        return Script.named("srcu")
                .domain("srcu", true)
                .lock("m", LockKind.MUTEX)
                .agent("a", "begin srcu", "lock m", "read x %0", "unlock m", "end srcu", "observe %0")
                .agent("b", "write x 1", "synchronize srcu", "write x 2")
                .agent("c", "lock m", "synchronize srcu", "unlock m")
                .world();
    }

    public static World pool() {
        String[] use = {
            "alloc p %0", "if %0 == 0 out", "field %0 %1", "read %1 %2", "write %1 3", "observe %2", "free %0", ": out"
        };
        return Script.named("pool")
                .pool("p", 2, 0, true)
                .agent("a", use)
                .agent("b", use)
                .agent("c", use)
                .world();
    }

    public static World useAfterFree() {
        return Script.named("use-after-free")
                .pool("p", 1, 1, false)
                .agent("a", "read gone %0", "if %0 == 1 out", "write p0.f 1", "read p0.f %0", ": out", "observe %0")
                .agent("b", "write gone 1", "free 1")
                .world();
    }

    public static World doubleFree() {
        return Script.named("double-free")
                .pool("p", 1, 1, false)
                .agent("a", "allocated 1 %0", "if %0 == 0 out", "yield", "free 1", ": out")
                .agent("b", "allocated 1 %0", "if %0 == 0 out", "yield", "free 1", ": out")
                .world();
    }

    public static World leak() {
        return Script.named("leak")
                .pool("p", 1, 0, true)
                .agent("a", "alloc p %0", "choose 2 %1", "if %1 == 0 out", "free %0", ": out")
                .world();
    }

    public static World choices() {
        return Script.named("choices")
                .agent("a", "choose 3 %0", "write x %0", "yield", "choose 2 %1", "observe %0", "observe %1")
                .agent("b", "read x %0", "choose 4 %1", "observe %0", "observe %1")
                .world();
    }

    public static World checks() {
        return Script.named("checks")
                .agent("a", "write x 1", "ghost x %0", "ensure %0 visible-at-once")
                .agent("b", "read x %0", "if %0 == 0 out", "choose 2 %0", "if %0 == 0 out", "fail never", ": out")
                .world();
    }

    /// The handler takes a lock that the main program takes with interrupts off.
    public static World interrupt() {
        return Script.named("interrupt")
                .lock("l", LockKind.SPINLOCK)
                .agent("a", "write y 1", "irq off", "lock l", "write x 1", "unlock l", "irq on", "mb", "read y %0")
                .handler("lock l", "read x %0", "write z %0", "unlock l", "choose 2 %1", "ghost z %0")
                .agent("b", "lock l", "write x 2", "unlock l", "read z %0", "observe %0")
                .world();
    }

    /// A reader in an interrupt handler does not queue behind a waiting writer.
    public static World interruptWithReaders() {
        return Script.named("interrupt-with-readers")
                .lock("l", LockKind.RWLOCK)
                .agent("a", "lock l read", "read x %0", "read x %1", "unlock l read", "yield", "observe %1")
                .handler("lock l read", "read x %0", "unlock l read")
                .agent("b", "lock l write", "write x 1", "unlock l write")
                .agent("c", "lock l read", "unlock l read")
                .world();
    }

    /// The same without interrupts off: the handler waits for its own CPU.
    public static World interruptDeadlock() {
        return Script.named("interrupt-deadlock")
                .lock("l", LockKind.SPINLOCK)
                .agent("a", "lock l", "write x 1", "unlock l")
                .handler("lock l", "unlock l")
                .world();
    }

    public static World invariantAlways() {
        return Script.named("invariant-always")
                .agent("a", "write x 1", "write y 1", "write x 0", "write y 0")
                .agent("b", "read x %0", "add x 2", "observe %0")
                .invariant("other", When.ALWAYS, "ghost y %0", "sub %0 9 %0", "ensure %0 other")
                .invariant("below-three", When.ALWAYS, "ghost x %0", "if %0 < 3 out", "fail below-three", ": out")
                .world();
    }

    public static World invariantAtStart() {
        return Script.named("invariant-at-start")
                .agent("a", "ghost x %0", "write x 1", "read x %0", "observe %0")
                .agent("b", "fail at-once")
                .invariant("set", When.ALWAYS, "ghost x %0", "ensure %0 set")
                .world();
    }

    /// Broken while a reader holds the one lock and a writer the other.
    public static World invariantOfLocks() {
        return Script.named("invariant-of-locks")
                .lock("l", LockKind.RWLOCK)
                .lock("s", LockKind.SPINLOCK)
                .agent("a", "lock l read", "try s %1", "unlock l read", "if %1 == 0 out", "unlock s", ": out")
                .agent("b", "lock l write", "write x 1", "unlock l write")
                .agent("c", "lock s", "unlock s")
                .invariant(
                        "not-both",
                        When.ALWAYS,
                        "held l %0 write",
                        "held s %1",
                        "ghost x %2",
                        "if %0 == 0 out",
                        "if %1 == 0 out",
                        "if %2 == 0 out",
                        "fail not-both",
                        ": out")
                .world();
    }

    public static World invariantFinally() {
        return Script.named("invariant-finally")
                .lock("l", LockKind.SPINLOCK)
                .agent("a", "write x 1", "read y %0", "write r %0")
                .agent("b", "write y 1", "read x %0", "write q %0", "lock l", "unlock l")
                .invariant(
                        "one-saw-it",
                        When.FINALLY,
                        "ghost r %0",
                        "if %0 == 1 out",
                        "ghost q %0",
                        "ensure %0 one-saw-it",
                        ": out",
                        "held l %0",
                        "warn %0 held")
                .world();
    }

    public static World unbalancedUnlock() {
        return Script.named("unbalanced-unlock")
                .lock("m", LockKind.MUTEX)
                .agent("a", "lock m", "write x 1", "unlock m")
                .agent("b", "read x %0", "if %0 == 0 out", "unlock m", ": out")
                .world();
    }

    /// Under tso the unlock is refused when it is delivered, long after it was executed.
    public static World unbalancedTravellingUnlock() {
        return Script.named("unbalanced-travelling-unlock")
                .lock("l", LockKind.SPINLOCK)
                .agent("a", "write x 1", "unlock l", "read x %0", "yield", "read y %0")
                .agent("b", "lock l", "unlock l", "read x %0", "observe %0")
                .world();
    }

    public static World unbalancedSection() {
        return Script.named("unbalanced-section")
                .domain("rcu", false)
                .agent("a", "begin rcu", "end rcu", "choose 2 %0", "if %0 == 0 out", "end rcu", ": out")
                .agent("b", "synchronize rcu")
                .world();
    }

    /// A section nested four times is one more than the domain counts.
    public static World nestedSections() {
        return Script.named("nested-sections")
                .domain("rcu", false)
                .agent("a", "begin rcu", "begin rcu", "begin rcu", "begin rcu", "end rcu", "end rcu", "end rcu",
                        "end rcu")
                .world();
    }

    public static World sleepInAtomic() {
        return Script.named("sleep-in-atomic")
                .lock("l", LockKind.SPINLOCK)
                .lock("m", LockKind.MUTEX)
                .domain("rcu", false)
                .agent("a", "choose 3 %0", "if %0 == 0 out", "lock l", "if %0 == 1 out", "lock m", ": out", "yield")
                .agent("b", "lock m", "write x 1", "unlock m", "begin rcu", "choose 2 %0", "if %0 == 0 out",
                        "synchronize rcu", ": out", "end rcu")
                .world();
    }

    public static World sleepInHandler() {
        return Script.named("sleep-in-handler")
                .lock("m", LockKind.MUTEX)
                .agent("a", "lock m", "write x 1", "unlock m")
                .handler("read x %0", "if %0 == 0 out", "lock m", ": out")
                .world();
    }

    /// ABBA.
    public static World deadlock() {
        return Script.named("deadlock")
                .lock("l", LockKind.SPINLOCK)
                .lock("m", LockKind.SPINLOCK)
                .agent("a", "lock l", "lock m", "unlock m", "unlock l")
                .agent("b", "lock m", "lock l", "unlock l", "unlock m")
                .world();
    }

    public static World graceDeadlock() {
        return Script.named("grace-deadlock")
                .domain("srcu", true)
                .lock("m", LockKind.MUTEX)
                .agent("a", "begin srcu", "lock m", "unlock m", "end srcu")
                .agent("b", "lock m", "synchronize srcu", "unlock m")
                .world();
    }

    public static World heldAtEnd() {
        return Script.named("held-at-end")
                .lock("l", LockKind.SPINLOCK)
                .domain("rcu", false)
                .agent("a", "lock l", "choose 2 %0", "if %0 == 0 out", "unlock l", ": out")
                .agent("b", "begin rcu", "try l %0", "if %0 == 1 out", "end rcu", ": out")
                .world();
    }

    public static World endlessLoop() {
        return Script.named("endless-loop")
                .agent("a", "read x %0", ": again", "if %0 == 1 again", "observe %0")
                .agent("b", "write x 1")
                .world();
    }

    public static World nullDereference() {
        return Script.named("null-dereference")
                .pool("p", 1, 1, false)
                .cell("pointer", 1)
                .agent("a", "read pointer %0", "field %0 %1", "read %1 %2", "observe %2")
                .agent("b", "write pointer 0", "choose 2 %0", "if %0 == 0 out", "free 0", ": out")
                .world();
    }

    /// More stores than the channel holds.
    public static World fullChannel() {
        List<String> stores = new java.util.ArrayList<>();
        for (int i = 1; i <= 11; i++) {
            stores.add("write x " + i);
            stores.add("write y %0");
        }
        stores.add("read x %0");
        stores.add("observe %0");
        return Script.named("full-channel")
                .agent("a", stores.toArray(String[]::new))
                .agent("b", "read x %0", "read y %1", "observe %0", "observe %1")
                .world();
    }

    /// One who releases a lock asks queries before the next holder goes on, and both can fail in the same step.
    public static World grantAndQueries() {
        return Script.named("grant-and-queries")
                .lock("l", LockKind.RWLOCK)
                .domain("srcu", true)
                .agent("a", "lock l read", "begin srcu", "unlock l read", "ghost x %0", "held l %1", "warn %0 late",
                        "end srcu", "ghost y %0", "warn %0 ended")
                .agent("b", "lock l write", "held l %0 write", "ghost x %1", "write x 1", "warn %1 seen",
                        "unlock l write", "fail writer-done")
                .agent("c", "lock l write", "add x 1", "unlock l write", "add y 1", "synchronize srcu", "held l %0",
                        "warn %0 held")
                .world();
    }

    /// Retries until it sees a change.
    public static World loops() {
        return Script.named("loops")
                .agent("a", ": again", "read x %0", "yield", "if %0 == 0 again", "read y %1", "observe %1")
                .agent("b", "write y 1", "write x 1")
                .agent("c", "move 3 %0", ": again", "add n 1", "sub %0 1 %0", "if %0 > 0 again", "read n %1",
                        "observe %1")
                .world();
    }

    /// Questions ahead of which their agents store.
    public static World ghosts() {
        return Script.named("ghosts")
                .lock("l", LockKind.RWLOCK)
                .agent("a", "read z %1", "ghost x %0", "held l %2", "observe %0", "observe %2", "write x 1",
                        "lock l read", "unlock l read", "write y 1")
                .agent("b", "cas x 1 2 %0", "mb", "read y %1", "observe %0", "observe %1")
                .agent("c", "lock l read", "read x %0", "unlock l read", "write z %0")
                .world();
    }
}
