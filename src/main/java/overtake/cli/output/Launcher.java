package overtake.cli.output;

/// How the tool was started, for commands that people copy from messages.
public final class Launcher {
    private static final String CHECKOUT = "./overtake";

    private Launcher() {}

    /// `./overtake`, or the path that the launcher was called by.
    public static String command() {
        return quoted(System.getProperty("overtake.launcher", CHECKOUT));
    }

    /// A word for a shell.
    public static String quoted(String word) {
        return word.matches("[\\w./@%+=:,~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
