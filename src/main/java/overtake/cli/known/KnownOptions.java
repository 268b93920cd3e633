package overtake.cli.known;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import overtake.Result;
import overtake.scenario.known.Judgement;
import overtake.scenario.known.KnownFindings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Options of commands that compare verdicts with a register of known findings. The only place that asks what day it is.
public final class KnownOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--known", paramLabel = "FILE", description = "A register of known findings: what it accepts is no failure; what it accepts and is found no more, or too late, is one.")
    private Optional<Path> register = Optional.empty();

    @Option(names = "--today", paramLabel = "DATE", description = "The day by which known findings expire (default: today).")
    private Optional<String> today = Optional.empty();

    /// Reads the register.
    ///
    /// @throws overtake.scenario.ScenarioException if something is wrong with it
    public Register open() {
        LocalDate day = today.map(this::date).orElseGet(LocalDate::now);
        return new Register(register.map(KnownFindings::read).orElse(new KnownFindings(List.of())), day);
    }

    private LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException _) {
            throw new ParameterException(spec.commandLine(),
                    "--today is " + text + "; expected a day such as 2027-01-31");
        }
    }

    /// A register that was read, on a day.
    public record Register(KnownFindings findings, LocalDate today) {

        public Judgement judge(Result result) {
            return findings.judge(Path.of(result.scenario().path()), result.model(), result.verdict(), today);
        }

        /// Adds what the register says to a result.
        public static void tell(Judgement judgement, Map<String, @Nullable Object> json) {
            if (judgement instanceof Judgement.None) {
                return;
            }
            Map<String, @Nullable Object> known = new LinkedHashMap<>();
            known.put("status", judgement.word());
            known.put("text", judgement.text());
            json.put("known", known);
            json.put("ok", judgement instanceof Judgement.Accepted);
        }

        /// A line for people, or nothing.
        public static List<String> lines(Judgement judgement) {
            return judgement instanceof Judgement.None ? List.of() : List.of("  known      " + judgement.text());
        }
    }
}
