package overtake.cli.session;

import java.io.PrintStream;

/// Where a command prints to.
///
/// @param width of the lines, in characters
/// @param terminal whether a person watches: then colour and a moving progress line are possible
/// @param debug whether unexpected exceptions are shown with their stack trace
public record Console(PrintStream out, PrintStream err, int width, boolean terminal, boolean colourful,
        boolean debug) {}
