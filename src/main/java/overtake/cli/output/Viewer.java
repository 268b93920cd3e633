package overtake.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import overtake.Explained;
import overtake.explain.Explanation;
import overtake.explain.Playback;
import overtake.explain.Remedy;
import overtake.machine.EventKind;
import overtake.program.World;
import overtake.trace.Pick;
import overtake.trace.TraceLine;

/// An explained run as one HTML page that needs nothing else: lanes, arrows for deliveries, a slider over the steps, memory, locks and store
/// channels at each. Names come from scenarios, so none is trusted: the template escapes what is text, and data is JSON without a `<`.
public final class Viewer {
    private static final String TEMPLATE = "viewer.html";
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Viewer() {}

    /// The page.
    public static String page(Explained explained) {
        Explanation explanation = explained.explanation();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("title",
                explained.replayed().scenario().path() + " under " + explained.replayed().model().name() + ": "
                        + explanation.property());
        values.put("sentence", explanation.sentence());
        values.put("facts", facts(explanation));
        values.put("rows", explanation.run().trace().lines().stream()
                .map(line -> Map.of("n", line.n(), "agent", line.agent(), "text", line.text()))
                .toList());
        values.put("data", data(explanation.run()));
        return Mustache.compiler().escapeHTML(true).compile(template()).execute(values);
    }

    private static String template() {
        try (InputStream stream = Viewer.class.getResourceAsStream(TEMPLATE)) {
            if (stream == null) {
                throw new IllegalStateException(TEMPLATE + " is missing from the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(TEMPLATE + " cannot be read", e);
        }
    }

    private static List<Map<String, String>> facts(Explanation explanation) {
        List<Map<String, String>> facts = new ArrayList<>();
        explanation.change().ifPresent(change -> facts.add(Map.of("name", "passes with", "text", change)));
        explanation.remedy().ifPresent(remedy -> facts.add(Map.of("name", "forbidden by", "text",
                String.join(" and ", remedy.fences().stream().map(Remedy.Fence::toString).toList()) + "; then "
                        + remedy.evidence().word() + ": " + remedy.evidence().basis())));
        if (!explanation.cycle().isEmpty()) {
            facts.add(Map.of("name", "cycle", "text", String.join(" ", explanation.cycle())));
        }
        if (!explanation.kind().isEmpty()) {
            facts.add(Map.of("name", "triage", "text", explanation.kind()));
        }
        return facts;
    }

    /// JSON that may stand in a script element: `<` is written as an escape.
    private static String data(Playback run) {
        World world = run.world();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("agents", run.trace().agents());
        data.put("cells", world.cells().stream().map(cell -> cell.name()).toList());
        data.put("picks", run.picks().stream().map(Viewer::pick).toList());
        Map<Integer, TraceLine> readable = new TreeMap<>();
        run.readable().lines().stream().filter(line -> line.kind() == EventKind.LEARN)
                .forEach(line -> readable.put(line.n(), line));
        data.put("lines", run.trace().lines().stream()
                .map(line -> line(run, readable.getOrDefault(line.n(), line)))
                .toList());
        data.put("frames", run.frames().stream().map(frame -> frame(run, frame)).toList());
        try {
            return MAPPER.writeValueAsString(data).replace("<", "\\u003c").replace(">", "\\u003e");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not written as JSON: " + data, e);
        }
    }

    private static String pick(Pick pick) {
        return (pick.agent() + " " + pick.kind().spelling() + " " + pick.site()).strip();
    }

    private static Map<String, Object> line(Playback run, TraceLine line) {
        Map<String, Object> keys = new LinkedHashMap<>();
        boolean delivery = line.kind() == EventKind.DELIVER || line.kind() == EventKind.LEARN;
        keys.put("n", line.n());
        keys.put("agent", run.trace().agents().indexOf(line.agent()));
        keys.put("event", line.kind().name().toLowerCase(Locale.ROOT));
        keys.put("label", line.fault() ? "VIOLATION " + line.text() : label(line));
        keys.put("place", line.site() + (line.line() > 0 ? " " + line.file() + ":" + line.line() : ""));
        keys.put("overtakes", delivery ? List.of() : line.overtakes());
        keys.put("delivers", delivery ? line.overtakes().getFirst() : 0);
        keys.put("violation", line.fault());
        return keys;
    }

    private static String label(TraceLine line) {
        String numbers = numbers(line.overtakes());
        return switch (line.kind()) {
            case SEND -> line.text() + " (in flight)";
            case DELIVER -> "delivers " + numbers;
            case LEARN -> line.text() + " (#" + line.overtakes().getFirst()
                    + (line.overtakes().size() == 1 ? ")"
                            : ", ahead of " + numbers(line.overtakes().subList(1, line.overtakes().size())) + ")");
            default -> line.text() + (numbers.isEmpty() ? "" : " (overtakes " + numbers + ")");
        };
    }

    private static String numbers(List<Integer> lines) {
        return String.join(", ", lines.stream().map(n -> "#" + n).toList());
    }

    private static Map<String, Object> frame(Playback run, Playback.Frame frame) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < frame.cells().size(); i++) {
            cells.add(run.world().show(run.world().cells().get(i).type(), frame.cells().get(i)));
        }
        List<String> flight = new ArrayList<>();
        for (List<Integer> channel : frame.channels()) {
            channel.forEach(n -> {
                TraceLine line = run.trace().lines().get(n - 1);
                flight.add(line.agent() + ": " + line.text() + " (#" + n + ")");
            });
        }
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("lines", frame.lines());
        keys.put("cells", cells);
        keys.put("flight", flight);
        keys.put("held", frame.held());
        return keys;
    }
}
