package overtake.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import overtake.Checker;
import overtake.Request;
import overtake.check.CheckPlan;
import overtake.cli.options.CheckOptions;
import overtake.cli.options.OptionText;
import overtake.cli.options.OutputOptions;
import overtake.cli.options.WorldOptions;
import overtake.cli.output.ResultJson;
import overtake.cli.session.Context;
import overtake.cli.session.ExitCode;
import overtake.cli.session.Session;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake check SCENARIO`
@Command(name = "check", mixinStandardHelpOptions = true, description = "Cover all orderings of a scenario within stated bounds; show the shortest run into a violation.")
final class CheckCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", description = "A scenario file.")
    private Path path = Path.of("");

    @Mixin
    private WorldOptions world = new WorldOptions();

    @Mixin
    private CheckOptions options = new CheckOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    CheckCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Session session = context.session(spec, output)) {
            Overrides overrides = world.overrides(spec);
            OptionText reader = new OptionText(spec);
            Request request = options.request(session.overtake().settings(), reader);
            Scenario scenario = session.overtake().load(path, overrides);
            CheckPlan plan = options.plan(scenario, request, reader);
            Checker.Saving saving = options.saving(request, reader);
            if (saving.resumes() && !saving.hasAny(scenario)) {
                throw new ParameterException(spec.commandLine(), "--resume: " + saving.folder()
                        + " has no checkpoint of " + scenario.name() + "; expected one that `check` has left there");
            }
            EachModel.ask(session, scenario,
                    model -> session.overtake().check(scenario, model, plan, request, Optional.of(saving)), result -> {
                        session.result(ResultJson.of(spec.name(), result));
                        session.exit(ExitCode.of(result.verdict()));
                    });
            return session.end();
        }
    }
}
