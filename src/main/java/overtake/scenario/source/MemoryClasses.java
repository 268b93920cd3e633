package overtake.scenario.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.jspecify.annotations.Nullable;

/// A class loader of the classes of one source file. It gives their bytes as resources, which is where the lifter reads them. What the file
/// declares is never taken from elsewhere, even if a class of the same name is on the class path.
final class MemoryClasses extends ClassLoader {
    private static final String ENDING = ".class";

    private final Map<String, byte[]> classes = new TreeMap<>();

    MemoryClasses(ClassLoader tool) {
        super("overtake-source", tool);
    }

    /// Full names in alphabetical order.
    List<String> names() {
        return List.copyOf(classes.keySet());
    }

    /// Where the compiler puts what it makes.
    JavaFileManager manager(JavaFileManager standard) {
        return new ForwardingJavaFileManager<>(standard) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                return output(name);
            }
        };
    }

    private JavaFileObject output(String name) {
        return new SimpleJavaFileObject(URI.create("memory:/" + name.replace('.', '/') + ENDING),
                JavaFileObject.Kind.CLASS) {
            @Override
            public OutputStream openOutputStream() {
                return new ByteArrayOutputStream() {
                    @Override
                    public void close() {
                        classes.put(name, toByteArray());
                    }
                };
            }
        };
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
        return classes.containsKey(name) ? own(name) : super.loadClass(name);
    }

    private Class<?> own(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        String type = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        byte[] bytes = classes.get(type.replace('/', '.'));
        return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }
}
