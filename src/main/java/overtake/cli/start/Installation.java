package overtake.cli.start;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import overtake.Overtake;
import overtake.scenario.ScenarioException;
import overtake.scenario.Settings;

/// What the tool finds around it.
///
/// @param properties of the JVM
/// @param environment of the process
record Installation(Map<String, String> properties, Map<String, String> environment, boolean compiler) {
    private static final int JDK = 25;
    private static final long LITTLE_MEMORY = 512L << 20;

    /// How something stands.
    enum State {
        GOOD,
        /// Something is slower, or a part is not possible.
        REMARK,
        /// The tool cannot do its work.
        BAD
    }

    /// @param found what is there
    /// @param advice what to do, or empty
    record Finding(String name, State state, String found, String advice) {}

    static Installation here() {
        return new Installation(
                Map.ofEntries(entry("java.home"), entry("java.vm.version"), entry("java.specification.version"),
                        entry("overtake.archive"), entry("overtake.launcher"), entry("config.file")),
                System.getenv(),
                ToolProvider.getSystemJavaCompiler() != null);
    }

    private static Map.Entry<String, String> entry(String property) {
        return Map.entry(property, System.getProperty(property, ""));
    }

    private String property(String name) {
        return properties.getOrDefault(name, "");
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("overtake", State.GOOD, Overtake.version() + ", " + place(), ""));
        findings.add(jdk());
        findings.add(compilerFinding());
        findings.add(maven());
        findings.addAll(memory());
        findings.add(archive());
        findings.add(settings());
        return findings;
    }

    private static String place() {
        CodeSource source = Installation.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? "from an unknown place" : "in " + Path.of(source.getLocation().toURI());
        } catch (URISyntaxException | InvalidPathException _) {
            return "in " + source.getLocation();
        }
    }

    private Finding jdk() {
        String version = property("java.specification.version");
        String found = property("java.vm.version") + " in " + property("java.home");
        boolean good = version.matches("\\d{1,4}") && Integer.parseInt(version) >= JDK;
        return new Finding("JDK", good ? State.GOOD : State.BAD, found,
                good ? "" : "install a JDK " + JDK + " or set OVERTAKE_JAVA_HOME to one");
    }

    private Finding compilerFinding() {
        return compiler
                ? new Finding("compiler", State.GOOD, "in the JDK, for java = \"MyIdea.java\" in scenarios", "")
                : new Finding("compiler", State.BAD, "none: this is a runtime (JRE)",
                        "install a JDK " + JDK + " or set OVERTAKE_JAVA_HOME to one");
    }

    /// Looks for the program; does not start it.
    private Finding maven() {
        Optional<Path> maven = Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "mvn"))
                .filter(Files::isExecutable)
                .findFirst();
        return maven.map(path -> new Finding("Maven", State.GOOD, path.toString(), ""))
                .orElseGet(() -> new Finding("Maven", State.REMARK, "no mvn on the PATH",
                        "only building Overtake itself needs it: install Maven 3.8 or newer for that"));
    }

    private static List<Finding> memory() {
        long heap = Runtime.getRuntime().maxMemory();
        int cpus = Runtime.getRuntime().availableProcessors();
        long machine = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
        return List.of(
                new Finding("memory", heap < LITTLE_MEMORY ? State.REMARK : State.GOOD,
                        mebibytes(heap) + " heap at most, of " + mebibytes(machine),
                        heap < LITTLE_MEMORY ? "OVERTAKE_JAVA_OPTS=-Xmx2g gives more" : ""),
                new Finding("CPUs", State.GOOD, cpus + (cpus > 1 ? "; --jobs " + cpus + " uses all" : ""), ""));
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
    }

    private Finding archive() {
        String path = property("overtake.archive");
        if (!path.isEmpty() && Files.isRegularFile(Path.of(path))) {
            return new Finding("class archive", State.GOOD, path, "");
        }
        return new Finding("class archive", State.REMARK, path.isEmpty() ? "not used" : "not there yet: " + path,
                path.isEmpty()
                        ? "the launcher uses one, which halves the time to start; java -jar does not"
                        : "the launcher makes it in the background after its next start");
    }

    private static Finding settings() {
        try {
            Settings settings = Settings.load();
            Path out = settings.out();
            boolean writable = Files.isDirectory(out)
                    ? Files.isWritable(out)
                    : Files.isWritable(Optional.ofNullable(out.toAbsolutePath().getParent()).orElse(out));
            return new Finding("schedules", writable ? State.GOOD : State.REMARK, "go to " + out.toAbsolutePath(),
                    writable ? "" : "that folder cannot be written; say --out DIR");
        } catch (ScenarioException e) {
            return new Finding("settings", State.BAD, String.valueOf(e.getMessage()), "mend application.conf");
        }
    }
}
