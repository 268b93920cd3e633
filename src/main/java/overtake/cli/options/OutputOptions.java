package overtake.cli.options;

import picocli.CommandLine.Option;

/// What every command prints, and how.
public final class OutputOptions {
    @Option(names = "--json", description = "Print one JSON document on standard output.")
    private boolean json;

    @Option(names = "--quiet", description = "Print verdicts only: no tables, no progress, no notes.")
    private boolean quiet;

    @Option(names = "--no-color", description = "No colour, as with NO_COLOR in the environment.")
    private boolean noColor;

    public boolean json() {
        return json;
    }

    public boolean quiet() {
        return quiet;
    }

    public boolean noColor() {
        return noColor;
    }
}
