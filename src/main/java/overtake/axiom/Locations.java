package overtake.axiom;

import overtake.program.World;

/// Numbers for everything that events access: cells, then locks, then grace-period domains; and all of them again for each time that a pool
/// object has been allocated, since then its cells are new ones.
record Locations(World world) {
    int perGeneration() {
        return world.cells().size() + world.locks().size() + world.domains().size();
    }

    int cell(int cell, int generation) {
        return generation * perGeneration() + cell;
    }

    int lock(int lock) {
        return world.cells().size() + lock;
    }

    int domain(int domain) {
        return world.cells().size() + world.locks().size() + domain;
    }

    int initial(int location) {
        int at = location % perGeneration();
        return at < world.cells().size() ? world.cells().get(at).initial() : 0;
    }

    String name(int location) {
        if (location < 0) {
            return "";
        }
        int at = location % perGeneration();
        int cells = world.cells().size();
        if (at < cells) {
            return world.cells().get(at).name();
        }
        int locks = world.locks().size();
        return at - cells < locks ? world.locks().get(at - cells).name()
                : world.domains().get(at - cells - locks).name();
    }
}
