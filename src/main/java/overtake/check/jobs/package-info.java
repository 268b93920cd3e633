/// How the JVM threads of a search share a level: who they are, and who takes what.
@NullMarked
package overtake.check.jobs;

import org.jspecify.annotations.NullMarked;
