package overtake.cli.options;

import java.util.ArrayList;
import java.util.List;
import overtake.memory.MemoryModel;
import overtake.scenario.Overrides;
import overtake.scenario.ScenarioReader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// What the command line adds to a scenario.
public final class WorldOptions {
    @Option(names = "--model", paramLabel = "MODEL", description = "Memory model: sc, tso or lkmm; repeatable. Default: each of the scenario's.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--drop", paramLabel = "SITE", description = "Leave an operation out; repeatable. `disasm` prints the sites.")
    private List<String> drops = new ArrayList<>();

    @Option(names = "--weaken", paramLabel = "SITE=TO", description = "Put a weaker operation in the place of one: SITE=smp_wmb; repeatable.")
    private List<String> weakenings = new ArrayList<>();

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Change a key of the scenario: params.caches=2; repeatable.")
    private List<String> sets = new ArrayList<>();

    public Overrides overrides(CommandSpec spec) {
        for (String model : models) {
            if (MemoryModel.named(model).isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--model: " + ScenarioReader.unknownModel(model));
            }
        }
        return new Overrides(models, drops, weakenings, sets);
    }
}
