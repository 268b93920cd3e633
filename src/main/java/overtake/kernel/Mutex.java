package overtake.kernel;

/// struct mutex (include/linux/mutex.h). A final field of a model object.
public final class Mutex {}
