/// The checker: every reachable state of a world under one memory model, each visited once, and the shortest run into a violation.
///
/// [Check] is the whole of it. A [Search] goes level by level: what can be reached in one more step from the states of a level, and was not
/// met before, is the next level. States that were met are kept as fingerprints in a [overtake.check.states.StateTable]; whole states are kept only for the
/// level that is being expanded and the next one. [Shortest] then looks for the run to show.
@NullMarked
package overtake.check;

import org.jspecify.annotations.NullMarked;
