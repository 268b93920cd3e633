package overtake.lift.model;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// What only the code tells about the objects of a world: which arrays are written to, which objects are reached through static
/// fields alone, whether RCU is used. The lifter starts again with what it has found until it finds nothing new.
public final class Discoveries {
    /// An object that no declaration leads to.
    public record Late(String name, Object object) {}

    private final Map<Object, Boolean> writtenArrays = new IdentityHashMap<>();
    private final List<Late> late = new ArrayList<>();
    private boolean rcu;
    private boolean fresh;

    /// Whether something was found since the last call.
    public boolean takeFresh() {
        boolean result = fresh;
        fresh = false;
        return result;
    }

    public void written(Object array) {
        fresh |= writtenArrays.put(array, true) == null;
    }

    public boolean isWritten(Object array) {
        return writtenArrays.containsKey(array);
    }

    public void reached(String name, Object object) {
        late.add(new Late(name, object));
        fresh = true;
    }

    public List<Late> late() {
        return late;
    }

    public void usesRcu() {
        fresh |= !rcu;
        rcu = true;
    }

    public boolean rcu() {
        return rcu;
    }
}
