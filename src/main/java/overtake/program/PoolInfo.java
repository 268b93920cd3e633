package overtake.program;

import java.util.List;

/// Objects that can be allocated and freed.
///
/// @param name readable path, such as `host.pages`
/// @param objects handles, in the order of allocation
/// @param allocated how many of them, from the first, are allocated at the start
/// @param mustBeFreed whether an object that is still allocated when all agents have ended is a leak
public record PoolInfo(String name, List<Integer> objects, int allocated, boolean mustBeFreed) {
    public PoolInfo {
        objects = List.copyOf(objects);
    }
}
