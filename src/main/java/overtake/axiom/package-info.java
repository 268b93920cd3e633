/// An independent judge: whether the execution graph of a run is one that the kernel's memory model allows, and which data races it has.
///
/// A run is one thing that happened; its [ExecutionGraph] says what read from what, which store came first, what depends on what. [KernelModel]
/// says which graphs are possible, as axioms over relations; it shares no rule with the machine. [GraphRecorder] makes the graph of a run,
/// [Candidates] all graphs of a small world.
@NullMarked
package overtake.axiom;

import org.jspecify.annotations.NullMarked;
