package overtake.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import overtake.Overtake;
import overtake.bench.StrategyBench;
import overtake.bench.StrategyBench.Cell;
import overtake.scenario.Problem;
import overtake.scenario.ScenarioException;

/// A file that keeps what was measured of strategies, so that a measurement that was ended early goes on where it was. The first line says by which plan; the others are one
/// figure each: of a scenario, a model and a strategy. A last line without an end is what a killed process left, and is measured again; so is what people delete.
public final class KeptFigures implements StrategyBench.Store {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path file;
    private final Map<String, Cell> known = new LinkedHashMap<>();

    /// @throws ScenarioException if the file is of another plan, holds something else, or cannot be written
    public KeptFigures(Path file, StrategyBench.Plan plan) {
        this.file = file;
        String header = text(header(plan));
        List<String> lines = read(file);
        if (!lines.isEmpty() && !lines.getFirst().equals(header)) {
            throw problem(1, "figures of another plan: " + lines.getFirst() + "; expected " + header
                    + ", or another file");
        }
        for (int i = 1; i < lines.size(); i++) {
            add(lines.get(i), i + 1);
        }
        List<String> whole = lines.isEmpty() ? List.of(header) : lines;
        OutputFile.write(file, String.join("\n", whole) + "\n");
    }

    /// How many figures the file had.
    public int size() {
        return known.size();
    }

    private static Map<String, Object> header(StrategyBench.Plan plan) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("version", Overtake.version());
        header.put("seeds", plan.seeds());
        header.put("cap", plan.cap());
        header.put("questions", plan.questions().name());
        return header;
    }

    /// The lines that end in a newline.
    private static List<String> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            String all = Files.readString(file);
            return all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new ScenarioException(
                    List.of(new Problem(file.toString(), 0, "cannot be read (" + e.getMessage() + ")")));
        }
    }

    private ScenarioException problem(int line, String message) {
        return new ScenarioException(List.of(new Problem(file.toString(), line, message)));
    }

    private void add(String text, int number) {
        try {
            JsonNode node = MAPPER.readTree(text);
            Cell cell = new Cell(
                    node.required("strategy").asText(),
                    node.required("executions").asDouble(),
                    node.required("milliseconds").asDouble(),
                    node.required("found").asInt(),
                    node.required("seeds").asInt());
            known.put(key(node.required("scenario").asText(), node.required("model").asText(), cell.strategy()), cell);
        } catch (JsonProcessingException | IllegalArgumentException _) {
            throw problem(number, "not a figure of a strategy; expected what --keep wrote, or another file");
        }
    }

    private static String key(String scenario, String model, String strategy) {
        return scenario + " " + model + " " + strategy;
    }

    private static String text(Map<String, Object> map) {
        try {
            return MAPPER.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not written as JSON: " + map, e);
        }
    }

    @Override
    public Optional<Cell> find(String scenario, String model, String strategy) {
        return Optional.ofNullable(known.get(key(scenario, model, strategy)));
    }

    @Override
    public void keep(String scenario, String model, Cell cell) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scenario", scenario);
        map.put("model", model);
        map.put("strategy", cell.strategy());
        map.put("executions", cell.executions());
        map.put("milliseconds", cell.milliseconds());
        map.put("found", cell.found());
        map.put("seeds", cell.seeds());
        try {
            Files.writeString(file, text(map) + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new ScenarioException(
                    List.of(new Problem(file.toString(), 0, "cannot be written (" + e.getMessage() + ")")));
        }
    }
}
