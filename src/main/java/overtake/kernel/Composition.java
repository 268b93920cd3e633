package overtake.kernel;

/// What a world class is given to declare its parts.
public interface Composition {
    /// Names a shared object. Objects that it refers to are named by path: `kvm.mmu_lock`.
    void shared(String name, Object object);

    void agent(String name, Agent agent);

    /// An agent on whose CPU a hard interrupt may come once, wherever interrupts are on, and run the handler.
    void agent(String name, Agent agent, Agent interruptHandler);

    /// A property that must hold in every state.
    void always(String name, StateProperty property);

    /// A property that must hold when every agent has ended and every store has been delivered.
    void atTheEnd(String name, StateProperty property);

    /// The name of number `index` of several agents or properties of one kind: the first has the bare name, the second is number 2.
    static String numbered(String name, int index) {
        return index == 0 ? name : name + (index + 1);
    }
}
