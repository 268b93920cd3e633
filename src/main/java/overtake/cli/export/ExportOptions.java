package overtake.cli.export;

import java.nio.file.Path;
import java.util.Optional;
import overtake.cli.options.OptionText;
import picocli.CommandLine.Option;

/// Options that write results for other programs.
public final class ExportOptions {
    @Option(names = "--junit", paramLabel = "FILE", description = "Also write JUnit XML: a test case for each scenario and model.")
    private Optional<String> junit = Optional.empty();

    @Option(names = "--sarif", paramLabel = "FILE", description = "Also write a SARIF 2.1.0 log: a result for each violation.")
    private Optional<String> sarif = Optional.empty();

    private Optional<Path> junitFile = Optional.empty();
    private Optional<Path> sarifFile = Optional.empty();

    /// Refuses paths before the work begins.
    ///
    /// @throws picocli.CommandLine.ParameterException if an option is no path of a file in a folder that exists
    public void check(OptionText text) {
        junitFile = junit.map(path -> text.file("--junit", path));
        sarifFile = sarif.map(path -> text.file("--sarif", path));
    }

    public boolean any() {
        return junitFile.isPresent() || sarifFile.isPresent();
    }

    Optional<Path> junit() {
        return junitFile;
    }

    Optional<Path> sarif() {
        return sarifFile;
    }
}
