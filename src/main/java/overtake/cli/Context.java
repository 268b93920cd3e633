package overtake.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import picocli.CommandLine.Model.CommandSpec;

/// What commands need beside their options.
record Context(Console console, Monitor monitor) {
    Session session(CommandSpec spec, OutputOptions output) {
        return new Session(spec.name(), console, monitor, output);
    }

    /// The checkout that the tool was built in, or the working directory if it has gone from there.
    Path checkout() {
        Path here = Path.of("");
        CodeSource source = Context.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return here;
        }
        try {
            Path target = Path.of(source.getLocation().toURI()).toAbsolutePath().getParent();
            Path home = target == null ? null : target.getParent();
            return home != null && Files.isDirectory(home.resolve("src/main/java")) ? home : here;
        } catch (URISyntaxException _) {
            return here;
        }
    }
}
