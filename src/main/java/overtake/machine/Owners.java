package overtake.machine;

/// Those to whom a CPU turns under `lkmm` for what is not its own: memory and the grace-period domains. What is asked in the first group is done
/// at once on the CPU's own array too; what is asked in the second is answered by a call of the [OutOfOrderCpu], at once or later.
interface Owners {
    void take(int[] s, Change.Take take);

    void release(int[] s, Change.Release release);

    void outdate(int[] s, int lock);

    void fill(int[] s, int number, int value);

    void remove(int[] s, int number);

    void end(int[] s, Change.End end);

    void cancel(int[] s, Change.Cancel cancel);

    void over(int[] s, int domain, int agent);

    /// The CPU has done all that it can without another step.
    void settled(int[] s, int agent);

    // ---- answered

    /// Answered by [OutOfOrderCpu#told].
    void tell(int[] s, Change.Tell tell);

    /// Answered by [OutOfOrderCpu#placed].
    void place(int[] s, Change.Place place);

    /// Answered by [OutOfOrderCpu#pooled].
    void pool(int[] s, int agent, Change.Pool pool);

    /// Answered by [OutOfOrderCpu#begun].
    ///
    /// @param pc of the instruction that begins a section
    void begin(int[] s, Change.Begin begin, int pc);

    /// Answered by [OutOfOrderCpu#awaits].
    void await(int[] s, Change.Await await);
}
