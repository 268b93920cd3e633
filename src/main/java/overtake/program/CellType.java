package overtake.program;

/// How a value of a cell is shown.
public enum CellType {
    INT,
    BOOLEAN,
    /// An object handle; shown by the object's name.
    REFERENCE
}
