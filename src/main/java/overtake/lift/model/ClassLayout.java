package overtake.lift.model;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import overtake.kernel.CacheLine;
import overtake.kernel.Mutex;
import overtake.kernel.Pool;
import overtake.kernel.RunQueue;
import overtake.kernel.RwLock;
import overtake.kernel.RwSemaphore;
import overtake.kernel.SpinLock;
import overtake.kernel.Srcu;
import overtake.lift.code.ClassFiles;

/// The instance fields of a model class in the order of their declaration, those of the superclass first, so that a field has one
/// place in all subclasses. An enum has its ordinal in front.
public final class ClassLayout {
    private static final List<Class<?>> LOCKS =
            List.of(SpinLock.class, Mutex.class, RwLock.class, RwSemaphore.class, RunQueue.class);

    private final int number;
    private final boolean ordinal;
    private final List<Field> fields = new ArrayList<>();

    ClassLayout(Class<?> type, int number) {
        this.number = number;
        this.ordinal = Enum.class.isAssignableFrom(type);
        List<Class<?>> chain = new ArrayList<>();
        for (Class<?> at = type; at != null && !ClassFiles.isLibrary(at); at = at.getSuperclass()) {
            chain.addFirst(at);
        }
        for (Class<?> at : chain) {
            for (Field field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    fields.add(field);
                }
            }
        }
    }

    /// Number of the class, counted from 1.
    public int number() {
        return number;
    }

    public List<Field> fields() {
        return fields;
    }

    public int size() {
        return 1 + (ordinal ? 1 : 0) + fields.size();
    }

    /// Where the field is, counted from the object's handle.
    public int offset(Field field) {
        int index = fields.indexOf(field);
        if (index < 0) {
            throw new IllegalStateException(field + " is not laid out");
        }
        return size() - fields.size() + index;
    }

    public static boolean isLock(Class<?> type) {
        return LOCKS.contains(type);
    }

    /// Whether objects of the class are numbered in a table of their own instead of having a handle.
    public static boolean isNumbered(Class<?> type) {
        return isLock(type) || type == Srcu.class || type == Pool.class || type == CacheLine.class;
    }

    /// int and its narrow kin.
    public static boolean isInt(Class<?> type) {
        return type == int.class || type == short.class || type == byte.class || type == char.class;
    }

    /// Whether objects of the class have a handle: classes of the model and arrays of what it can hold.
    public static boolean isModel(Class<?> type) {
        if (type.isArray()) {
            Class<?> element = type.componentType();
            return isInt(element) || element == boolean.class || isModel(element) || isNumbered(element);
        }
        return !type.isPrimitive() && !ClassFiles.isLibrary(type) && !isNumbered(type) && !type.isHidden();
    }
}
