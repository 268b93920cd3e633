package overtake.lift.model;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import overtake.kernel.CacheLine;
import overtake.kernel.Pool;
import overtake.kernel.Srcu;
import overtake.lift.code.ClassFiles;
import overtake.lift.code.SourceText;
import overtake.program.Cell;
import overtake.program.CellType;
import overtake.program.DomainInfo;
import overtake.program.LockInfo;
import overtake.program.PoolInfo;
import overtake.program.line.LineInfo;

/// The objects of a world laid out: handles, the constant table, cells, locks, domains and pools, with readable names. Objects are found
/// breadth first from the declared ones, fields in the order of their declaration, so that the same world always gives the same numbers.
///
/// An array lies in the constant table as class number, length, and then its elements, or the cells of its elements if some agent
/// writes to it.
public final class ObjectGraph {
    private record DraftCell(String name, CellType type, int initial, Object holder) {}

    private final Discoveries discoveries;
    private final Names names = new Names();
    private final Map<Class<?>, ClassLayout> layouts = new LinkedHashMap<>();
    private final Map<Object, Integer> handles = new IdentityHashMap<>();
    private final List<Object> objects = new ArrayList<>();
    private final List<Integer> constants = new ArrayList<>(List.of(0));
    private final List<DraftCell> cells = new ArrayList<>();
    private final Numbering locks = new Numbering();
    private final Numbering domains = new Numbering();
    private final Numbering pools = new Numbering();
    private final Numbering lines = new Numbering();
    /// The pool object whose memory an object is part of.
    private final Map<Object, Object> owners = new IdentityHashMap<>();
    private final Deque<Object> waiting = new ArrayDeque<>();

    public ObjectGraph(Declarations declarations, Discoveries discoveries) {
        this.discoveries = discoveries;
        if (discoveries.rcu()) {
            domains.add(this);
        }
        declarations.shared().forEach(s -> names.name(s.object(), s.name()));
        declarations.actors().forEach(a -> names.name(a.agent(), a.name()));
        declarations.actors().forEach(a -> a.handler().ifPresent(h -> names.name(h, a.name() + ".handler")));
        List<Object> roots = new ArrayList<>();
        declarations.shared().forEach(s -> roots.add(s.object()));
        declarations.actors().forEach(a -> roots.add(a.agent()));
        declarations.actors().forEach(a -> a.handler().ifPresent(roots::add));
        declarations.properties().forEach(p -> roots.add(p.property()));
        roots.forEach(root -> namePools(root, new IdentityHashMap<>()));
        for (Object root : roots) {
            reach(root);
            fillWaiting();
        }
        for (Discoveries.Late late : discoveries.late()) {
            names.nameIfNew(late.object(), late.name());
            reach(late.object());
            fillWaiting();
        }
    }

    /// Gives the objects of pools their names before paths can: `page0` says more than `host.pte`.
    private void namePools(Object root, IdentityHashMap<Object, Boolean> seen) {
        Deque<Object> rest = new ArrayDeque<>(List.of(root));
        seen.put(root, true);
        while (!rest.isEmpty()) {
            Object object = rest.remove();
            if (object instanceof Pool<?> pool) {
                names.namePool(pool);
            }
            for (Object next : references(object)) {
                if (seen.put(next, true) == null) {
                    rest.add(next);
                }
            }
        }
    }

    private List<Object> references(Object object) {
        List<Object> result = new ArrayList<>();
        if (object instanceof Pool<?> pool) {
            result.addAll(pool.objects());
        } else if (object instanceof Object[] array) {
            for (Object element : array) {
                addReference(result, element);
            }
        } else if (ClassLayout.isModel(object.getClass()) && !object.getClass().isArray()) {
            for (Field field : layout(object.getClass()).fields()) {
                if (!field.getType().isPrimitive()) {
                    addReference(result, Reflection.get(field, object));
                }
            }
        }
        return result;
    }

    private static void addReference(List<Object> result, @org.jspecify.annotations.Nullable Object value) {
        if (value != null
                && (ClassLayout.isModel(value.getClass()) || ClassLayout.isNumbered(value.getClass()))) {
            result.add(value);
        }
    }

    // ---- laying out

    private void fillWaiting() {
        while (!waiting.isEmpty()) {
            fill(waiting.remove());
        }
    }

    /// The number that stands for the object in the constant table and in references: its handle, or its number as a lock, domain or
    /// pool. Objects of the library have none and get 0.
    private int reach(Object object) {
        Class<?> type = object.getClass();
        if (ClassLayout.isLock(type)) {
            return locks.add(object);
        }
        if (object instanceof Srcu) {
            return domains.add(object);
        }
        if (object instanceof CacheLine) {
            return lines.add(object);
        }
        if (object instanceof Pool<?> pool) {
            return reachPool(pool);
        }
        if (!ClassLayout.isModel(type)) {
            return 0;
        }
        Integer known = handles.get(object);
        return known == null ? place(object) : known;
    }

    private int reachPool(Pool<?> pool) {
        int before = pools.size();
        int number = pools.add(pool);
        if (pools.size() > before) {
            for (Object object : pool.objects()) {
                owners.put(object, object);
                reach(object);
            }
        }
        return number;
    }

    private int place(Object object) {
        int handle = constants.size();
        handles.put(object, handle);
        objects.add(object);
        names.nameIfNew(object, decapitalised(object.getClass().getSimpleName()) + "@" + handle);
        waiting.add(object);
        int size = object.getClass().isArray()
                ? 2 + Array.getLength(object)
                : layout(object.getClass()).size();
        for (int i = 0; i < size; i++) {
            constants.add(0);
        }
        if (object instanceof Enum<?> constant) {
            for (Object other : constant.getDeclaringClass().getEnumConstants()) {
                names.nameIfNew(other, ((Enum<?>) other).name());
                reach(other);
            }
        }
        return handle;
    }

    private static String decapitalised(String name) {
        return name.isEmpty() ? "object" : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private void fill(Object object) {
        int handle = handle(object);
        ClassLayout layout = layout(object.getClass());
        constants.set(handle, layout.number());
        if (object.getClass().isArray()) {
            fillArray(object, handle);
            return;
        }
        if (object instanceof Enum<?> constant) {
            constants.set(handle + 1, constant.ordinal());
        }
        for (Field field : layout.fields()) {
            String name = SourceText.member(names.of(object), field.getName());
            boolean isFinal = Modifier.isFinal(field.getModifiers());
            int value = value(Reflection.get(field, object), object, name, isFinal);
            boolean shared = !isFinal && isShareable(field.getType());
            constants.set(
                    handle + layout.offset(field), shared ? cell(name, field.getType(), value, object) : value);
        }
    }

    private void fillArray(Object array, int handle) {
        int length = Array.getLength(array);
        Class<?> element = array.getClass().componentType();
        boolean written = discoveries.isWritten(array);
        constants.set(handle + 1, length);
        for (int i = 0; i < length; i++) {
            String name = names.of(array) + "[" + i + "]";
            int value = value(Array.get(array, i), array, name, !written);
            constants.set(handle + 2 + i, written ? cell(name, element, value, array) : value);
        }
    }

    private int cell(String name, Class<?> type, int initial, Object holder) {
        CellType kind =
                type == boolean.class ? CellType.BOOLEAN : type.isPrimitive() ? CellType.INT : CellType.REFERENCE;
        cells.add(new DraftCell(name, kind, initial, holder));
        return cells.size() - 1;
    }

    private int value(
            @org.jspecify.annotations.Nullable Object value, Object holder, String name, boolean isFinal) {
        return switch (value) {
            case null -> 0;
            case Boolean b -> b ? 1 : 0;
            case Character c -> c;
            case Integer n -> n;
            case Short n -> n;
            case Byte n -> n;
            default -> {
                names.nameIfNew(value, value instanceof Enum<?> constant ? constant.name() : name);
                if (isFinal && owners.containsKey(holder) && !handles.containsKey(value)) {
                    owners.putIfAbsent(value, owners.get(holder));
                }
                yield reach(value);
            }
        };
    }

    /// Whether a field of this type can be a shared variable.
    public static boolean isShareable(Class<?> type) {
        return ClassLayout.isInt(type)
                || type == boolean.class
                || !type.isPrimitive() && !ClassLayout.isNumbered(type)
                        && (!ClassFiles.isLibrary(type) || type == Object.class);
    }

    // ---- questions of the lifter

    public ClassLayout layout(Class<?> type) {
        ClassLayout known = layouts.get(type);
        if (known == null) {
            known = new ClassLayout(type, layouts.size() + 1);
            layouts.put(type, known);
        }
        return known;
    }

    /// The number that stands for an object, see [#reach]. An object met for the first time is remembered for the next attempt.
    public int number(Object object, String name) {
        Class<?> type = object.getClass();
        boolean isNew = ClassLayout.isLock(type) && !locks.contains(object)
                || object instanceof Srcu && !domains.contains(object)
                || object instanceof CacheLine && !lines.contains(object)
                || object instanceof Pool<?> && !pools.contains(object)
                || ClassLayout.isModel(type) && !handles.containsKey(object);
        if (isNew) {
            discoveries.reached(name, object);
            names.nameIfNew(object, name);
        }
        int number = reach(object);
        fillWaiting();
        return number;
    }

    private int handle(Object object) {
        Integer handle = handles.get(object);
        if (handle == null) {
            throw new IllegalStateException(names.of(object) + " is not laid out");
        }
        return handle;
    }

    public int constant(int address) {
        return constants.get(address);
    }

    public Pool<?> pool(int number) {
        return (Pool<?>) pools.objects().get(number);
    }

    /// All objects of a class or its subclasses, in order of their handles.
    public List<Object> instances(Class<?> type) {
        return objects.stream().filter(type::isInstance).toList();
    }

    public String name(Object object) {
        return names.of(object);
    }

    public boolean isWritten(Object array) {
        return discoveries.isWritten(array);
    }

    // ---- results

    public List<Integer> constants() {
        return constants;
    }

    public List<Cell> cells() {
        return cells.stream()
                .map(c -> new Cell(c.name(), c.type(), c.initial(), owner(c.holder())))
                .toList();
    }

    private int owner(Object holder) {
        Object owner = owners.get(holder);
        return owner == null ? 0 : handle(owner);
    }

    public List<LockInfo> locks() {
        return locks.objects()
                .stream()
                .map(lock -> new LockInfo(names.of(lock), Reflection.kind(lock)))
                .toList();
    }

    public List<LineInfo> lines() {
        return lines.objects()
                .stream()
                .map(line -> new LineInfo(names.of(line), ((CacheLine) line).initial))
                .toList();
    }

    public List<DomainInfo> domains() {
        return domains.objects()
                .stream()
                .map(d -> d == this ? new DomainInfo("rcu", false) : new DomainInfo(names.of(d), true))
                .toList();
    }

    public List<PoolInfo> pools() {
        return pools.objects()
                .stream()
                .map(object -> (Pool<?>) object)
                .map(pool -> new PoolInfo(
                        names.of(pool),
                        pool.objects().stream().map(this::handle).toList(),
                        pool.allocated(),
                        pool.mustBeFreed()))
                .toList();
    }

    public SortedMap<Integer, String> objectNames() {
        SortedMap<Integer, String> result = new TreeMap<>();
        handles.forEach((object, handle) -> result.put(handle, names.of(object)));
        return result;
    }
}
