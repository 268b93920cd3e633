package overtake.scenario;

import com.typesafe.config.ConfigOrigin;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import overtake.explore.goal.Goal;
import overtake.program.World;

/// Reads the goals of a scenario, against the world that they are for. See [Goal] for their spelling.
final class GoalReader {
    static final String FORMS =
            "`AGENT SITE`, `AGENT SITE before AGENT SITE`, `AGENT SITE between AGENT SITE and AGENT SITE` or `AGENT SITE reads AGENT SITE`";

    private static final String PLACE = "(\\S+) +(\\S+)";
    private static final Pattern HAPPENS = Pattern.compile(PLACE);
    private static final Pattern TWO = Pattern.compile(PLACE + " +(before|reads) +" + PLACE);
    private static final Pattern BETWEEN = Pattern.compile(PLACE + " +between +" + PLACE + " +and +" + PLACE);

    private final World world;
    private final Problems problems;

    GoalReader(World world, Problems problems) {
        this.world = world;
        this.problems = problems;
    }

    List<Goal> read(List<Section.Text> texts) {
        return texts.stream().flatMap(text -> read(text).stream()).toList();
    }

    private Optional<Goal> read(Section.Text from) {
        String text = from.value().strip();
        Optional<Goal> goal = parse(text);
        if (goal.isEmpty()) {
            problems.add(from.origin(), "`" + text + "`: not a goal; expected " + FORMS);
        }
        return goal.filter(each -> each.places().stream()
                .map(place -> exists(place, text, from.origin()))
                .reduce(true, Boolean::logicalAnd));
    }

    private static Optional<Goal> parse(String text) {
        Matcher m = BETWEEN.matcher(text);
        if (m.matches()) {
            return Optional.of(new Goal.Between(text, place(m, 1), place(m, 3), place(m, 5)));
        }
        m = TWO.matcher(text);
        if (m.matches()) {
            return Optional.of(m.group(3).equals("before")
                    ? new Goal.Before(text, place(m, 1), place(m, 4))
                    : new Goal.Reads(text, place(m, 1), place(m, 4)));
        }
        m = HAPPENS.matcher(text);
        return m.matches() ? Optional.of(new Goal.Happens(text, place(m, 1))) : Optional.empty();
    }

    private static Goal.Place place(Matcher m, int group) {
        return new Goal.Place(m.group(group), m.group(group + 1));
    }

    private boolean exists(Goal.Place place, String text, ConfigOrigin origin) {
        Optional<String> wrong = DirectiveReader.wrongAgent(world, place.agent())
                .or(() -> DirectiveReader.wrongSite(place.agent(), place.site(),
                        DirectiveReader.operations(world, place.agent())));
        wrong.ifPresent(message -> problems.add(origin, "`" + text + "`: " + message));
        return wrong.isEmpty();
    }
}
