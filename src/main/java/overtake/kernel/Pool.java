package overtake.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Objects that agents allocate and free: pages, page-table roots. A final field of a model object. After [#free] every access to a
/// field of the object is a use after free, until it is allocated again.
public final class Pool<T> {
    private final List<T> objects = new ArrayList<>();
    private final int allocated;
    private final boolean mustBeFreed;

    /// A pool of `size` objects, all free.
    public Pool(int size, IntFunction<T> constructor) {
        this(size, 0, false, constructor);
    }

    /// @param allocated how many objects, from the first, are in use at the start
    /// @param mustBeFreed whether an object still in use when all agents have ended is a leak
    public Pool(int size, int allocated, boolean mustBeFreed, IntFunction<T> constructor) {
        for (int i = 0; i < size; i++) {
            objects.add(constructor.apply(i));
        }
        this.allocated = allocated;
        this.mustBeFreed = mustBeFreed;
    }

    /// Lifted: the first free object with its initial field values, or null.
    public native T alloc();

    /// Lifted: gives the object back.
    public native void free(T object);

    /// Lifted, ghost: whether the object is in use now.
    public native boolean ghost_allocated(T object);

    /// For building worlds: object number `index`.
    public T get(int index) {
        return objects.get(index);
    }

    public int size() {
        return objects.size();
    }

    public List<T> objects() {
        return List.copyOf(objects);
    }

    public int allocated() {
        return allocated;
    }

    public boolean mustBeFreed() {
        return mustBeFreed;
    }
}
