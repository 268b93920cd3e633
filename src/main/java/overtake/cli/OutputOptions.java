package overtake.cli;

import picocli.CommandLine.Option;

/// What every command prints, and how.
final class OutputOptions {
    @Option(names = "--json", description = "Print one JSON document on standard output.")
    private boolean json;

    @Option(names = "--quiet", description = "Print verdicts only: no tables, no progress, no notes.")
    private boolean quiet;

    @Option(names = "--no-color", description = "No colour, as with NO_COLOR in the environment.")
    private boolean noColor;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }

    boolean noColor() {
        return noColor;
    }
}
