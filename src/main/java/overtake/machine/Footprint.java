package overtake.machine;

/// Notes what a step of [InOrder] looks at and what it changes, of all that belongs to no CPU.
final class Footprint {
    private final InOrderLayout layout;
    private final MemoryCore memory;
    private final GracePeriodCore[] domains;
    private final Parts parts;
    private final Touched touched;

    /// @param parts hears of what is looked at
    /// @param touched hears of what may change
    Footprint(InOrderLayout layout, MemoryCore memory, GracePeriodCore[] domains, Parts parts, Touched touched) {
        this.layout = layout;
        this.memory = memory;
        this.domains = domains;
        this.parts = parts;
        this.touched = touched;
    }

    /// A request is about to be performed.
    void touch(int[] s, Request request) {
        look(request);
        if (Op.toMemory(request.op)) {
            memory.touch(s, layout.memory, request, touched);
        } else if (isAboutOne(request.op)) {
            touched.add(from(request), to(request));
        }
    }

    /// A request or a query is about to be answered.
    void look(Request asked) {
        if (!parts.watching()) {
            return;
        }
        if (Op.toMemory(asked.op)) {
            memory.look(layout.memory, asked, parts);
        } else if (isAboutOne(asked.op)) {
            parts.look(from(asked), to(asked));
        }
    }

    /// Whether the operation is about one lock, grace-period domain or cache line.
    private static boolean isAboutOne(int op) {
        return Op.toLock(op) || Op.toDomain(op) || Op.toLine(op);
    }

    private int from(Request request) {
        int op = request.op;
        int target = request.target;
        return Op.toLock(op) ? layout.locks + LockCore.SIZE * target
                : Op.toDomain(op) ? layout.domains[target] : layout.lines + LineCore.SIZE * target;
    }

    private int to(Request request) {
        int op = request.op;
        return from(request) + (Op.toLock(op) ? LockCore.SIZE
                : Op.toDomain(op) ? domains[request.target].size() : LineCore.SIZE);
    }
}
