package overtake.cli.patch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import overtake.Result;
import overtake.cli.options.OptionText;
import overtake.cli.options.OutputOptions;
import overtake.cli.options.WorldOptions;
import overtake.cli.session.Context;
import overtake.cli.session.ExitCode;
import overtake.cli.session.Session;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.patch.Change;
import overtake.patch.Effort;
import overtake.patch.Mutations;
import overtake.program.edit.Mutation;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake mutate SCENARIO`
@Command(name = "mutate", mixinStandardHelpOptions = true, description = "Drop or weaken each fence, lock, recheck and ordering in turn: which of them do the properties need?")
public final class MutateCommand implements Callable<Integer> {
    private final Context context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", description = "A scenario file that passes.")
    private Path path = Path.of("");

    @Option(names = "--site", paramLabel = "SITE", description = "Only this one; repeatable. `disasm` prints the sites.")
    private List<String> sites = new ArrayList<>();

    @Option(names = "--plain", description = "Also make READ_ONCE and WRITE_ONCE plain accesses, under lkmm.")
    private boolean plain;

    @Option(names = "--pairs", description = "Then also take two operations away at a time, of those that are not needed alone: barriers that stand in for each other.")
    private boolean pairs;

    @Option(names = "--change", paramLabel = "NAME=VALUE", description = "Also with this parameter of the world: memslot=false; repeatable. Those named mutant are tried anyway.")
    private List<String> changes = new ArrayList<>();

    @Mixin
    private WorldOptions world = new WorldOptions();

    @Mixin
    private PatchOptions options = new PatchOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    public MutateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Session session = context.session(spec, output)) {
            Overrides overrides = world.overrides(spec);
            Scenario scenario = session.overtake().load(path, overrides);
            Effort effort =
                    options.effort(scenario, session.overtake().settings(), new OptionText(spec));
            var mutations = new Mutations(session.overtake(), scenario, effort);
            var accesses = plain ? Mutation.MarkedAccesses.PLAIN : Mutation.MarkedAccesses.KEPT;
            List<Change> list = new ArrayList<>(mutations.list(sites, accesses));
            list.addAll(mutations.parameters(changes));
            mutations.notes().forEach(session::note);
            boolean lkmm = scenario.models().stream().anyMatch(model -> model instanceof Lkmm);
            if (lkmm && !plain && sites.isEmpty()) {
                session.note("READ_ONCE and WRITE_ONCE stay as they are; --plain makes plain accesses of them too");
            }
            List<Result> bases = mutations.bases(session::interrupted);
            List<Mutations.Answer> answers = answers(session, mutations, list, scenario.models());
            if (pairs) {
                answers.addAll(ofPairs(session, mutations, answers, scenario.models()));
            }
            for (Mutations.Answer answer : answers) {
                session.result(PatchJson.of(scenario, answer, base(bases, answer.model())));
                if (answer.weight() == Mutations.Weight.UNKNOWN) {
                    session.exit(ExitCode.UNKNOWN);
                }
            }
            var text = new MutationText(scenario, session.width(), session.colour());
            if (!answers.isEmpty()) {
                session.print(text.table(answers));
            }
            if (!session.quiet()) {
                session.print(text.below(answers, bases));
            }
            if (session.interrupted()) {
                session.print(List.of(text.interrupted(answers, list)));
            }
            return session.end();
        }
    }

    private static Result base(List<Result> bases, MemoryModel model) {
        return bases.stream().filter(base -> base.model().equals(model)).findFirst().orElseThrow();
    }

    /// Those that were asked before the user had enough.
    private static List<Mutations.Answer> answers(
            Session session, Mutations mutations, List<Change> list, List<MemoryModel> models) {
        List<Mutations.Answer> answers = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Change change = list.get(i);
            for (MemoryModel model : models) {
                if (session.interrupted()) {
                    return answers;
                }
                if (!toldApart(change, model)) {
                    continue;
                }
                Mutations.Answer answer = mutations.ask(change, model);
                if (answer.malformed()) {
                    session.note(change.site() + " " + change.text() + " is left out: "
                            + answer.property() + ", for its section begins or ends in another method too");
                    break;
                }
                answers.add(answer);
                tell(session, answer, String.format(Locale.ROOT, "%d of %d", i + 1, list.size()));
            }
        }
        return answers;
    }

    /// The same of pairs, under each model of those that are not needed alone there.
    private static List<Mutations.Answer> ofPairs(
            Session session, Mutations mutations, List<Mutations.Answer> single, List<MemoryModel> models) {
        List<Mutations.Answer> answers = new ArrayList<>();
        for (MemoryModel model : models) {
            List<Change> list = mutations.pairs(
                    single.stream().filter(answer -> answer.model().equals(model)).toList());
            double seconds = 0;
            for (int i = 0; i < list.size() && !session.interrupted(); i++) {
                Mutations.Answer answer = mutations.ask(list.get(i), model);
                answers.add(answer);
                seconds += answer.result().cost().seconds();
                tell(session, answer, String.format(Locale.ROOT, "pair %d of %d", i + 1, list.size()));
            }
            session.note(String.format(Locale.ROOT, "%d pairs under %s: %.1f s", list.size(), model.name(), seconds));
        }
        return answers;
    }

    private static void tell(Session session, Mutations.Answer answer, String which) {
        answer.result().notes().forEach(session::note);
        session.note(String.format(Locale.ROOT, "%s: %s %s, %s: %s (%.1f s)", which, answer.change().site(),
                answer.change().text(), answer.model().name(), answer.weight().word(),
                answer.result().cost().seconds()));
    }

    /// Whether the model knows the difference between marked and plain accesses, if that is what is changed.
    private static boolean toldApart(Change change, MemoryModel model) {
        return !(change instanceof Change.Operation(Mutation mutation) && mutation.isOfMarking())
                || model instanceof Lkmm;
    }
}
