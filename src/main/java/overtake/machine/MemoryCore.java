package overtake.machine;

import overtake.program.PoolInfo;
import overtake.program.RmwOperation;
import overtake.program.World;

/// What memory does with its own part of the state: the cells, then one int for each pool object that is 1 while it is allocated.
public final class MemoryCore {
    private static final RmwOperation[] RMW = RmwOperation.values();

    private final World world;
    private final int cells;
    private final int[] initial;
    /// For each cell the place of its object's allocated mark, or -1.
    private final int[] alive;
    /// Handles of all pool objects; entry i belongs to mark `cells + i`.
    private final int[] objects;

    private FaultKind fault = FaultKind.CHECK;
    private boolean faulty;

    public MemoryCore(World world) {
        this.world = world;
        cells = world.cells().size();
        objects = world.pools().stream()
                .flatMap(pool -> pool.objects().stream())
                .mapToInt(Integer::intValue)
                .toArray();
        initial = new int[cells + objects.length];
        alive = new int[cells];
        for (int i = 0; i < cells; i++) {
            initial[i] = world.cells().get(i).initial();
            int object = world.cells().get(i).object();
            alive[i] = object == 0 ? -1 : mark(object);
        }
        for (PoolInfo pool : world.pools()) {
            for (int i = 0; i < pool.allocated(); i++) {
                initial[mark(pool.objects().get(i))] = 1;
            }
        }
    }

    /// Whether there are objects that are allocated and freed.
    boolean hasPools() {
        return objects.length > 0;
    }

    public int size() {
        return initial.length;
    }

    public void reset(int[] s, int base) {
        System.arraycopy(initial, 0, s, base, initial.length);
    }

    /// Whether the last [#apply] broke a rule; then [#fault] says which.
    public boolean faulty() {
        return faulty;
    }

    public FaultKind fault() {
        return fault;
    }

    private int broken(FaultKind kind) {
        faulty = true;
        fault = kind;
        return 0;
    }

    private int mark(int object) {
        for (int i = 0; i < objects.length; i++) {
            if (objects[i] == object) {
                return cells + i;
            }
        }
        return -1;
    }

    /// Performs a load, store, read-modify-write, allocation, free or ghost read and gives its answer.
    public int apply(int[] s, int base, Request request) {
        faulty = false;
        int target = request.target;
        switch (request.op) {
            case Op.GHOST -> {
                return s[base + target];
            }
            case Op.GHOST_ALLOCATED -> {
                int mark = mark(target);
                return mark < 0 ? 0 : s[base + mark];
            }
            case Op.ALLOCATE -> {
                return allocate(s, base, target);
            }
            case Op.FREE -> {
                return free(s, base, target);
            }
            default -> {}
        }
        int mark = alive[target];
        if (mark >= 0 && s[base + mark] == 0) {
            return broken(FaultKind.USE_AFTER_FREE);
        }
        int old = s[base + target];
        if (request.op == Op.STORE) {
            s[base + target] = request.value;
        } else if (request.op == Op.RMW) {
            RmwOperation operation = RMW[request.detail];
            if (operation.writes(old, request.compare)) {
                s[base + target] = operation.apply(old, request.value);
            }
        }
        return old;
    }

    /// Notes which places the request looks at without being about to change them for sure.
    void look(int base, Request request, Parts parts) {
        int target = request.target;
        switch (request.op) {
            case Op.ALLOCATE -> {
                for (int object : world.pools().get(target).objects()) {
                    look(base + mark(object), parts);
                }
            }
            case Op.FREE, Op.GHOST_ALLOCATED -> {
                int mark = mark(target);
                if (mark >= 0) {
                    look(base + mark, parts);
                }
            }
            default -> {
                look(base + target, parts);
                if (alive[target] >= 0) {
                    look(base + alive[target], parts);
                }
            }
        }
    }

    private static void look(int place, Parts parts) {
        parts.look(place, place + 1);
    }

    /// Notes which places the request may change.
    void touch(int[] s, int base, Request request, Touched touched) {
        int target = request.target;
        switch (request.op) {
            case Op.STORE, Op.RMW -> touched.add(base + target, base + target + 1);
            case Op.FREE -> {
                int mark = mark(target);
                if (mark >= 0) {
                    touched.add(base + mark, base + mark + 1);
                }
            }
            case Op.ALLOCATE -> {
                int object = firstFree(s, base, world.pools().get(target));
                if (object != 0) {
                    touch(base, mark(object), touched);
                }
            }
            default -> {}
        }
    }

    private void touch(int base, int mark, Touched touched) {
        touched.add(base + mark, base + mark + 1);
        for (int cell = 0; cell < cells; cell++) {
            if (alive[cell] == mark) {
                touched.add(base + cell, base + cell + 1);
            }
        }
    }

    /// The first object of the pool that is not allocated, or 0.
    private int firstFree(int[] s, int base, PoolInfo pool) {
        for (int object : pool.objects()) {
            if (s[base + mark(object)] == 0) {
                return object;
            }
        }
        return 0;
    }

    private int allocate(int[] s, int base, int pool) {
        int object = firstFree(s, base, world.pools().get(pool));
        if (object != 0) {
            s[base + mark(object)] = 1;
            initialize(s, base, mark(object));
        }
        return object;
    }

    private void initialize(int[] s, int base, int mark) {
        for (int cell = 0; cell < cells; cell++) {
            if (alive[cell] == mark) {
                s[base + cell] = initial[cell];
            }
        }
    }

    private int free(int[] s, int base, int object) {
        int mark = mark(object);
        if (object == 0 || mark < 0) {
            return broken(FaultKind.NULL_DEREFERENCE);
        }
        if (s[base + mark] == 0) {
            return broken(FaultKind.DOUBLE_FREE);
        }
        s[base + mark] = 0;
        return 0;
    }

    /// Whether a cell belongs to a pool object that is not allocated.
    boolean freed(int[] s, int base, int cell) {
        int mark = alive[cell];
        return mark >= 0 && s[base + mark] == 0;
    }

    /// Whether an object of a pool that must be empty at the end is allocated.
    public boolean leaks(int[] s, int base) {
        for (PoolInfo pool : world.pools()) {
            for (int object : pool.objects()) {
                if (pool.mustBeFreed() && s[base + mark(object)] != 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
