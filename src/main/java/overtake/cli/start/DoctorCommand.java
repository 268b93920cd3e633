package overtake.cli.start;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import overtake.Overtake;
import overtake.cli.output.Document;
import overtake.cli.start.Installation.Finding;
import overtake.cli.start.Installation.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `overtake doctor`
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Say what the tool runs on, what it lacks, and what to do about that.")
public final class DoctorCommand implements Callable<Integer> {
    private static final int UNAVAILABLE = 69;

    private final PrintStream out;

    @Option(names = "--json", description = "Print one JSON document on standard output.")
    private boolean json;

    public DoctorCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        List<Finding> findings = Installation.here().findings();
        if (json) {
            Document document = new Document("doctor");
            findings.forEach(finding -> document.add(json(finding)));
            out.println(document.text());
        } else {
            findings.forEach(finding -> out.println(line(finding)));
        }
        return findings.stream().anyMatch(finding -> finding.state() == State.BAD) ? UNAVAILABLE : 0;
    }

    static String line(Finding finding) {
        String mark = switch (finding.state()) {
            case GOOD -> "ok";
            case REMARK -> "note";
            case BAD -> "NOT OK";
        };
        return String.format(Locale.ROOT, "%-6s  %-13s  %s%s", mark, finding.name(), finding.found(),
                finding.advice().isEmpty() ? "" : "; " + finding.advice());
    }

    private static Map<String, @Nullable Object> json(Finding finding) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("command", "doctor");
        json.put("name", finding.name());
        json.put("value", finding.found());
        json.put("ok", finding.state() != State.BAD);
        json.put("advice", finding.advice().isEmpty() ? null : finding.advice());
        json.put("version", Overtake.version());
        return json;
    }
}
