package overtake.scenario;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import overtake.kernel.ModelWorld;
import overtake.kernel.Param;

/// Makes the world that a scenario names, with its parameters.
final class WorldReader {
    private final Problems problems;

    WorldReader(Problems problems) {
        this.problems = problems;
    }

    /// @param params by their names in the scenario
    record Made(ModelWorld world, SortedMap<String, String> params) {}

    /// Empty if something is wrong, which has been reported then.
    Optional<Made> read(Section.Text world, Section params) {
        return type(world).flatMap(type -> make(type, world, params));
    }

    private Optional<Class<? extends ModelWorld>> type(Section.Text world) {
        String name = world.value();
        try {
            Class<?> type = load(name);
            if (ModelWorld.class.isAssignableFrom(type) && type.isRecord()) {
                return Optional.of(type.asSubclass(ModelWorld.class));
            }
            String lacks = type.isRecord() ? "does not implement " + ModelWorld.class.getName() : "is not a record";
            problems.add(world.origin(), "world " + name + " " + lacks
                    + "; expected a record that implements " + ModelWorld.class.getName());
        } catch (ClassNotFoundException _) {
            List<String> shipped = WorldClasses.names();
            String question = NearMisses.question(name, shipped);
            String choices = question.isEmpty() ? "; shipped worlds: " + String.join(", ", shipped) : question;
            problems.add(world.origin(), "no class " + name
                    + "; expected the full name of a record that implements " + ModelWorld.class.getName() + choices);
        } catch (LinkageError e) {
            problems.add(world.origin(), "world " + name + " cannot be loaded: " + e);
        }
        return Optional.empty();
    }

    /// `Outer.Inner` is as good as `Outer$Inner`.
    private static Class<?> load(String name) throws ClassNotFoundException {
        for (String binary = name;;) {
            try {
                return Class.forName(binary, false, WorldReader.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                int dot = binary.lastIndexOf('.');
                if (dot < 0) {
                    throw e;
                }
                binary = binary.substring(0, dot) + "$" + binary.substring(dot + 1);
            }
        }
    }

    private Optional<Made> make(Class<? extends ModelWorld> type, Section.Text world, Section params) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        SortedMap<String, String> spelt = new TreeMap<>();
        boolean complete = true;
        for (int i = 0; i < values.length; i++) {
            Optional<Object> value = value(type, components[i], params);
            complete &= value.isPresent();
            if (value.isPresent()) {
                values[i] = value.get();
                spelt.put(key(components[i]), spelling(value.get()));
            }
        }
        String name = type.getSimpleName();
        if (components.length == 0) {
            params.end(name + " has no parameters", "");
        } else {
            params.end("expected a parameter of " + name,
                    Arrays.stream(components).map(WorldReader::describe).collect(Collectors.joining()));
        }
        if (!complete) {
            return Optional.empty();
        }
        return construct(type, world, values).map(made -> new Made(made, spelt));
    }

    private Optional<ModelWorld> construct(Class<? extends ModelWorld> type, Section.Text world, Object[] values) {
        try {
            Constructor<? extends ModelWorld> constructor = type.getDeclaredConstructor(
                    Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(values));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                problems.add(world.origin(), type.getName() + " refuses its params: " + refused.getMessage());
                return Optional.empty();
            }
            problems.add(world.origin(),
                    "the constructor of " + type.getName() + " threw "
                            + thrown(Optional.ofNullable(e.getCause()).orElse(e), type));
        } catch (ReflectiveOperationException | LinkageError e) {
            problems.add(world.origin(), "world " + type.getName() + " cannot be made: " + e);
        }
        return Optional.empty();
    }

    /// What was thrown, and the place in the world's own source.
    static String thrown(Throwable e, Class<?> type) {
        String place = Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(type.getName()))
                .findFirst()
                .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
        return e + place;
    }

    private Optional<Object> value(Class<?> type, RecordComponent component, Section params) {
        String key = key(component);
        Optional<Param> param = Optional.ofNullable(component.getAnnotation(Param.class));
        Optional<Object> given = given(component, params);
        if (given.isPresent() || params.has(key)) {
            return given;
        }
        if (param.isEmpty()) {
            params.require(key, key + " = " + domain(component));
            return Optional.empty();
        }
        Optional<Object> byDefault = parse(component, param.get().value());
        if (byDefault.isEmpty()) {
            problems.add(type.getName() + ": the default \"" + param.get().value() + "\" of " + key
                    + " is wrong; expected " + domain(component));
        }
        return byDefault;
    }

    /// The value that the file or the command line gives, if it does and it is right.
    private Optional<Object> given(RecordComponent component, Section params) {
        String key = key(component);
        if (component.getType() == int.class) {
            Optional<Param> param = Optional.ofNullable(component.getAnnotation(Param.class));
            int min = param.map(Param::min).orElse(Integer.MIN_VALUE);
            int max = param.map(Param::max).orElse(Integer.MAX_VALUE);
            return params.number(key, min, max).map(Long::intValue);
        }
        if (component.getType() == boolean.class) {
            return params.bool(key).map(value -> value);
        }
        if (component.getType().isEnum()) {
            return params.word(key, constants(component)).flatMap(word -> parse(component, word.value()));
        }
        problems.add(params.origin(),
                "component " + component.getName() + " of " + component.getDeclaringRecord().getName()
                        + " has type " + component.getType().getSimpleName()
                        + "; a parameter is an int, a boolean or an enum");
        return Optional.empty();
    }

    private static Optional<Object> parse(RecordComponent component, String text) {
        if (component.getType() == int.class) {
            return text.matches("-?\\d{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
        }
        if (component.getType() == boolean.class) {
            return text.equals("true") || text.equals("false") ? Optional.of(text.equals("true")) : Optional.empty();
        }
        return Optional.ofNullable(component.getType().getEnumConstants()).stream()
                .flatMap(Arrays::stream)
                .filter(constant -> spelling(constant).equals(text))
                .map(Object.class::cast)
                .findFirst();
    }

    /// A line of its own: `caches = 1 (1 to 4): how many caches`.
    private static String describe(RecordComponent component) {
        Param param = component.getAnnotation(Param.class);
        String meaning = param == null || param.meaning().isEmpty() ? "" : ": " + param.meaning();
        String byDefault = param == null ? "" : " = " + param.value();
        return "\n    " + key(component) + byDefault + " (" + domain(component) + ")" + meaning;
    }

    private static String domain(RecordComponent component) {
        if (component.getType().isEnum()) {
            return NearMisses.oneOf(constants(component));
        }
        Param param = component.getAnnotation(Param.class);
        return component.getType() == int.class && param != null
                ? param.min() + " to " + param.max()
                : component.getType() == boolean.class ? "true or false" : component.getType().getSimpleName();
    }

    private static List<String> constants(RecordComponent component) {
        List<String> names = new ArrayList<>();
        for (Object constant : component.getType().getEnumConstants()) {
            names.add(spelling(constant));
        }
        return names;
    }

    /// `refreshFence` is `refresh-fence` in a scenario.
    private static String key(RecordComponent component) {
        return component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /// `AS_POSTED` is `as-posted` in a scenario.
    private static String spelling(Object value) {
        return value instanceof Enum<?> constant
                ? constant.name().replace('_', '-').toLowerCase(Locale.ROOT)
                : value.toString();
    }
}
