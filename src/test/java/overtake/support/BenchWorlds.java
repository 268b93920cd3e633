package overtake.support;

import java.util.List;
import overtake.program.Invariant.When;
import overtake.program.LockKind;
import overtake.program.World;

/// Worlds of the size of a kernel scenario, for measuring.
public final class BenchWorlds {
    /// Refreshes the translation until it is valid, then checks and uses it three times.
    private static final String VCPU = """
        : retry
        lock refresh
        lock cache write
        write valid 0
        unlock cache write
        read sequence %0
        rmb
        read page %1
        mb
        lock cache write
        read count %2
        read sequence %3
        if %2 != 0 again
        if %3 != %0 again
        write translation %1
        write valid 1
        unlock cache write
        unlock refresh
        move 3 %5
        : use
        lock cache read
        read valid %2
        if %2 == 0 stale
        read translation %4
        ghost freed %2
        observe %2
        unlock cache read
        sub %5 1 %5
        if %5 > 0 use
        jump out
        : stale
        unlock cache read
        jump out
        : again
        unlock cache write
        unlock refresh
        yield
        jump retry
        : out
        """;

    /// Invalidates the translation, changes and frees the page.
    private static final String NOTIFIER = """
        lock mmu
        add count 1
        unlock mmu
        lock cache read
        read valid %0
        read translation %1
        unlock cache read
        if %0 == 0 free
        lock cache write
        write valid 0
        unlock cache write
        : free
        write page 6
        write freed 1
        lock mmu
        read sequence %0
        sub %0 -1 %0
        write sequence %0
        wmb
        add count -1
        unlock mmu
        """;

    private BenchWorlds() {}

    public static List<World> all() {
        return List.of(refresh(false), refresh(true), TestWorlds.storeBuffering());
    }

    /// Two CPUs that refresh a cached translation until it is valid, check and use it, and one that invalidates it: the
    /// shape of seed 000.
    ///
    /// @param watched whether an invariant of every state is checked
    public static World refresh(boolean watched) {
        Script script = Script.named(watched ? "refresh-watched" : "refresh")
                .lock("refresh", LockKind.MUTEX)
                .lock("cache", LockKind.RWLOCK)
                .lock("mmu", LockKind.SPINLOCK)
                .cell("page", 5)
                .agent("vcpu0", VCPU.split("\n"))
                .agent("vcpu1", VCPU.split("\n"))
                .agent("notifier", NOTIFIER.split("\n"));
        if (watched) {
            script.invariant("count-is-small", When.ALWAYS, "ghost count %0", "if %0 < 2 out", "fail count-is-small",
                    ": out");
        }
        return script.world();
    }
}
