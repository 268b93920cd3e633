package overtake.machine;

/// Which rules of `lkmm` are on: all, but for tests.
final class Rules {
    static final Rules ALL = new Rules(-1L);

    private final long on;

    private Rules(long on) {
        this.on = on;
    }

    Rules without(Rule rule) {
        return new Rules(on & ~(1L << rule.ordinal()));
    }

    boolean on(Rule rule) {
        return on == -1L || (on >>> rule.ordinal() & 1) != 0;
    }
}
