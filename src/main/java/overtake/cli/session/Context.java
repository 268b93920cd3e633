package overtake.cli.session;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import overtake.cli.options.OutputOptions;
import picocli.CommandLine.Model.CommandSpec;

/// What commands need beside their options.
public record Context(Console console, Monitor monitor) {
    public Session session(CommandSpec spec, OutputOptions output) {
        return new Session(spec.name(), console, monitor, output);
    }

    /// The folder with the sources of the shipped agents: that of the jar in a distribution, the checkout that the tool was built in, or the
    /// working directory if it has gone from there.
    public Path checkout() {
        Path here = Path.of("");
        CodeSource source = Context.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return here;
        }
        try {
            Path jar = Path.of(source.getLocation().toURI()).toAbsolutePath();
            for (Path folder = jar.getParent(); folder != null; folder = folder.getParent()) {
                if (Files.isDirectory(folder.resolve("src/main/java/overtake"))) {
                    return folder;
                }
            }
        } catch (URISyntaxException _) {
            // an odd place: the working directory will do
        }
        return here;
    }
}
