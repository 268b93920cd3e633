/// What a campaign has seen: classes of interleavings, the chance of a new one, sites and pairs of sites.
@NullMarked
package overtake.explore.stats;

import org.jspecify.annotations.NullMarked;
