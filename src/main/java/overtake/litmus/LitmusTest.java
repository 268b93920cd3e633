package overtake.litmus;

import java.util.List;
import java.util.Optional;
import overtake.machine.Bounds;
import overtake.program.Cell;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.World;

/// A litmus test: what runs, and what it asks.
///
/// @param name from the title, not the name of the file
/// @param world one agent a thread, `P0`, `P1` and so on, whose observations are the registers that the test names
/// @param condition the proposition behind the quantifier
/// @param filter final states that break it do not count
/// @param observed what final states show: all that `locations` and the condition name
public record LitmusTest(
        String name,
        World world,
        Quantifier quantifier,
        Proposition condition,
        Optional<Proposition> filter,
        List<Observable> observed) {
    private static final int MAX_CHANNEL = 64;

    public LitmusTest {
        observed = observed.stream().sorted().distinct().toList();
    }

    /// What is asked about the condition.
    public enum Quantifier {
        EXISTS("exists", "Allowed"),
        NOT_EXISTS("~exists", "Forbidden"),
        FORALL("forall", "Required");

        private final String word;
        private final String kind;

        Quantifier(String word, String kind) {
            this.word = word;
            this.kind = kind;
        }

        /// As tests spell it.
        public String word() {
            return word;
        }

        /// What herd7 writes behind the name of such a test.
        public String kind() {
            return kind;
        }

        /// Whether the answer is yes, given how many states satisfy the condition and how many do not.
        public boolean holds(int positive, int negative) {
            return switch (this) {
                case EXISTS -> positive > 0;
                case NOT_EXISTS -> positive == 0;
                case FORALL -> negative == 0;
            };
        }
    }

    /// Numbers of the cells whose final values are needed.
    public List<Integer> cells() {
        List<String> cells = world.cells().stream().map(Cell::name).toList();
        return java.util.stream.Stream.concat(
                observed.stream(), filter.stream().flatMap(f -> f.observables().stream()))
                .filter(Observable.Variable.class::isInstance)
                .map(variable -> cells.indexOf(variable.name()))
                .distinct()
                .toList();
    }

    /// A final value: a number, or the name of the variable that a pointer points to.
    public String show(int value) {
        return world.objectNames().getOrDefault(value, Integer.toString(value));
    }

    /// Bounds that no run of the test meets: there are no loops, so no thread has more operations in flight than its program has. Rules
    /// that no memory model knows are off, as in herd7.
    public Bounds bounds() {
        int channel = 1;
        for (Program program : world.programs()) {
            channel = Math.max(channel, (int) program.instructions().stream().filter(LitmusTest::mayTravel).count());
        }
        return new Bounds(
                Math.min(channel, MAX_CHANNEL),
                Bounds.DEFAULT.localInstructions(),
                Bounds.Discipline.NONE,
                new Bounds.Reach(30, 8, 64, Bounds.WrongGuess.ABANDONED));
    }

    private static boolean mayTravel(Instruction instruction) {
        return instruction instanceof Instruction.Store
                || instruction instanceof Instruction.Unlock
                || instruction instanceof Instruction.ReadSideUnlock;
    }
}
