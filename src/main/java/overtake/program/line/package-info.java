/// Cache lines of a world, and what agents do to them and ask about them.
@NullMarked
package overtake.program.line;

import org.jspecify.annotations.NullMarked;
