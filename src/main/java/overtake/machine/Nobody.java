package overtake.machine;

/// The owners of parts that are no CPU's: nobody asks them anything.
enum Nobody implements Owners {
    INSTANCE;

    private static IllegalStateException asked() {
        return new IllegalStateException("only a CPU asks");
    }

    @Override
    public void take(int[] s, Change.Take take) {
        throw asked();
    }

    @Override
    public void release(int[] s, Change.Release release) {
        throw asked();
    }

    @Override
    public void outdate(int[] s, int lock) {
        throw asked();
    }

    @Override
    public void fill(int[] s, int number, int value) {
        throw asked();
    }

    @Override
    public void remove(int[] s, int number) {
        throw asked();
    }

    @Override
    public void end(int[] s, Change.End end) {
        throw asked();
    }

    @Override
    public void cancel(int[] s, Change.Cancel cancel) {
        throw asked();
    }

    @Override
    public void over(int[] s, int domain, int agent) {
        throw asked();
    }

    @Override
    public void settled(int[] s, int agent) {
        throw asked();
    }

    @Override
    public void tell(int[] s, Change.Tell tell) {
        throw asked();
    }

    @Override
    public void place(int[] s, Change.Place place) {
        throw asked();
    }

    @Override
    public void pool(int[] s, int agent, Change.Pool pool) {
        throw asked();
    }

    @Override
    public void begin(int[] s, Change.Begin begin, int pc) {
        throw asked();
    }

    @Override
    public void await(int[] s, Change.Await await) {
        throw asked();
    }
}
