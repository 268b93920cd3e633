package overtake.axiom;

import java.util.Map;

/// What happens at one location: the stores in coherence order, the initial value first, and what each read reads from.
@SuppressWarnings("ArrayRecordComponent")
record Communication(int[] order, Map<Integer, Integer> sources) {}
