package overtake.scenario.schedule;

import java.util.Locale;
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
        int first = line.indexOf(' ');
        if (first < 1) {
            return Optional.empty();
        }
        int second = line.indexOf(' ', first + 1);
        String word = line.substring(first + 1, second < 0 ? line.length() : second);
        String site = second < 0 ? "" : line.substring(second + 1);
        int alternative = 0;
        int arrow = site.lastIndexOf(ALTERNATIVE);
        if (arrow >= 0) {
            String number = site.substring(arrow + ALTERNATIVE.length());
            if (!number.matches("\\d{1,4}")) {
                return Optional.empty();
            }
            alternative = Integer.parseInt(number);
            site = site.substring(0, arrow);
        }
        for (Pick.Kind kind : Pick.Kind.values()) {
            boolean sited = kind != Pick.Kind.INTERRUPT;
            if (kind.name().toLowerCase(Locale.ROOT).equals(word) && sited != site.isEmpty()) {
                return Optional.of(new Pick(line.substring(0, first), kind, site, alternative));
            }
        }
        return Optional.empty();
    }
}
