package overtake.cli.options;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import overtake.EngineKind;
import overtake.scenario.NearMisses;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Turns the text of an option into its value, or says what was expected.
///
/// @param spec the command that the option was given to
public record OptionText(CommandSpec spec) {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)?");

    public long number(String option, String text, long min, long max) {
        try {
            long number = Long.parseLong(text.replace("_", ""));
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // reported like a number out of range
        }
        String range =
                min == Long.MIN_VALUE ? "" : max == Long.MAX_VALUE ? " from " + min : " from " + min + " to " + max;
        throw refuse(option, text, "a whole number" + range);
    }

    public String oneOf(String option, String text, List<String> words) {
        if (words.contains(text)) {
            return text;
        }
        throw refuse(option, text, "one of " + String.join(", ", words) + NearMisses.question(text, words));
    }

    public EngineKind engine(Optional<String> text) {
        List<String> words = Stream.of(EngineKind.values()).map(EngineKind::word).toList();
        return text.map(word -> EngineKind.values()[words.indexOf(oneOf("--engine", word, words))])
                .orElse(EngineKind.ACTORS);
    }

    /// `30s`, `1.5m`, `200ms`; a bare number is seconds.
    public Duration duration(String option, String text) {
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            String unit = Optional.ofNullable(time.group(2)).orElse("s");
            int millis = switch (unit) {
                case "ms" -> 1;
                case "s" -> 1000;
                case "m" -> 60_000;
                default -> 3_600_000;
            };
            Duration duration = Duration.ofMillis(
                    new BigDecimal(time.group(1)).multiply(BigDecimal.valueOf(millis)).longValue());
            if (duration.isPositive()) {
                return duration;
            }
        }
        throw refuse(option, text, "a time such as 30s, 1.5m or 1h");
    }

    public Path path(String option, String text) {
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
        } catch (InvalidPathException _) {
            // reported like an empty one
        }
        throw refuse(option, text, "a path");
    }

    private ParameterException refuse(String option, String text, String expected) {
        return new ParameterException(spec.commandLine(), option + " is \"" + text + "\"; expected " + expected);
    }
}
