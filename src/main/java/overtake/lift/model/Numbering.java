package overtake.lift.model;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Objects numbered from 0 in the order in which they were added.
final class Numbering {
    private final Map<Object, Integer> numbers = new IdentityHashMap<>();
    private final List<Object> objects = new ArrayList<>();

    /// The number of the object, a new one if it has none.
    int add(Object object) {
        Integer known = numbers.get(object);
        if (known != null) {
            return known;
        }
        numbers.put(object, objects.size());
        objects.add(object);
        return objects.size() - 1;
    }

    boolean contains(Object object) {
        return numbers.containsKey(object);
    }

    List<Object> objects() {
        return objects;
    }

    int size() {
        return objects.size();
    }
}
