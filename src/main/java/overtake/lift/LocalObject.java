package overtake.lift;

import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import overtake.program.Operand;
import overtake.program.Operand.Register;

/// An object that one `new`, or one lambda expression, makes in one inlined method: each field becomes a register. What is known of a field is
/// the join of all that is ever stored there.
///
/// Each round of a loop reuses the registers. That is safe, because Java's rule of definite assignment lets no earlier object live on: a
/// variable that is read after the `new` without being set since would have had to be set before the loop, to something else, and the two
/// would have met as a [AbstractValue.Conflict].
final class LocalObject {
    /// The method behind a lambda, and the name under which it is called.
    record Lambda(DirectMethodHandleDesc method, String calledAs, Class<?> writtenIn) {}

    /// What is known of a field, and where its value is.
    record Slot(AbstractValue value, Register register) {}

    private final Class<?> type;
    private final Optional<Lambda> lambda;
    private final Map<Object, Slot> slots = new LinkedHashMap<>();
    private final Set<Node> readers = new LinkedHashSet<>();
    private Optional<String> message = Optional.empty();

    LocalObject(Class<?> type, Optional<Lambda> lambda) {
        this.type = type;
        this.lambda = lambda;
    }

    Class<?> type() {
        return type;
    }

    Optional<Lambda> lambda() {
        return lambda;
    }

    /// The message of an exception.
    Optional<String> message() {
        return message;
    }

    void message(String text) {
        message = Optional.of(text);
    }

    /// Reads a field, or a captured value by its position. The reader is told when more becomes known.
    Optional<Slot> read(Object key, Node reader) {
        readers.add(reader);
        return Optional.ofNullable(slots.get(key));
    }

    /// Adds a value that the field can have.
    ///
    /// @return its register, and the readers to tell if that is news
    Stored store(Object key, AbstractValue value, RegisterSupply supply) {
        Slot old = slots.get(key);
        AbstractValue joined = old == null ? value : old.value().join(value);
        Register register = old == null ? supply.next() : old.register();
        slots.put(key, new Slot(joined, register));
        boolean news = old == null || !old.value().equals(joined);
        return new Stored(register, news ? List.copyOf(readers) : List.of());
    }

    record Stored(Register register, List<Node> toTell) {}

    /// The key of a field: declaring class and name, since a subclass may hide a field.
    static Object key(Field field) {
        return field.getDeclaringClass().getName() + "." + field.getName();
    }

    /// Gives out virtual registers.
    static final class RegisterSupply {
        private int count;

        Register next() {
            return Operand.register(count++);
        }

        /// The first of `size` registers in a row.
        int row(int size) {
            int first = count;
            count += size;
            return first;
        }
    }
}
