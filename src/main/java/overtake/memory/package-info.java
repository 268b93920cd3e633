/// Memory models: which stores may overtake which, and which values a load may see.
@NullMarked
package overtake.memory;

import org.jspecify.annotations.NullMarked;
