package overtake.lift;

import java.util.List;
import java.util.TreeSet;
import overtake.lift.model.ClassLayout;

/// What is known, while lifting, of a value on the operand stack or in a local variable.
sealed interface AbstractValue {
    /// A local variable that is not set on every path.
    record Unset() implements AbstractValue {}

    /// An int or boolean that is the same in every run.
    record KnownInt(int value) implements AbstractValue {}

    /// An int or boolean in a register.
    record SomeInt() implements AbstractValue {}

    record Null() implements AbstractValue {}

    /// An object of the world that is the same in every run: also an enum constant, a string, an array. Equal if it is the same object.
    record KnownObject(Object object) implements AbstractValue {
        @Override
        public boolean equals(@org.jspecify.annotations.Nullable Object other) {
            return other instanceof KnownObject known && known.object == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }

    /// An object of this class, or null; its handle is in a register.
    record SomeObject(Class<?> type) implements AbstractValue {}

    /// A lock, an SRCU domain or a pool, by number.
    ///
    /// @param candidates the numbers it can have, in ascending order
    /// @param known whether the number is the same in every run; if not it is in a register
    record Numbered(Class<?> type, List<Integer> candidates, boolean known) implements AbstractValue {}

    /// A shared variable as such, to be named in a call like READ_ONCE; the number of its cell is in a register.
    ///
    /// @param origin the instruction that named it
    record Place(int origin, Class<?> type, List<Integer> candidates) implements AbstractValue {}

    /// An object or a lambda that the agent itself made and that dissolves into registers.
    record Made(LocalObject object) implements AbstractValue {}

    /// Values that differ by path in a way that no register can hold; an error as soon as it is used.
    record Conflict(String why) implements AbstractValue {}

    /// What is known of a value that is one or the other.
    default AbstractValue join(AbstractValue other) {
        if (equals(other)) {
            return this;
        }
        if (this instanceof Unset || other instanceof Unset) {
            return new Unset();
        }
        if (this instanceof Conflict) {
            return this;
        }
        if (isInt() && other.isInt()) {
            return new SomeInt();
        }
        if (this instanceof Place a && other instanceof Place b && a.origin == b.origin) {
            return new Place(a.origin, a.type, union(a.candidates, b.candidates));
        }
        if (this instanceof Numbered a && other instanceof Numbered b && a.type == b.type) {
            return new Numbered(a.type, union(a.candidates, b.candidates), false);
        }
        if (this instanceof Made || other instanceof Made) {
            return new Conflict("an object or lambda made here may be one of several, or null");
        }
        if (this instanceof Null && other.isHandle()) {
            return new SomeObject(other.type());
        }
        if (isHandle() && other instanceof Null) {
            return new SomeObject(type());
        }
        if (isHandle() && other.isHandle()) {
            return new SomeObject(common(type(), other.type()));
        }
        return new Conflict("the value is one of two kinds that cannot be told apart later");
    }

    private boolean isInt() {
        return this instanceof KnownInt || this instanceof SomeInt;
    }

    /// Whether it is an object that a register can hold as a handle.
    default boolean isHandle() {
        return this instanceof SomeObject
                || this instanceof KnownObject known && ClassLayout.isModel(known.object.getClass());
    }

    /// The class of which the object is.
    default Class<?> type() {
        return switch (this) {
            case KnownObject known -> known.object.getClass();
            case SomeObject some -> some.type;
            case Numbered numbered -> numbered.type;
            case Place place -> place.type;
            case Made made -> made.object.type();
            case Null _, Unset _, KnownInt _, SomeInt _, Conflict _ -> Object.class;
        };
    }

    private static List<Integer> union(List<Integer> a, List<Integer> b) {
        TreeSet<Integer> all = new TreeSet<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }

    /// The nearest class above both; Object if they share only interfaces.
    private static Class<?> common(Class<?> a, Class<?> b) {
        for (Class<?> at = a; at != null; at = at.getSuperclass()) {
            if (at.isAssignableFrom(b)) {
                return at;
            }
        }
        return Object.class;
    }
}
