package overtake.cli.output;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import overtake.Listing;
import overtake.Overtake;
import overtake.program.edit.SiteInfo;
import overtake.scenario.Scenario;

/// Disassembled agents as JSON objects, one a result.
public final class ListingJson {
    private ListingJson() {}

    public static Map<String, @Nullable Object> of(
            Scenario scenario, Listing listing, Listing.Agent agent, SourceTexts sources) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("command", "disasm");
        json.put("scenario", scenario.path());
        json.put("brief", scenario.about().brief().isEmpty() ? null : scenario.about().brief());
        json.put("system", scenario.about().system());
        json.put("agent", agent.name());
        json.put("instructions", agent.lines().stream().map(line -> line(line, sources)).toList());
        List<String> named = agent.lines().stream().map(line -> line.source().site()).toList();
        json.put("sites", listing.sites().stream()
                .filter(site -> named.contains(site.site()))
                .map(ListingJson::site)
                .toList());
        json.put("version", Overtake.version());
        return json;
    }

    private static Map<String, @Nullable Object> line(Listing.Line line, SourceTexts sources) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("n", line.number());
        json.put("text", line.text());
        json.put("step", line.step());
        json.put("site", line.source().site());
        json.put("file", line.source().file());
        json.put("line", line.source().line());
        json.put("source", sources.line(line.source().file(), line.source().line()));
        json.put("callers", line.source().callers());
        return json;
    }

    private static Map<String, @Nullable Object> site(SiteInfo site) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("site", site.site());
        json.put("operation", site.operation());
        json.put("file", site.file());
        json.put("line", site.line());
        json.put("agents", site.agents());
        json.put("drop", site.canBeDropped());
        json.put("kept_because", site.keptBecause().orElse(null));
        json.put("weaken", site.weakerForms());
        return json;
    }
}
