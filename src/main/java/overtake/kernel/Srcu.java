package overtake.kernel;

/// struct srcu_struct, a sleepable RCU domain (include/linux/srcu.h). A final field of a model object.
public final class Srcu {}
