package overtake.cli.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import overtake.explore.goal.GoalReport;

/// What executions did about a goal, for people and as JSON.
final class GoalText {
    private GoalText() {}

    static List<String> lines(GoalReport goal) {
        List<String> lines = new ArrayList<>();
        lines.add(Report.item("goal", goal.goal()));
        if (goal.reached() > 0) {
            lines.add(Report.item("", String.format(Locale.ROOT, "reached in %,d of %,d executions", goal.reached(),
                    goal.executions())));
            return lines;
        }
        lines.add(Report.item("", String.format(Locale.ROOT, "NOT reached in %,d executions", goal.executions())));
        goal.instead().forEach(miss -> lines.add(Report.item("",
                String.format(Locale.ROOT, "instead, in %,d: %s", miss.executions(), miss.what()))));
        goal.nearest().ifPresent(nearest -> lines.add(Report.item("", "at the nearest " + nearest)));
        return lines;
    }

    static Map<String, @Nullable Object> json(GoalReport goal) {
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        keys.put("goal", goal.goal());
        keys.put("reached", goal.reached() > 0);
        keys.put("executions", goal.executions());
        keys.put("reached_in", goal.reached());
        List<Map<String, Object>> instead = new ArrayList<>();
        for (GoalReport.Instead miss : goal.instead()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("what", miss.what());
            each.put("executions", miss.executions());
            instead.add(each);
        }
        keys.put("instead", instead);
        keys.put("nearest", goal.nearest().orElse(null));
        return keys;
    }
}
