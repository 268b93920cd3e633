package overtake.scenario.known;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import overtake.memory.MemoryModel;
import overtake.property.Verdict;
import overtake.scenario.InputFile;
import overtake.scenario.Problems;
import overtake.scenario.ScenarioException;
import overtake.scenario.ScenarioReader;
import overtake.scenario.Section;

/// A register of known findings: a HOCON file with a list `findings`. It knows no clock: the day is given.
public record KnownFindings(List<KnownFinding> findings) {
    private static final long MAX_BYTES = 1 << 20;
    private static final String WHAT = "a register of known findings";
    private static final String SHAPE = "findings = [ { scenario = \"x.conf\", models = [tso], property = p, "
            + "reason = \"why\", until = 2027-01-31 } ]";

    public KnownFindings {
        findings = List.copyOf(findings);
    }

    /// What the register makes of a verdict.
    ///
    /// @param today the day by which findings expire
    public Judgement judge(Path scenario, MemoryModel model, Verdict verdict, LocalDate today) {
        Path path = scenario.toAbsolutePath().normalize();
        List<KnownFinding> known = findings.stream()
                .filter(finding -> finding.scenario().equals(path) && finding.models().contains(model.name()))
                .toList();
        if (known.isEmpty()) {
            return new Judgement.None();
        }
        return switch (verdict) {
            case Verdict.Pass _ -> new Judgement.Gone(known.getFirst());
            case Verdict.Unknown _ -> new Judgement.None();
            case Verdict.Fail _, Verdict.Vacuous _ -> known.stream()
                    .filter(finding -> finding.property().equals(verdict.property()))
                    .findFirst()
                    .map(finding -> today.isAfter(finding.until())
                            ? (Judgement) new Judgement.Expired(finding)
                            : new Judgement.Accepted(finding))
                    .orElseGet(() -> new Judgement.Other(known.getFirst(), verdict.property()));
        };
    }

    /// @throws ScenarioException with everything that is wrong with the file
    public static KnownFindings read(Path path) {
        InputFile file = InputFile.read(path, WHAT, MAX_BYTES);
        var problems = new Problems(path);
        List<KnownFinding> findings = new ArrayList<>();
        try {
            Config config = ConfigFactory.parseString(file.text(),
                    ConfigParseOptions.defaults().setOriginDescription(path.toString()));
            var root = new Section(config.root(), problems);
            root.require("findings", SHAPE);
            root.end();
            ConfigValue list = config.root().get("findings");
            if (list instanceof ConfigList all) {
                all.forEach(each -> finding(each, path, problems).ifPresent(findings::add));
            } else if (list != null) {
                problems.add(list.origin(), "findings is not a list; expected " + SHAPE);
            }
        } catch (ConfigException e) {
            problems.add(e);
        }
        problems.check();
        return new KnownFindings(findings);
    }

    private static Optional<KnownFinding> finding(ConfigValue value, Path register, Problems problems) {
        if (!(value instanceof ConfigObject object)) {
            problems.add(value.origin(), "is no finding; expected " + SHAPE);
            return Optional.empty();
        }
        int before = problems.found().size();
        var section = new Section(object, problems);
        Optional<Path> scenario = section.text("scenario").flatMap(text -> scenario(text, register, problems));
        List<Section.Text> models = section.texts("models", "[tso]");
        for (Section.Text model : models) {
            if (MemoryModel.named(model.value()).isEmpty()) {
                problems.add(model.origin(), ScenarioReader.unknownModel(model.value()));
            }
        }
        Optional<Section.Text> property = section.text("property");
        Optional<Section.Text> reason = section.text("reason");
        Optional<LocalDate> until = section.text("until").flatMap(text -> date(text, problems));
        for (String key : List.of("scenario", "models", "property", "reason", "until")) {
            if (!section.has(key)) {
                problems.add(value.origin(), "the finding has no " + key + "; expected " + SHAPE);
            }
        }
        section.end();
        if (reason.isPresent() && reason.get().value().isBlank()) {
            problems.add(reason.get().origin(), "reason is empty; expected why the violation is accepted");
        }
        if (problems.found().size() > before) {
            return Optional.empty();
        }
        return Optional.of(new KnownFinding(scenario.orElseThrow(),
                models.stream().map(Section.Text::value).toList(), property.orElseThrow().value(),
                reason.orElseThrow().value(), until.orElseThrow(), register + ":" + value.origin().lineNumber()));
    }

    private static Optional<Path> scenario(Section.Text text, Path register, Problems problems) {
        try {
            Path scenario = register.toAbsolutePath().resolveSibling(text.value()).normalize();
            if (Files.isRegularFile(scenario)) {
                return Optional.of(scenario);
            }
        } catch (InvalidPathException _) {
            // reported like a file that is not there
        }
        problems.add(text.origin(), "scenario is \"" + text.value()
                + "\", and there is no such file; expected a path relative to " + register);
        return Optional.empty();
    }

    private static Optional<LocalDate> date(Section.Text text, Problems problems) {
        try {
            return Optional.of(LocalDate.parse(text.value()));
        } catch (DateTimeParseException _) {
            problems.add(text.origin(), "until is " + text.value() + "; expected a day such as 2027-01-31");
            return Optional.empty();
        }
    }
}
