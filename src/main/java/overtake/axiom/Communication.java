package overtake.axiom;

import java.util.List;
import java.util.Map;

/// What happens at one location: the stores in coherence order, the initial value first, and what each read reads from.
record Communication(List<Integer> order, Map<Integer, Integer> sources) {}
