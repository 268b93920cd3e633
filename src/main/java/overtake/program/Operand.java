package overtake.program;

/// A value that an instruction reads: a register of its agent, or a constant. All values are 32-bit integers; a boolean
/// is 0 or 1, a reference is an object handle (see [World#constants()]), null is 0.
public sealed interface Operand {

    /// A register of the agent, counted from 0.
    record Register(int index) implements Operand {
        public Register {
            if (index < 0) {
                throw new IllegalArgumentException("register " + index);
            }
        }

        @Override
        public String toString() {
            return "r" + index;
        }
    }

    /// A value known when the program was made.
    record Constant(int value) implements Operand {
        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    static Register register(int index) {
        return new Register(index);
    }

    static Constant constant(int value) {
        return new Constant(value);
    }
}
