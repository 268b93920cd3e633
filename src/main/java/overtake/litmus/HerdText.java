package overtake.litmus;

import java.util.Locale;
import java.util.stream.Collectors;

/// A result as herd7 prints it (herd/top_herd.ml), so that scripts which read the one can read the other.
public final class HerdText {
    private HerdText() {}

    public static String of(LitmusResult result) {
        LitmusTest test = result.test();
        HerdOutcome outcome = result.outcome();
        StringBuilder text = new StringBuilder();
        line(text, "Test " + test.name() + " " + test.quantifier().kind());
        line(text, "States " + outcome.states().size());
        outcome.namedStates()
                .forEach(state -> line(
                        text,
                        state.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue() + ";")
                                .collect(Collectors.joining(" "))));
        line(text, (outcome.complete() ? "" : "Bound ") + (outcome.holds() ? "Ok" : "No"));
        line(text, "Witnesses");
        boolean forbids = test.quantifier() == LitmusTest.Quantifier.NOT_EXISTS;
        int witnesses = forbids ? outcome.negative() : outcome.positive();
        int others = forbids ? outcome.positive() : outcome.negative();
        line(text, "Positive: " + witnesses + " Negative: " + others);
        outcome.flags().forEach(flag -> line(text, "Flag " + flag));
        line(text, "Condition " + test.quantifier().word() + " (" + test.condition() + ")");
        line(
                text,
                "Observation " + test.name() + " " + outcome.verdict() + " " + outcome.positive() + " "
                        + outcome.negative());
        line(text, "Time " + test.name() + " " + String.format(Locale.ROOT, "%.2f", result.milliseconds() / 1000));
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
