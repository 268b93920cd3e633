package overtake.axiom;

import java.util.EnumSet;

/// Makes initial values.
final class Initial {
    private Initial() {}

    static Event of(int location, int value) {
        return new Event(Event.NOBODY, -1, location, value, EnumSet.of(Event.Tag.INITIAL, Event.Tag.WRITE));
    }
}
