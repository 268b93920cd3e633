/// Results as text for people and as JSON for programs.
@NullMarked
package overtake.cli.output;

import org.jspecify.annotations.NullMarked;
