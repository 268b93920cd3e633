package overtake.cli.options;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import overtake.EngineKind;
import overtake.scenario.Exploration;
import overtake.scenario.NearMisses;
import overtake.scenario.Settings;
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

    /// How many, from 1: `--runs`, `--max-states`.
    public Optional<Long> count(String option, Optional<String> text) {
        return text.map(given -> number(option, given, 1, Long.MAX_VALUE));
    }

    public Optional<Long> seed(Optional<String> text) {
        return text.map(given -> number("--seed", given, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    public Optional<Integer> jobs(Optional<String> text) {
        return text.map(given -> (int) number("--jobs", given, 1, Settings.MAX_JOBS));
    }

    public Optional<Duration> time(Optional<String> text) {
        return text.map(given -> duration("--time", given));
    }

    /// The folder of `--out`, or that of the settings.
    public Path out(Optional<String> text, Settings settings) {
        return text.map(given -> path("--out", given)).orElse(settings.out());
    }

    /// What a scenario says of checking, with `--max-states` and `--memory` in place of what it says of those.
    public Exploration.Check bounds(Exploration.Check says, Optional<String> maxStates, Optional<String> memory) {
        return new Exploration.Check(
                count("--max-states", maxStates).orElse(says.maxStates()),
                memory.map(given -> number("--memory", given, 1, Settings.MAX_MEMORY_MIB)).orElse(says.memoryMib()),
                says.jobs(), says.reduction(), says.livelock(), says.models());
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

    /// A file that can be written as far as can be told beforehand.
    public Path file(String option, String text) {
        Path file = path(option, text);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw refuse(option, text, "a file in a folder that exists");
        }
        return file;
    }

    private ParameterException refuse(String option, String text, String expected) {
        return new ParameterException(spec.commandLine(), option + " is \"" + text + "\"; expected " + expected);
    }
}
