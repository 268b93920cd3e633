package overtake.memory;

import java.util.List;
import java.util.Optional;

/// A rule for which in-flight message may overtake which. An operation that *travels* is sent and left in flight while its CPU goes
/// on; any other waits for its answer. Messages of one CPU that travel keep their order among themselves under every model of this
/// list; a later operation is sent while earlier ones still travel only if it may overtake all of them.
public sealed interface MemoryModel permits Sc, Tso, Lkmm {

    /// The name in scenarios and on the command line.
    String name();

    /// Whether the CPU goes on before this operation has been delivered.
    boolean travels(Access access);

    /// Whether `later`, an operation of the same CPU, may be performed while `earlier` still travels.
    boolean mayOvertake(Access later, Access earlier);

    /// All models, from the strongest to the weakest.
    static List<MemoryModel> all() {
        return List.of(new Sc(), new Tso(), new Lkmm());
    }

    static Optional<MemoryModel> named(String name) {
        return all().stream().filter(model -> model.name().equals(name)).findFirst();
    }
}
