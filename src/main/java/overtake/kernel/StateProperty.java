package overtake.kernel;

/// A named property of the shared state, lifted from `holds`. Inside it a plain read of a field is a ghost read.
public interface StateProperty {
    boolean holds();
}
