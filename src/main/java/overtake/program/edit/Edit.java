package overtake.program.edit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import overtake.program.Program;
import overtake.program.Source;
import overtake.program.World;

/// Changes to a world by site: what a patch without this fence, or with a weaker one, would be. A site is changed in all agents that contain
/// it. The world given is not changed.
public final class Edit {
    private static final int MOST_NEAR_MISSES = 3;

    private Edit() {}

    /// The world without the operation. A lock goes with all its lock and unlock operations in that method, and so does a read-side
    /// section.
    ///
    /// @throws EditException if there is no such site or its value is needed
    public static World drop(World world, String site) {
        Occurrences occurrences = find(world, site);
        Optional<String> reason = Changes.keptBecause(occurrences);
        if (reason.isPresent()) {
            throw new EditException("cannot drop " + site + ": " + reason.get(), List.of());
        }
        return map(world, program -> Changes.drop(program, occurrences));
    }

    /// The world with a weaker form of the operation: `once` for an acquire or release access, `plain` for a marked one, `relaxed`, `acquire`
    /// or `release` for a fully ordered read-modify-write, `read_lock` for a `write_lock`, any other fence or `none` for a fence.
    ///
    /// @throws EditException if there is no such site or it has no such form
    public static World weaken(World world, String site, String to) {
        Occurrences occurrences = find(world, site);
        List<String> forms = Changes.weakerForms(occurrences);
        if (!forms.contains(to)) {
            throw new EditException(
                    "cannot weaken " + site + " to " + to + ": "
                            + (forms.isEmpty() ? "it has no weaker form" : "possible are " + String.join(", ", forms)),
                    forms);
        }
        return map(world, program -> Changes.weaken(program, occurrences, to));
    }

    /// All sites of the agents of a world, in the order of agents and instructions.
    public static List<SiteInfo> sites(World world) {
        return names(world).stream()
                .map(site -> {
                    Occurrences occurrences = new Occurrences(world, site);
                    Source source = occurrences.source();
                    return new SiteInfo(
                            site,
                            source.operation(),
                            source.file(),
                            source.line(),
                            occurrences.agents(),
                            Changes.keptBecause(occurrences),
                            Changes.weakerForms(occurrences));
                })
                .toList();
    }

    private static List<String> names(World world) {
        return world.programs().stream()
                .flatMap(p -> Stream.concat(Stream.of(p), p.handler().stream()))
                .flatMap(p -> p.sources().stream())
                .map(Source::site)
                .filter(site -> !site.isEmpty())
                .distinct()
                .toList();
    }

    private static Occurrences find(World world, String site) {
        List<String> names = names(world);
        if (!names.contains(site)) {
            List<String> near = nearMisses(names, site);
            throw new EditException(
                    "no agent of " + world.name() + " has a site " + site + "; "
                            + (near.isEmpty() ? "the disassembly lists them"
                                    : "nearest are " + String.join(", ", near)),
                    near);
        }
        return new Occurrences(world, site);
    }

    private static List<String> nearMisses(List<String> names, String site) {
        record Scored(String name, int distance) {}
        return names.stream()
                .map(name -> new Scored(name, name.contains(site) ? 0 : distance(name, site)))
                .filter(scored -> scored.distance() <= Math.max(3, site.length() / 3))
                .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
                .limit(MOST_NEAR_MISSES)
                .map(Scored::name)
                .toList();
    }

    /// Levenshtein's edit distance, O(product of the lengths).
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
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

    private static World map(World world, java.util.function.UnaryOperator<Program> change) {
        List<Program> programs = new ArrayList<>();
        for (Program program : world.programs()) {
            Program changed = change.apply(program);
            programs.add(new Program(
                    changed.agent(),
                    changed.instructions(),
                    changed.sources(),
                    changed.registers(),
                    changed.observations(),
                    program.handler().map(change)));
        }
        return world.withPrograms(programs);
    }
}
