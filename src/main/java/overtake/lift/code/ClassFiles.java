package overtake.lift.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads class files, each once, and resolves the names in them with the class loader of the class that uses the name.
public final class ClassFiles {
    private static final List<Class<?>> PRIMITIVES =
            List.of(int.class, boolean.class, byte.class, short.class, char.class, long.class, float.class,
                    double.class);

    private final Map<Class<?>, List<MethodCode>> methods = new HashMap<>();
    private final Map<Class<?>, Operations> operations = new HashMap<>();

    /// Whether a class belongs to the JDK, whose code is not lifted.
    public static boolean isLibrary(Class<?> type) {
        String name = type.getName();
        return name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("jdk.")
                || name.startsWith("sun.");
    }

    /// The methods that a class declares and that have code.
    public List<MethodCode> methods(Class<?> type) {
        List<MethodCode> known = methods.get(type);
        if (known == null) {
            known = read(type);
            methods.put(type, known);
        }
        return known;
    }

    public Operations operations(Class<?> type) {
        Operations known = operations.get(type);
        if (known == null) {
            known = new Operations(methods(type));
            operations.put(type, known);
        }
        return known;
    }

    private static List<MethodCode> read(Class<?> type) {
        ClassModel model = ClassFile.of().parse(bytes(type));
        String file = model.findAttribute(Attributes.sourceFile())
                .map(a -> a.sourceFile().stringValue())
                .orElse(type.getSimpleName());
        List<MethodCode> result = new ArrayList<>();
        for (MethodModel method : model.methods()) {
            method.code().ifPresent(code -> result.add(new MethodCode(type, file, method, code)));
        }
        return result;
    }

    private static byte[] bytes(Class<?> type) {
        if (type.isHidden()) {
            throw new LiftProblem(
                    "a lambda or a hidden class has no bytecode that can be read; write a class or a record");
        }
        try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            if (in == null) {
                throw new LiftProblem("the class file of " + type.getName()
                        + " cannot be found; its class loader must give it as a resource");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("class file of " + type.getName(), e);
        }
    }

    public Optional<MethodCode> declared(Class<?> type, String name, String descriptor) {
        return methods(type).stream()
                .filter(m -> m.name().equals(name) && m.descriptor().equals(descriptor))
                .findFirst();
    }

    /// The method that a call on an object of this class runs: from the class upwards, then default methods of interfaces.
    public Optional<MethodCode> find(Class<?> type, String name, String descriptor) {
        for (Class<?> at = type; at != null && !isLibrary(at); at = at.getSuperclass()) {
            Optional<MethodCode> found = declared(at, name, descriptor);
            if (found.isPresent()) {
                return found;
            }
        }
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Class<?> parent : at.getInterfaces()) {
                Optional<MethodCode> found =
                        isLibrary(parent) ? Optional.empty() : find(parent, name, descriptor);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /// The class that a descriptor in the code of `user` names.
    public static Class<?> resolve(ClassDesc name, Class<?> user) {
        if (name.isPrimitive()) {
            return PRIMITIVES.stream()
                    .filter(p -> p.descriptorString().equals(name.descriptorString()))
                    .findFirst()
                    .orElse(void.class);
        }
        if (name.isArray()) {
            return resolve(name.componentType(), user).arrayType();
        }
        String descriptor = name.descriptorString();
        String binary = descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
        try {
            return Class.forName(binary, false, user.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new LiftProblem("class " + binary + " cannot be loaded; " + e.getMessage());
        }
    }

    /// The field that code of `user` names, found in `holder` or above.
    public static Field field(ClassDesc holder, String name, Class<?> user) {
        for (Class<?> at = resolve(holder, user); at != null; at = at.getSuperclass()) {
            Optional<Field> found = Stream.concat(
                    Stream.of(at.getDeclaredFields()),
                    Stream.of(at.getInterfaces()).flatMap(parent -> Stream.of(parent.getFields())))
                    .filter(field -> field.getName().equals(name))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new LiftProblem("there is no field " + name + " in " + holder.displayName());
    }
}
