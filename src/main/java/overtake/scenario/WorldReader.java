package overtake.scenario;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.kernel.Kernel;
import overtake.kernel.KernelSource;
import overtake.kernel.ModelWorld;
import overtake.kernel.Mutex;
import overtake.kernel.Param;
import overtake.kernel.Params;
import overtake.kernel.Pool;
import overtake.kernel.RwLock;
import overtake.kernel.RwSemaphore;
import overtake.kernel.SpinLock;
import overtake.kernel.Srcu;
import overtake.kernel.StateProperty;
import overtake.scenario.source.Compilation;
import overtake.scenario.source.SourceFile;

/// Makes the world that a scenario names, with its parameters.
final class WorldReader {
    private static final long MAX_SOURCE_BYTES = 4 << 20;
    private static final String MUTANT = "mutant";
    private static final String WHAT = "a Java source file";

    private static final Pattern SYMBOL = Pattern.compile("symbol: +(method|class) (\\w+)");
    private static final List<String> VOCABULARY =
            Stream.of(Kernel.class.getMethods()).filter(method -> Modifier.isStatic(method.getModifiers()))
                    .map(Method::getName).distinct().sorted().toList();
    private static final List<String> KERNEL_TYPES =
            Stream.of(Agent.class, Composition.class, KernelSource.class, ModelWorld.class, Mutex.class, Param.class,
                    Params.class, Pool.class, RwLock.class, RwSemaphore.class, SpinLock.class, Srcu.class,
                    StateProperty.class)
                    .map(Class::getSimpleName).toList();

    private final Problems problems;

    WorldReader(Problems problems) {
        this.problems = problems;
    }

    /// @param params by their names in the scenario
    /// @param named what in the scenario names the world
    /// @param java the source file that it is in, if the scenario names one
    record Made(
            ModelWorld world, SortedMap<String, String> params, Section.Text named, Optional<InputFile> java) {

        /// Of the world's class; as the scenario spells it, if it does.
        String name() {
            return java.isEmpty() ? named.value() : world.getClass().getName().replace('$', '.');
        }

        /// The other values of the parameter that changes the code.
        List<String> mutants() {
            return Arrays.stream(world.getClass().getRecordComponents())
                    .filter(component -> key(component).equals(MUTANT) && component.getType().isEnum())
                    .flatMap(component -> constants(component).stream())
                    .filter(value -> !value.equals(params.get(MUTANT)))
                    .toList();
        }
    }

    /// Empty if something is wrong, which has been reported then.
    Optional<Made> read(Section.Text world, Section params) {
        return type(world).flatMap(type -> make(type, world, params, Optional.empty()));
    }

    /// The world in a Java source file.
    ///
    /// @param java path of the file, relative to the scenario's
    /// @param world which of its worlds, where it has several
    Optional<Made> read(Path scenario, Section.Text java, Optional<Section.Text> world, Section params) {
        return source(scenario, java).flatMap(file -> switch (new SourceFile(file.path(), file.text()).compile()) {
            case Compilation.Done done ->
                choose(done.worlds(), file, java, world).flatMap(type -> make(type, world.orElse(java), params,
                        Optional.of(file)));
            case Compilation.Refused refused -> {
                refused.mistakes().forEach(mistake -> problems.add(new Problem(file.path().toString(), mistake.line(),
                        mistake.message() + advice(mistake.message()))));
                yield Optional.empty();
            }
        });
    }

    /// What javac cannot know about a name that it does not find.
    private static String advice(String message) {
        Matcher symbol = SYMBOL.matcher(message);
        if (!symbol.find()) {
            return "";
        }
        String name = symbol.group(2);
        boolean isMethod = symbol.group(1).equals("method");
        List<String> words = isMethod ? VOCABULARY : KERNEL_TYPES;
        String where = isMethod ? "import static overtake.kernel.Kernel.*;" : "import overtake.kernel.*;";
        String question = NearMisses.question(name, words);
        return words.contains(name)
                ? "\n  advice:   " + where
                : question.isEmpty() ? "" : "\n  advice:   " + question.substring(2);
    }

    private Optional<InputFile> source(Path scenario, Section.Text java) {
        String key = "java is \"" + java.value() + "\"";
        if (!java.value().endsWith(".java")) {
            problems.add(java.origin(), key + "; expected the path of " + WHAT + ", such as \"MyIdea.java\"");
            return Optional.empty();
        }
        try {
            return Optional.of(InputFile.read(scenario.resolveSibling(java.value()), WHAT, MAX_SOURCE_BYTES));
        } catch (ScenarioException e) {
            for (Problem problem : e.problems()) {
                problems.add(java.origin(), key + ": " + problem.where() + ": " + problem.message());
            }
        } catch (InvalidPathException _) {
            problems.add(java.origin(), key + ", which is no path; expected that of " + WHAT);
        }
        return Optional.empty();
    }

    private Optional<Class<? extends ModelWorld>> choose(List<Class<? extends ModelWorld>> worlds, InputFile file,
            Section.Text java, Optional<Section.Text> world) {
        List<String> names = worlds.stream().map(type -> type.getName().replace('$', '.')).toList();
        if (world.isEmpty()) {
            if (worlds.size() > 1) {
                problems.add(java.origin(), file.path() + " has several worlds; say which: world = "
                        + NearMisses.oneOf(names));
            }
            return worlds.size() > 1 ? Optional.empty() : Optional.of(worlds.getFirst());
        }
        String name = world.get().value();
        for (Class<? extends ModelWorld> type : worlds) {
            if (name.equals(type.getName()) || name.equals(type.getName().replace('$', '.'))
                    || name.equals(type.getSimpleName())) {
                return Optional.of(type);
            }
        }
        problems.add(world.get().origin(), "no world " + name + " in " + file.path() + "; expected "
                + NearMisses.oneOf(names) + "; without `world`, the only one is taken");
        return Optional.empty();
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

    private Optional<Made> make(Class<? extends ModelWorld> type, Section.Text world, Section params,
            Optional<InputFile> java) {
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
        return construct(type, world, values).map(made -> new Made(made, spelt, world, java));
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
                ? Params.word(constant)
                : value.toString();
    }
}
