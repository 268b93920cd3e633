package overtake.arch.wrong.program;

import overtake.arch.wrong.machine.Wrong;

/// Uses a package above its own, which uses this one: a wrong direction and a cycle.
public final class UsesMachine {
    private final Wrong wrong;

    public UsesMachine(Wrong wrong) {
        this.wrong = wrong;
    }

    @Override
    public String toString() {
        return "uses " + wrong;
    }
}
