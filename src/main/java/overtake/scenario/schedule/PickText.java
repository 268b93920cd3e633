package overtake.scenario.schedule;

import java.util.Optional;
import overtake.trace.Pick;

/// Picks as lines of text: `vcpu0 perform hva_to_pfn_retry/smp_mb`, `vcpu0 perform guest/choose -> 2`, `vcpu0 deliver SITE`, `vcpu0 interrupt`.
final class PickText {
    private static final String ALTERNATIVE = " -> ";

    private PickText() {}

    static String write(Pick pick) {
        String site = pick.site().isEmpty() ? "" : " " + pick.site();
        return pick.agent() + " " + pick.kind().spelling() + site
                + (pick.alternative() == 0 ? "" : ALTERNATIVE + pick.alternative());
    }

    /// Empty if the line is not a pick.
    static Optional<Pick> read(String line) {
        int arrow = line.lastIndexOf(ALTERNATIVE);
        String number = arrow < 0 ? "0" : line.substring(arrow + ALTERNATIVE.length());
        String words = arrow < 0 ? line : line.substring(0, arrow);
        int first = words.indexOf(' ');
        if (first < 1 || !number.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        int second = words.indexOf(' ', first + 1);
        String word = words.substring(first + 1, second < 0 ? words.length() : second);
        String site = second < 0 ? "" : words.substring(second + 1);
        for (Pick.Kind kind : Pick.Kind.values()) {
            if (kind.spelling().equals(word) && fits(kind, site)) {
                return Optional.of(new Pick(words.substring(0, first), kind, site, Integer.parseInt(number)));
            }
        }
        return Optional.empty();
    }

    private static boolean fits(Pick.Kind kind, String site) {
        return switch (kind) {
            case PERFORM, DELIVER, ASSUME -> !site.isEmpty();
            case INTERRUPT -> site.isEmpty();
            case GUESS -> true;
        };
    }
}
