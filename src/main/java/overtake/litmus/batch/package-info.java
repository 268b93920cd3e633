/// Many litmus tests at once: those of folders, beside what is recorded of them, and families that grow.
@NullMarked
package overtake.litmus.batch;

import org.jspecify.annotations.NullMarked;
