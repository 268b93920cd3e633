package overtake.arch;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What must and must not stand in a text of the repository.
final class TextTidy {
    private static final Pattern LOOSE_END = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\(#\\d+\\))");
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.}])/(work|home|root|Users)/[\\w.]");
    private static final Pattern FENCE = Pattern.compile("^ {0,3}(```|~~~).*");
    private static final Pattern TITLE = Pattern.compile("^# +\\S.*");

    private TextTidy() {}

    /// Loose ends without the number of an issue, and paths of the machine that somebody wrote the text on.
    static List<Problem> problems(String path, String text) {
        List<Problem> problems = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (LOOSE_END.matcher(line).find()) {
                problems.add(new Problem(path, number, "a loose end without its issue; write TODO(#12)"));
            }
            if (MACHINE_PATH.matcher(line).find()) {
                problems.add(new Problem(path, number, "a path of somebody's machine"));
            }
        }
        return problems;
    }

    /// A Markdown page begins with its title and has no second one.
    static List<Problem> pageProblems(String path, String text) {
        List<Problem> problems = new ArrayList<>();
        boolean inFence = false;
        int number = 0;
        int titles = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (FENCE.matcher(line).matches()) {
                inFence = !inFence;
            }
            if (!inFence && TITLE.matcher(line).matches()) {
                titles++;
                if (titles > 1) {
                    problems.add(new Problem(path, number, "a second title"));
                }
            }
            if (number == 1 && titles == 0) {
                problems.add(new Problem(path, number, "a page that does not begin with its title"));
            }
        }
        return number == 0 ? List.of(new Problem(path, 1, "an empty page")) : problems;
    }

    /// A scenario says what it expects. Whether the rest of the file is right is the product's own business.
    static List<Problem> scenarioProblems(String path, String text) {
        try {
            boolean expects = ConfigFactory.parseString(text).root().containsKey("expect");
            return expects ? List.of() : List.of(new Problem(path, 1, "a scenario without expect"));
        } catch (ConfigException e) {
            return List.of(new Problem(path, 1, "a scenario that is not HOCON: " + e.getMessage()));
        }
    }
}
