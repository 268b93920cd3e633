package overtake.kvm.arm64;

import static overtake.kernel.Kernel.cache_complete;
import static overtake.kernel.Kernel.cache_evict;
import static overtake.kernel.Kernel.cache_fill;
import static overtake.kernel.Kernel.choose;

import overtake.kernel.Agent;
import overtake.kernel.CacheLine;

/// Agent: what the cache does of its own accord with one line, each time evict, fill, or complete maintenance that was asked for.
public final class Cache implements Agent {
    private final CacheLine line;
    private final int times;

    public Cache(CacheLine line, int times) {
        this.line = line;
        this.times = times;
    }

    @Override
    public void run() {
        for (int i = 0; i < times; i++) {
            int what = choose(3);
            if (what == 0) {
                cache_evict(line);
            } else if (what == 1) {
                cache_fill(line);
            } else {
                cache_complete(line);
            }
        }
    }
}
