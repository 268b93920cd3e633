package overtake.cli;

import java.util.function.Consumer;
import java.util.function.Function;
import overtake.Result;
import overtake.cli.output.Report;
import overtake.cli.session.Session;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;

/// Asks something about a scenario under each of its models and prints the answers, until the user has had enough.
final class EachModel {
    private EachModel() {}

    /// @param then what else is done about an answer that has been printed
    static void ask(Session session, Scenario scenario, Function<MemoryModel, Result> question, Consumer<Result> then) {
        Report report = new Report(session.width(), session.colour(), session.overtake().settings().bounds());
        for (MemoryModel model : scenario.models()) {
            if (session.interrupted()) {
                return;
            }
            Result result = question.apply(model);
            result.notes().forEach(session::note);
            if (session.quiet()) {
                session.print(report.verdict(result));
            } else {
                session.print(report.lines(result));
            }
            then.accept(result);
        }
    }
}
