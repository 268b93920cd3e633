/// How the checker keeps states: fingerprints of all in a [overtake.check.states.StateTable], those of a level whole in a [overtake.check.states.Frontier]; and what
/// steps do to states, remembered in [overtake.check.states.Effects].
@NullMarked
package overtake.check.states;

import org.jspecify.annotations.NullMarked;
