package overtake.scenario.worlds;

import static overtake.kernel.Kernel.READ_ONCE;
import static overtake.kernel.Kernel.WRITE_ONCE;
import static overtake.kernel.Kernel.observe;

import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.ModelWorld;
import overtake.kernel.StateProperty;

/// A reader that looks at a flag once, observes it, and does more only if it is up.
public record Outcomes() implements ModelWorld {
    static final class Box {
        int flag;
        int late;
    }

    record Writer(Box box) implements Agent {
        @Override
        public void run() {
            WRITE_ONCE(box.flag, 1);
        }
    }

    record Reader(Box box) implements Agent {
        @Override
        public void run() {
            int flag = READ_ONCE(box.flag);
            observe("flag", flag);
            if (flag == 1) {
                WRITE_ONCE(box.late, 1);
            }
        }
    }

    record SomeoneSees(Box box) implements StateProperty {
        @Override
        public boolean holds() {
            return box.late <= box.flag;
        }
    }

    @Override
    public void compose(Composition composition) {
        var box = new Box();
        composition.shared("box", box);
        composition.agent("writer", new Writer(box));
        composition.agent("reader", new Reader(box));
        composition.always("someone-sees", new SomeoneSees(box));
    }
}
