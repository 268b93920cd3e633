/// Code between bytecode and program: blocks over as many registers as wanted, cleaned, coloured and laid out.
@NullMarked
package overtake.lift.block;

import org.jspecify.annotations.NullMarked;
