package overtake.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import overtake.cli.session.Console;

/// Finds out about the terminal that the tool was started from, if there is one.
final class Terminal {
    private static final int DEFAULT_WIDTH = 120;
    private static final int NARROWEST = 40;
    private static final int WIDEST = 400;
    private static final int PATIENCE_MILLIS = 500;

    private Terminal() {}

    static Console console() {
        // JDK 25 gives none when the standard streams are no terminal.
        boolean watched = Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent();
        Map<String, String> environment = System.getenv();
        boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
        boolean colourful = watched && !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean debug = Boolean.parseBoolean(System.getProperty("overtake.debug", "false"))
                || "".equals(System.getProperty("overtake.debug"))
                || environment.getOrDefault("OVERTAKE_DEBUG", "").equals("1");
        return new Console(System.out, System.err, width(watched), watched, colourful, debug);
    }

    private static int width(boolean watched) {
        String columns = System.getenv("COLUMNS");
        if (columns == null && watched) {
            columns = askTerminal();
        }
        return columns != null && columns.matches("\\d{1,4}")
                ? Math.clamp(Integer.parseInt(columns), NARROWEST, WIDEST)
                : DEFAULT_WIDTH;
    }

    /// What `stty size` says of the terminal: rows and columns.
    private static String askTerminal() {
        try {
            Process process = new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
            if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroy();
                return "";
            }
            String size = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return size.substring(size.indexOf(' ') + 1);
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
