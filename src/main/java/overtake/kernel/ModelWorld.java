package overtake.kernel;

/// A world that a scenario can name: a record whose components are the scenario's `params` (a component `refreshFence` is the key
/// `refresh-fence`; int, boolean and enum components; see [Param]).
public interface ModelWorld {
    void compose(Composition composition);
}
