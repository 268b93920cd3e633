/// What `run` found, for other programs: JUnit XML and SARIF.
@NullMarked
package overtake.cli.export;

import org.jspecify.annotations.NullMarked;
