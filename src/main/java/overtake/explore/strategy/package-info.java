/// Who picks: strategies, one a file, with the paper that each is from and what is different here; what they need to know of a world, and what they learn from a campaign.
@NullMarked
package overtake.explore.strategy;

import org.jspecify.annotations.NullMarked;
