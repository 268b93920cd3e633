package overtake.kernel;

/// The place of one task on a run queue, empty or not. The one primitive of sleeping: everything else (`TaskStruct`, `Rcuwait`,
/// `WaitQueueHead`, `Completion`) is written in Java on top of it, in overtake.kernel.sched. A final field of a model object.
public final class RunQueue {}
