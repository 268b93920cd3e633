package overtake.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import overtake.Request;
import overtake.Result;
import overtake.cli.known.KnownOptions;
import overtake.cli.options.OptionText;
import overtake.cli.options.OutputOptions;
import overtake.cli.options.RequestOptions;
import overtake.cli.options.WorldOptions;
import overtake.cli.output.ResultJson;
import overtake.cli.session.Context;
import overtake.cli.session.ExitCode;
import overtake.cli.session.Session;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.scenario.known.Judgement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake fuzz SCENARIO`
@Command(name = "fuzz", mixinStandardHelpOptions = true, description = "Fuzz a scenario on the actors; stop at the first violation.")
final class FuzzCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", description = "A scenario file.")
    private Path path = Path.of("");

    @Mixin
    private WorldOptions world = new WorldOptions();

    @Mixin
    private RequestOptions options = new RequestOptions();

    @Mixin
    private KnownOptions known = new KnownOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    FuzzCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Session session = context.session(spec, output)) {
            Overrides overrides = world.overrides(spec);
            Request request = options.request(session.overtake().settings(), new OptionText(spec));
            KnownOptions.Register register = known.open();
            Scenario scenario = session.overtake().load(path, overrides);
            EachModel.ask(session, scenario, model -> session.overtake().fuzz(scenario, model, request),
                    result -> judged(session, register, result));
            return session.end();
        }
    }

    private static void judged(Session session, KnownOptions.Register register, Result result) {
        Judgement judgement = register.judge(result);
        Map<String, @Nullable Object> json = ResultJson.of("fuzz", result);
        KnownOptions.Register.tell(judgement, json);
        session.result(json);
        session.print(KnownOptions.Register.lines(judgement));
        session.exit(switch (judgement) {
            case Judgement.Accepted _ -> ExitCode.OK;
            case Judgement.Gone _ -> ExitCode.VIOLATED;
            case Judgement.None _, Judgement.Expired _, Judgement.Other _ -> ExitCode.of(result.verdict());
        });
    }
}
