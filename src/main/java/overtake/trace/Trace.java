package overtake.trace;

import java.util.List;

/// What happened in one run, line by line.
///
/// @param agents names of all agents, in the order of the world
public record Trace(List<String> agents, List<TraceLine> lines) {
    public Trace {
        agents = List.copyOf(agents);
        lines = List.copyOf(lines);
    }
}
