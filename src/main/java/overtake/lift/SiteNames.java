package overtake.lift;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import overtake.program.Program;
import overtake.program.Source;

/// Shortens the sites of a world: `overtake.kvm.Refresh.refresh/smp_mb` is `refresh/smp_mb`, or `Refresh.refresh/smp_mb` if another class
/// would have the same site, or stays as it is if even the classes share their name.
final class SiteNames {
    private final Map<String, String> names = new LinkedHashMap<>();

    SiteNames(List<Program> programs) {
        TreeSet<String> qualified = new TreeSet<>();
        programs.stream().flatMap(SiteNames::sources).forEach(s -> qualified.add(s.site()));
        qualified.remove("");
        shorten(List.copyOf(qualified), 2);
    }

    private static Stream<Source> sources(Program program) {
        return Stream.concat(
                program.sources().stream(),
                program.handler().stream().flatMap(h -> h.sources().stream()));
    }

    /// @param level 2: without class; 1: with the simple name of the class; 0: as it is
    private void shorten(List<String> sites, int level) {
        Map<String, List<String>> byName = new TreeMap<>();
        for (String site : sites) {
            byName.computeIfAbsent(atLevel(site, level), _ -> new ArrayList<>()).add(site);
        }
        byName.forEach((name, same) -> {
            if (same.size() == 1 || level == 0) {
                same.forEach(site -> names.put(site, name));
            } else {
                shorten(same, level - 1);
            }
        });
    }

    private static String atLevel(String site, int level) {
        int method = site.lastIndexOf('.', site.indexOf('/'));
        String owner = site.substring(0, method);
        String simple = owner.substring(Math.max(owner.lastIndexOf('.'), owner.lastIndexOf('$')) + 1);
        return switch (level) {
            case 2 -> site.substring(method + 1);
            case 1 -> simple + site.substring(method);
            default -> site;
        };
    }

    Program apply(Program program) {
        List<Source> sources = program.sources()
                .stream()
                .map(s -> new Source(
                        names.getOrDefault(s.site(), s.site()), s.operation(), s.file(), s.line(), s.callers()))
                .toList();
        return new Program(
                program.agent(),
                program.instructions(),
                sources,
                program.registers(),
                program.observations(),
                program.handler().map(this::apply));
    }
}
