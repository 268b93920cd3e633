package overtake.axiom;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import overtake.program.Instruction;
import overtake.program.World;

/// Makes an agent read every value in turn: the walks are counted through like the digits of a number.
final class ChoosingFeed implements Feed {
    private static final List<Integer> FREE_OR_HELD = List.of(0, 1);

    private final World world;
    private final IntFunction<List<Integer>> values;
    private final List<Integer> digits = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private int at;
    private boolean asked;
    private int answer;

    /// @param values that a cell may have
    ChoosingFeed(World world, IntFunction<List<Integer>> values) {
        this.world = world;
        this.values = values;
    }

    /// A new walk begins.
    void begin() {
        at = 0;
        asked = false;
    }

    /// Goes on to the next walk, if there is one.
    boolean advance() {
        while (digits.size() > at) {
            digits.removeLast();
            sizes.removeLast();
        }
        while (!digits.isEmpty() && digits.getLast() + 1 == sizes.getLast()) {
            digits.removeLast();
            sizes.removeLast();
        }
        if (digits.isEmpty()) {
            return false;
        }
        digits.set(digits.size() - 1, digits.getLast() + 1);
        return true;
    }

    @Override
    public boolean has(Instruction instruction) {
        return instruction.isVisible() || instruction instanceof Instruction.Halt;
    }

    @Override
    public boolean next(int pc) {
        asked = false;
        return true;
    }

    @Override
    public int peek() {
        return -1;
    }

    @Override
    public boolean performed() {
        return true;
    }

    @Override
    public boolean wrote() {
        return true;
    }

    @Override
    public int value(int location, int bound) {
        if (!asked) {
            asked = true;
            answer = choose(location, bound);
        }
        return answer;
    }

    private int choose(int location, int bound) {
        List<Integer> possible = location < 0
                ? java.util.stream.IntStream.range(0, bound).boxed().toList()
                : location < world.cells().size() ? values.apply(location) : FREE_OR_HELD;
        if (at == digits.size()) {
            digits.add(0);
        }
        if (at == sizes.size()) {
            sizes.add(possible.size());
        }
        return possible.get(digits.get(at++));
    }

    @Override
    public int place(int location) {
        return location;
    }

    @Override
    public int key() {
        return -1;
    }

    @Override
    public int writeKey() {
        return -1;
    }
}
