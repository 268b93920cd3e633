package overtake.cli.output;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import overtake.Result;
import overtake.Triage;
import overtake.check.CheckResult;
import overtake.property.Violation;

/// What the checker covered, for people.
final class CheckText {
    private CheckText() {}

    static String cost(Result.Checked checked, double seconds) {
        CheckResult result = checked.result();
        String all = result.complete() ? "all orderings, " : "";
        String reduced = (result.counts().reduced() ? ", reduced" : "")
                + (result.counts().symmetry().groups().isEmpty() ? "" : ", equal agents not told apart");
        return String.format(Locale.ROOT,
                "%s%,d states, %,d transitions, depth %,d, %.2f s; engine checker, %d job%s%s",
                all, result.counts().states(), result.counts().transitions(), result.counts().depth(), seconds,
                checked.plan().jobs(), checked.plan().jobs() == 1 ? "" : "s", reduced);
    }

    static List<String> pass(CheckResult result) {
        return List.of(
                Report.item("exercised", String.format(Locale.ROOT,
                        "all %d ends of agents and guarded sites were reached", result.exercised())),
                Report.item("chance", String.format(Locale.ROOT,
                        "of a state taken for another one: %.1e", result.counts().collisionChance())));
    }

    static String triage(Triage triage) {
        return triage.needs().text() + (triage.proved() ? "" : " (stronger models were not covered whole)");
    }

    /// What is particular to a livelock.
    static Optional<String> round(Result result, Violation violation) {
        return result.checked().stream()
                .flatMap(checked -> checked.result().violations().stream())
                .filter(found -> found.violation().equals(violation))
                .flatMap(found -> found.lasso().stream())
                .map(lasso -> String.format(Locale.ROOT, "the last %s back to where they begin; %s",
                        lasso.round() == 1 ? "step leads" : lasso.round() + " steps lead",
                        lasso.inescapable() ? "no order of steps leads out" : "other orders lead out"))
                .findFirst();
    }

    /// What the run of a violation costs, if the checker found it.
    static Optional<String> minimum(Result result, Violation violation) {
        return result.checked().stream()
                .flatMap(checked -> checked.result().violations().stream())
                .filter(found -> found.violation().equals(violation))
                .map(found -> minimum(found.minimum()))
                .findFirst();
    }

    private static String minimum(CheckResult.Minimum minimum) {
        return String.format(Locale.ROOT, "%s, %s, %s; %s", count(minimum.overtakes(), "overtake"),
                count(minimum.switches(), "context switch"), count(minimum.steps(), "step"), minimum.proof().text());
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : what.endsWith("ch") ? "es" : "s");
    }
}
