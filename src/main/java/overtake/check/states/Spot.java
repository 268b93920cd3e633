package overtake.check.states;

import java.util.Arrays;

/// A state on the way, with its fingerprint: written out, and as numbers too as long as there is room for them.
public final class Spot {
    private final int[] state;
    private final int[] numbers;
    private final int parts;
    private boolean numbered;
    private long high;
    private long low;

    /// @param size ints in a state
    /// @param parts how many a state has
    public Spot(int size, int parts, int agents) {
        state = new int[size];
        numbers = new int[parts + agents];
        this.parts = parts;
    }

    /// The state; not to be changed but through here.
    public int[] state() {
        return state;
    }

    /// Whether there are numbers.
    public boolean isNumbered() {
        return numbered;
    }

    /// The numbers of what the parts hold, then the agents' leaves as far as they are known.
    int[] numbers() {
        return numbers;
    }

    /// Which of [#numbers] is the first leaf.
    int firstLeaf() {
        return parts;
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /// Becomes equal to another one.
    public void copy(Spot other) {
        System.arraycopy(other.state, 0, state, 0, state.length);
        if (other.numbered) {
            System.arraycopy(other.numbers, 0, numbers, 0, numbers.length);
        }
        numbered = other.numbered;
        high = other.high;
        low = other.low;
    }

    /// Becomes a state that is to be written into [#state] next, or was just now. No leaf is known.
    void set(long highWord, long lowWord, boolean hasNumbers) {
        Arrays.fill(numbers, parts, numbers.length, Effects.UNKNOWN);
        move(highWord, lowWord);
        numbered = hasNumbers;
    }

    /// Gets another fingerprint.
    void move(long highWord, long lowWord) {
        high = highWord;
        low = lowWord;
    }

    /// Goes on without numbers.
    void dropNumbers() {
        numbered = false;
    }
}
