package overtake.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds what somebody may have meant.
public final class NearMisses {
    private static final int MOST = 3;

    private NearMisses() {}

    private record Candidate(String name, int distance) {}

    /// The names that are most like `found`, the most similar first; none if nothing is like it.
    public static List<String> of(String found, Collection<String> names) {
        return names.stream()
                .map(name -> new Candidate(name, distance(found, name)))
                .filter(candidate -> candidate.distance() <= Math.max(2, found.length() / 3))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    /// `; did you mean a or b?`, or nothing.
    public static String question(String found, Collection<String> names) {
        List<String> near = of(found, names);
        return near.isEmpty() ? "" : "; did you mean " + oneOf(near) + "?";
    }

    /// `a, b or c`.
    public static String oneOf(List<String> names) {
        int last = names.size() - 1;
        return last <= 0
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    /// Edit distance without regard to case; 1 if the one is a part of the other.
    private static int distance(String found, String name) {
        String a = found.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        if (a.length() > 2 && (b.contains(a) || a.contains(b) && b.length() > 2)) {
            return 1;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
