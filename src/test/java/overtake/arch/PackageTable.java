package overtake.arch;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which package may use which. A row holds for the package and everything below it, except that of the root package,
/// whose name is empty here. A package may always use itself. The reader of scenarios uses the kernel's vocabulary for the
/// parameters of a world class, and the lifter, so that a site that does not exist is reported with the line that names it.
final class PackageTable {
    private static final List<String> CORE = List.of("program", "memory", "machine", "axiom", "trace", "property",
            "explore");

    private static final Map<String, List<String>> ROWS = Map.ofEntries(
            Map.entry("program", List.of()),
            Map.entry("kernel", List.of()),
            Map.entry("kvm", List.of("kernel")),
            Map.entry("memory", below("memory")),
            Map.entry("machine", below("machine")),
            Map.entry("axiom", below("axiom")),
            Map.entry("trace", below("trace")),
            Map.entry("property", below("property")),
            Map.entry("explore", below("explore")),
            Map.entry("check", CORE),
            Map.entry("lift", List.of("program", "kernel")),
            Map.entry("litmus", CORE),
            Map.entry("scenario", and(CORE, "kernel", "lift")),
            Map.entry("actor", CORE),
            Map.entry("explain", CORE),
            Map.entry("", and(CORE, "kernel", "kvm", "lift", "litmus", "scenario", "actor", "check", "explain")),
            Map.entry("patch", and(CORE, "scenario", "check", "")),
            Map.entry("bench", and(CORE, "litmus", "scenario", "check", "")),
            Map.entry("cli", and(CORE, "litmus", "scenario", "check", "explain", "patch", "bench", "")),
            Map.entry("testkit", and(CORE, "scenario", "actor", "", "cli", "check", "explain")));

    private final String root;

    PackageTable(String root) {
        this.root = root;
    }

    /// A condition that a class meets when its package has a row and the row allows every class of ours that it uses.
    ArchCondition<JavaClass> allowsWhatItUses() {
        return new ArchCondition<>("use only the packages that the table of packages allows") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                String from = row(user);
                if (!ROWS.containsKey(from)) {
                    events.add(SimpleConditionEvent.violated(user, user.getName() + " is in a package without a row"));
                    return;
                }
                for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                    JavaClass used = dependency.getTargetClass().getBaseComponentType();
                    if (isOurs().test(used) && !row(used).equals(from) && !ROWS.get(from).contains(row(used))) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private DescribedPredicate<JavaClass> isOurs() {
        return JavaClass.Predicates.resideInAPackage(root + "..");
    }

    private String row(JavaClass type) {
        if (type.getPackageName().equals(root)) {
            return "";
        }
        String path = type.getPackageName().substring(root.length() + 1);
        return path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
    }

    private static List<String> below(String name) {
        return CORE.subList(0, CORE.indexOf(name));
    }

    private static List<String> and(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }
}
