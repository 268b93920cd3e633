package overtake.machine;

/// The parts of a state of `sc` or `tso`, in the order of the state: the header, each CPU, each int of memory, each lock, grace-period domain and cache line. What an
/// agent can do next, and what that does, depends on few of them: this says on which, so that a search can remember it. Belongs to one machine.
public final class Parts {
    private final InOrder semantics;
    private final int agents;
    /// By part its first place; then the size of the state.
    private final int[] from;

    private final int[] ofPlace;
    private final int[] looked;
    private final boolean[] isLooked;
    private int looks;
    private boolean watching;

    /// @param first places at which parts begin, ascending; then the size of the state
    Parts(InOrder semantics, int agents, int[] first) {
        this.semantics = semantics;
        this.agents = agents;
        from = first.clone();
        int parts = first.length - 1;
        looked = new int[parts];
        isLooked = new boolean[parts];
        ofPlace = new int[first[parts]];
        for (int part = 0; part < parts; part++) {
            for (int place = first[part]; place < first[part + 1]; place++) {
                ofPlace[place] = part;
            }
        }
    }

    public int agents() {
        return agents;
    }

    /// How many there are. Number 0 is the header: what it holds at the start is that there was no violation.
    public int count() {
        return looked.length;
    }

    /// First place of a part.
    public int from(int part) {
        return from[part];
    }

    /// Behind the last place of a part.
    public int to(int part) {
        return from[part + 1];
    }

    /// The part that belongs to the CPU of an agent.
    public int ofCpu(int agent) {
        return 1 + agent;
    }

    /// Begins to note which parts are looked at. Until [#forget] it does so in every call.
    public void watch() {
        forget();
        watching = true;
    }

    /// Ends what [#watch] began.
    public void forget() {
        watching = false;
        for (int i = 0; i < looks; i++) {
            isLooked[looked[i]] = false;
        }
        looks = 0;
    }

    /// How many parts were looked at.
    public int looks() {
        return looks;
    }

    /// A part that was looked at; they come in the order in which they were first looked at, so that each depends on what those before it hold, and on nothing else.
    public int look(int index) {
        return looked[index];
    }

    /// Notes that somebody looks at parts of a state.
    ///
    /// @param first a place
    /// @param end behind the last place
    public void look(int first, int end) {
        if (!watching) {
            return;
        }
        for (int place = first; place < end; place = to(ofPlace[place])) {
            int part = ofPlace[place];
            if (!isLooked[part]) {
                isLooked[part] = true;
                looked[looks++] = part;
            }
        }
    }

    /// Whether anybody wants to know.
    boolean watching() {
        return watching;
    }

    /// Writes the possible steps of one agent into `choices`, in the order of [Machine#enabled]. The state records no violation.
    public void enabled(int[] s, int agent, Choices choices) {
        choices.clear();
        look(from(ofCpu(agent)), to(ofCpu(agent)));
        semantics.enabled(s, agent, choices);
    }
}
