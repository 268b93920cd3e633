package overtake.program;

/// One shared variable.
///
/// @param name readable path, such as `gpc.valid`
/// @param type how to print its values
/// @param initial value at the start, and after an allocation if it belongs to a pool object
/// @param object handle of the pool object it belongs to, or 0
public record Cell(String name, CellType type, int initial, int object) {}
