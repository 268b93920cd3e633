package overtake.lift.model;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import overtake.kernel.Pool;

/// Readable names of objects; the first name counts.
final class Names {
    private final Map<Object, String> names = new IdentityHashMap<>();
    private final Set<String> taken = new TreeSet<>();

    void name(Object object, String name) {
        names.putIfAbsent(object, name);
        taken.add(name);
    }

    void nameIfNew(Object object, String name) {
        if (!names.containsKey(object)) {
            name(object, name);
        }
    }

    String of(Object object) {
        return names.getOrDefault(object, "object");
    }

    /// Names the objects of a pool by class and place, `page0`; if that is taken, by the path of the pool, later.
    void namePool(Pool<?> pool) {
        int place = 0;
        for (Object object : pool.objects()) {
            String type = object.getClass().getSimpleName();
            String name = Character.toLowerCase(type.charAt(0)) + type.substring(1) + place++;
            if (!taken.contains(name)) {
                nameIfNew(object, name);
            }
        }
    }
}
