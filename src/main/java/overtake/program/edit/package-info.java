/// Changes to programs by site, and programs as text.
@NullMarked
package overtake.program.edit;

import org.jspecify.annotations.NullMarked;
