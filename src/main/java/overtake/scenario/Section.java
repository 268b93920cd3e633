package overtake.scenario;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/// One object of a file. Asking for a key makes it a known one; what was never asked for is reported by [#end] as unknown. A value of a
/// wrong type is reported and then counts as absent.
public final class Section {
    private final ConfigObject object;
    private final String path;
    private final Problems problems;
    private final boolean present;
    private final List<String> known = new ArrayList<>();

    public Section(ConfigObject object, Problems problems) {
        this(object, "", problems, true);
    }

    private Section(ConfigObject object, String path, Problems problems, boolean present) {
        this.object = object;
        this.path = path;
        this.problems = problems;
        this.present = present;
    }

    /// Whether the file has this object.
    public boolean present() {
        return present;
    }

    /// A text value and where it stands.
    public record Text(String value, ConfigOrigin origin) {}

    private Optional<ConfigValue> value(String key) {
        if (!known.contains(key)) {
            known.add(key);
        }
        // null takes a key away: --set explore=null
        return Optional.ofNullable(object.get(key)).filter(value -> value.valueType() != ConfigValueType.NULL);
    }

    public boolean has(String key) {
        return value(key).isPresent();
    }

    /// Whether the file has the key, which does not become a known one.
    public boolean contains(String key) {
        return object.containsKey(key);
    }

    public ConfigOrigin origin(String key) {
        return value(key).map(ConfigValue::origin).orElse(object.origin());
    }

    public ConfigOrigin origin() {
        return object.origin();
    }

    /// The full name of a key.
    public String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /// A key must be there.
    ///
    /// @param expected what, such as `world = the full name of a class`
    public void require(String key, String expected) {
        if (!has(key)) {
            String message = "missing key " + name(key) + "; expected " + expected;
            if (path.isEmpty() || !present) {
                problems.add(message);
            } else {
                problems.add(object.origin(), message);
            }
        }
    }

    /// A string, or a number as it is spelt.
    public Optional<Text> text(String key) {
        return value(key).flatMap(value -> text(name(key), value));
    }

    private Optional<Text> text(String name, ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER -> Optional.of(new Text(spelling(value), value.origin()));
            default -> wrong(name, value, "a string");
        };
    }

    /// Numbers keep the spelling of the file: `0.10` stays `0.10`.
    private static String spelling(ConfigValue value) {
        return ConfigFactory.empty().withValue("x", value).getString("x");
    }

    /// One of a few words.
    public Optional<Text> word(String key, List<String> words) {
        Optional<Text> text = value(key).flatMap(value -> value.valueType() == ConfigValueType.STRING
                ? text(name(key), value)
                : wrong(name(key), value, "one of " + String.join(", ", words)));
        return text.filter(word -> {
            if (words.contains(word.value())) {
                return true;
            }
            problems.add(word.origin(), name(key) + " is \"" + word.value() + "\"; expected one of "
                    + String.join(", ", words) + NearMisses.question(word.value(), words));
            return false;
        });
    }

    /// A whole number.
    public Optional<Long> number(String key, long min, long max) {
        return value(key).flatMap(value -> number(key, value, min, max));
    }

    private Optional<Long> number(String key, ConfigValue value, long min, long max) {
        String expected = min == max ? Long.toString(min)
                : "a whole number" + (min == Long.MIN_VALUE ? "" : " from " + min)
                        + (max == Long.MAX_VALUE ? "" : " to " + max);
        if (value.valueType() != ConfigValueType.NUMBER) {
            return wrong(name(key), value, expected);
        }
        String text = spelling(value);
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return Optional.of(number);
            }
        } catch (NumberFormatException _) {
            // a fraction, or beyond what fits: reported like any number out of range
        }
        problems.add(value.origin(), name(key) + " is " + text + "; expected " + expected);
        return Optional.empty();
    }

    public Optional<Boolean> bool(String key) {
        return value(key).flatMap(value -> value.valueType() == ConfigValueType.BOOLEAN
                ? Optional.of((Boolean) value.unwrapped())
                : wrong(name(key), value, "true or false"));
    }

    /// A list of strings.
    ///
    /// @param example what one looks like
    public List<Text> texts(String key, String example) {
        List<Text> texts = new ArrayList<>();
        Optional<ConfigValue> value = value(key);
        if (value.isPresent() && !(value.get() instanceof ConfigList)) {
            wrong(name(key), value.get(), "a list such as " + example);
        } else if (value.isPresent()) {
            for (ConfigValue element : (ConfigList) value.get()) {
                text(name(key) + "[" + texts.size() + "]", element).ifPresent(texts::add);
            }
        }
        return texts;
    }

    /// A list of some of a few words.
    public List<String> words(String key, List<String> words) {
        List<Text> texts = texts(key, words.toString());
        texts.stream().filter(text -> !words.contains(text.value())).forEach(text -> problems.add(text.origin(),
                name(key) + " has \"" + text.value() + "\"; expected some of " + String.join(", ", words)
                        + NearMisses.question(text.value(), words)));
        return texts.stream().map(Text::value).toList();
    }

    /// A string, or a list of them.
    public List<Text> textOrTexts(String key, String example) {
        return value(key).filter(value -> value.valueType() == ConfigValueType.STRING).isPresent()
                ? text(key).stream().toList()
                : texts(key, example);
    }

    /// An object. Absent or of a wrong type, it is empty.
    public Section section(String key) {
        Optional<ConfigValue> value = value(key);
        if (value.isPresent() && value.get() instanceof ConfigObject inner) {
            return new Section(inner, name(key), problems, true);
        }
        value.ifPresent(other -> wrong(name(key), other, "an object, { }"));
        ConfigObject none = ConfigFactory.empty().root().withOrigin(origin(key));
        return new Section(none, name(key), problems, false);
    }

    /// All keys of the object, in the order of the alphabet. None is unknown then.
    public List<String> keys() {
        List<String> keys = object.keySet().stream().sorted().toList();
        known.addAll(keys);
        return keys;
    }

    /// A string and its key.
    public record Entry(String key, Text text) {}

    /// All strings of the object in the order of the file, where an inner object stands for a key with dots. No key is unknown then.
    public List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        for (String key : new TreeSet<>(object.keySet())) {
            ConfigValue value = Objects.requireNonNull(object.get(key));
            known.add(key);
            if (value instanceof ConfigObject inner) {
                new Section(inner, name(key), problems, true).all()
                        .forEach(entry -> all.add(new Entry(key + "." + entry.key(), entry.text())));
            } else {
                text(name(key), value).ifPresent(text -> all.add(new Entry(key, text)));
            }
        }
        all.sort(Comparator.comparingInt(entry -> entry.text().origin().lineNumber()));
        return all;
    }

    /// Reports the keys that nobody asked for.
    public void end() {
        end("expected one of " + String.join(", ", known), "");
    }

    /// @param choices what to say about the valid keys before the near misses
    /// @param more what to say after them
    public void end(String choices, String more) {
        object.forEach((key, value) -> {
            // -Dovertake.debug is no setting, but the library sees it as one.
            boolean property = value.origin().description().startsWith("system properties");
            if (!known.contains(key) && !property) {
                problems.add(value.origin(), "unknown key " + name(key) + "; " + choices
                        + NearMisses.question(key, known) + more);
            }
        });
    }

    private <T> Optional<T> wrong(String name, ConfigValue value, String expected) {
        problems.add(value.origin(), name + " is " + describe(value) + "; expected " + expected);
        return Optional.empty();
    }

    private static String describe(ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT -> "an object";
            case LIST -> "a list";
            case NULL -> "null";
            case STRING -> "the string \"" + value.unwrapped() + "\"";
            case NUMBER -> "the number " + spelling(value);
            case BOOLEAN -> value.unwrapped().toString();
        };
    }
}
