package overtake.cli.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Results as a SARIF 2.1.0 log (OASIS): a rule for each broken property, a result for each violation and each expectation that is not met, a notification
/// for each scenario that could not be carried out. What was expected has the level `note`.
public final class SarifLog {
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String TEXT = "text";

    private SarifLog() {}

    public static String text(List<RunCase> cases, String version) {
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "Overtake");
        driver.put("version", version);
        driver.put("rules", rules(cases));
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("invocations", List.of(invocation(cases)));
        run.put("results", cases.stream().filter(SarifLog::isResult).map(SarifLog::result).toList());
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        try {
            return MAPPER.writeValueAsString(log) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not written as JSON: " + log, e);
        }
    }

    private static boolean isResult(RunCase each) {
        return each.state() == RunCase.State.FAILED || each.state() == RunCase.State.EXPECTED;
    }

    private static List<Map<String, Object>> rules(List<RunCase> cases) {
        TreeSet<String> names = new TreeSet<>();
        cases.stream().filter(SarifLog::isResult).forEach(each -> names.add(each.rule()));
        List<Map<String, Object>> rules = new ArrayList<>();
        for (String name : names) {
            rules.add(Map.of("id", name));
        }
        return rules;
    }

    private static Map<String, Object> invocation(List<RunCase> cases) {
        List<RunCase> errors = cases.stream().filter(each -> each.state() == RunCase.State.ERROR).toList();
        Map<String, Object> invocation = new LinkedHashMap<>();
        invocation.put("executionSuccessful", errors.isEmpty());
        List<Map<String, Object>> notifications = new ArrayList<>();
        for (RunCase each : errors) {
            Map<String, Object> notification = new LinkedHashMap<>();
            notification.put("level", "error");
            notification.put("message", Map.of(TEXT, each.message()));
            notification.put("locations", List.of(location(each)));
            notifications.add(notification);
        }
        invocation.put("toolExecutionNotifications", notifications);
        return invocation;
    }

    private static Map<String, Object> result(RunCase each) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", each.rule());
        result.put("level", each.state() == RunCase.State.FAILED ? "error" : "note");
        result.put("message", Map.of(TEXT, each.model() + ": " + each.message()));
        result.put("locations", List.of(location(each)));
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("model", each.model());
        each.schedule().ifPresent(file -> properties.put("schedule", file));
        result.put("properties", properties);
        return result;
    }

    private static Map<String, Object> location(RunCase each) {
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("physicalLocation", Map.of("artifactLocation", Map.of("uri", uri(each.path()))));
        if (!each.site().isEmpty()) {
            location.put("logicalLocations", List.of(Map.of("name", each.site(), "kind", "function")));
        }
        return location;
    }

    /// A relative path stays one.
    private static String uri(String path) {
        Path file = Path.of(path);
        String encoded = file.toAbsolutePath().toUri().toString();
        String here = Path.of("").toAbsolutePath().toUri().toString();
        return !file.isAbsolute() && encoded.startsWith(here) ? encoded.substring(here.length()) : encoded;
    }
}
