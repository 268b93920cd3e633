package overtake.scenario.source;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import overtake.kernel.ModelWorld;
import overtake.scenario.source.Compilation.Mistake;

/// A Java source file that holds a world with everything that is its own: agents, shared objects, properties. It is compiled against the tool, so
/// that the kernel's vocabulary and the shared KVM classes are at hand; other files beside it are not.
///
/// @param path as people name it
public record SourceFile(Path path, String text) {
    private static final String OWN_PACKAGE = "overtake";

    /// What the lifter needs of bytecode: line numbers, variables, parameters.
    private static final List<String> OPTIONS =
            List.of("-g:lines,vars,source", "-parameters", "-proc:none", "-Xlint:none", "-implicit:none");

    /// Compiles the file; nothing is written to disk.
    public Compilation compile() {
        return compile(Optional.ofNullable(ToolProvider.getSystemJavaCompiler()));
    }

    /// @param compiler empty on a Java runtime without one
    Compilation compile(Optional<JavaCompiler> compiler) {
        if (compiler.isEmpty()) {
            return refuse("there is no Java compiler in " + System.getProperty("java.home")
                    + ", which is a runtime (JRE); expected a JDK 25: install one, or set OVERTAKE_JAVA_HOME to it");
        }
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var classes = new MemoryClasses(SourceFile.class.getClassLoader());
        try (StandardJavaFileManager standard =
                compiler.get().getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<String> options = new ArrayList<>(OPTIONS);
            options.addAll(List.of("-classpath", classPath(), "-sourcepath", ""));
            boolean compiles = compiler.get()
                    .getTask(null, classes.manager(standard), diagnostics, options, null, List.of(input()))
                    .call();
            return compiles ? worlds(classes) : new Compilation.Refused(mistakes(diagnostics));
        } catch (IOException e) {
            throw new UncheckedIOException("the compiler's files", e);
        }
    }

    private static Compilation refuse(String message) {
        return new Compilation.Refused(List.of(new Mistake(0, message)));
    }

    private JavaFileObject input() {
        return new SimpleJavaFileObject(path.toAbsolutePath().toUri(), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    /// The tool itself, and whatever else the JVM was started with: what the tool's own class files refer to.
    private static String classPath() {
        CodeSource tool = ModelWorld.class.getProtectionDomain().getCodeSource();
        String given = System.getProperty("java.class.path", "");
        try {
            return tool == null ? given : Path.of(tool.getLocation().toURI()) + File.pathSeparator + given;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the tool's own place is " + tool.getLocation(), e);
        }
    }

    private static List<Mistake> mistakes(DiagnosticCollector<JavaFileObject> diagnostics) {
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(SourceFile::mistake)
                .toList();
    }

    /// javac's text is `/path/X.java:12: error: ...` and more lines; file and line are said in another place.
    private static Mistake mistake(Diagnostic<? extends JavaFileObject> diagnostic) {
        String text = diagnostic.toString();
        int error = text.indexOf("error: ");
        String message = error < 0 ? text : text.substring(error);
        int line = diagnostic.getLineNumber() == Diagnostic.NOPOS ? 0 : (int) diagnostic.getLineNumber();
        return new Mistake(line, message.strip().replace("\r\n", "\n"));
    }

    private Compilation worlds(MemoryClasses classes) {
        List<Class<? extends ModelWorld>> worlds = new ArrayList<>();
        for (String name : classes.names()) {
            if (name.equals(OWN_PACKAGE) || name.startsWith(OWN_PACKAGE + ".")) {
                return refuse("the package of " + name + " is the tool's own; leave the package line out");
            }
            try {
                Class<?> type = classes.loadClass(name);
                if (ModelWorld.class.isAssignableFrom(type) && type.isRecord()) {
                    worlds.add(type.asSubclass(ModelWorld.class));
                }
            } catch (ClassNotFoundException | LinkageError e) {
                return refuse("class " + name + " cannot be loaded: " + e);
            }
        }
        return worlds.isEmpty() ? refuse(noWorld(classes)) : new Compilation.Done(worlds);
    }

    private static String noWorld(MemoryClasses classes) {
        Predicate<String> isWorld = name -> {
            try {
                return ModelWorld.class.isAssignableFrom(classes.loadClass(name));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(name + " was there a moment ago", e);
            }
        };
        return classes.names().stream().filter(isWorld).findFirst().map(name -> name + " is not a record")
                .orElse("no class in it implements " + ModelWorld.class.getName())
                + "; expected a world: public record NAME() implements ModelWorld { ... }; `overtake new NAME` writes one";
    }
}
