package overtake.memory;

/// Sequential consistency (Lamport 1979): every operation is delivered before its CPU goes on, so nothing overtakes.
public record Sc() implements MemoryModel {
    @Override
    public String name() {
        return "sc";
    }

    @Override
    public boolean travels(Access access) {
        return false;
    }

    @Override
    public boolean mayOvertake(Access later, Access earlier) {
        return false;
    }
}
