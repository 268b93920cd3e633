package overtake.kernel;

/// What the compact constructor of a world says when its parameters do not fit together. The message comes out with the file and line of the
/// scenario, exit code 2.
public final class Params {
    private Params() {}

    /// Refuses a parameter in words: `mutant = one-swap: it changes a delete or move; expected slot-update = delete or move`.
    ///
    /// @param fits whether the parameter may have its value
    /// @param found the parameter and its value, as a scenario spells them
    /// @param why what the value needs
    /// @param expected other values, of this parameter or of others, that would do
    /// @throws IllegalArgumentException if it does not fit
    public static void require(boolean fits, String found, String why, String expected) {
        if (!fits) {
            throw new IllegalArgumentException(found + ": " + why + "; expected " + expected);
        }
    }

    /// How a scenario spells a parameter with a constant: `mutant = one-swap`.
    public static String is(String key, Enum<?> constant) {
        return key + " = " + word(constant);
    }

    /// How a scenario spells a constant: ONE_SWAP is `one-swap`.
    public static String word(Enum<?> constant) {
        var word = new StringBuilder();
        for (char letter : constant.name().toCharArray()) {
            word.append(letter == '_' ? '-' : Character.toLowerCase(letter));
        }
        return word.toString();
    }
}
