package overtake.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import overtake.scenario.Problem;

/// The one JSON document that a command prints.
public final class Document {
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final String command;
    private final List<Map<String, @Nullable Object>> results = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> errors = new ArrayList<>();

    public Document(String command) {
        this.command = command;
    }

    public void add(Map<String, @Nullable Object> result) {
        results.add(result);
    }

    public void addError(Problem problem) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        boolean file = !problem.where().equals(Problem.COMMAND_LINE);
        error.put("file", file ? problem.where() : null);
        error.put("line", problem.line() > 0 ? problem.line() : null);
        error.put("message", problem.message());
        errors.add(error);
    }

    /// `{"command": ..., "results": [...]}`, and `errors` if there are any; one line.
    public String text() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("command", command);
        document.put("results", results);
        if (!errors.isEmpty()) {
            document.put("errors", errors);
        }
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not written as JSON: " + document, e);
        }
    }
}
