package overtake.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioException;
import overtake.scenario.ScenarioReader;
import overtake.scenario.Settings;

/// A scenario file, read for a test, with what the test changes in it. Immutable.
public final class TestScenario {
    private final Path path;
    private final Settings settings;
    private final Overrides overrides;
    private final Scenario scenario;

    private TestScenario(Path path, Settings settings, Overrides overrides) {
        this.path = path;
        this.settings = settings;
        this.overrides = overrides;
        scenario = new ScenarioReader(settings).read(path, overrides);
    }

    /// @throws ScenarioException with everything that is wrong with the file
    public static TestScenario load(Path path) {
        return new TestScenario(path, Settings.load(), Overrides.NONE);
    }

    /// The same with a key changed, as with `--set`.
    ///
    /// @param set `path=value`, such as `params.barriers=true` or `explore.runs=500`
    /// @throws ScenarioException if the scenario has no such key, or it no such value
    public TestScenario with(String set) {
        return changed(overrides.drops(), overrides.weakenings(), plus(overrides.sets(), set));
    }

    /// The same without an operation, as with `--drop`.
    ///
    /// @param site as `overtake disasm` prints it
    /// @throws ScenarioException if there is no such site, or it cannot be left out
    public TestScenario without(String site) {
        return changed(plus(overrides.drops(), site), overrides.weakenings(), overrides.sets());
    }

    /// The same with a weaker operation in the place of one, as with `--weaken`.
    ///
    /// @param site as `overtake disasm` prints it
    /// @param to such as `smp_wmb`
    /// @throws ScenarioException if there is no such site, or it cannot be weakened so
    public TestScenario weakened(String site, String to) {
        return changed(overrides.drops(), plus(overrides.weakenings(), site + "=" + to), overrides.sets());
    }

    /// The same with schedule files of violations going to that folder; by default they go to `runs`, or where application.conf says.
    public TestScenario schedulesIn(Path folder) {
        return new TestScenario(path, settings.withOut(folder), overrides);
    }

    private TestScenario changed(List<String> drops, List<String> weakenings, List<String> sets) {
        return new TestScenario(path, settings, new Overrides(List.of(), drops, weakenings, sets));
    }

    private static List<String> plus(List<String> some, String one) {
        List<String> all = new ArrayList<>(some);
        all.add(one);
        return all;
    }

    /// What the file says.
    public Scenario scenario() {
        return scenario;
    }

    Settings settings() {
        return settings;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
