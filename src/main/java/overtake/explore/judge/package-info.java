/// What the axioms of the kernel's model say about runs: whether a violation is one of the kernel, and which data races samples have.
@NullMarked
package overtake.explore.judge;

import org.jspecify.annotations.NullMarked;
