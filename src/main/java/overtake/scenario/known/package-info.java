/// Known findings: violations that a project has accepted for a while, with a reason.
@NullMarked
package overtake.scenario.known;

import org.jspecify.annotations.NullMarked;
