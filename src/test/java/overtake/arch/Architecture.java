package overtake.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callConstructorWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The rules of the code's structure, for the packages below a root. The root is a parameter so that the same rules can be
/// shown to fail, on the packages of `overtake.arch.wrong`.
final class Architecture {
    /// Simple names of the classes of the deterministic packages that may use `java.util.concurrent`; say why.
    private static final Set<String> MAY_BE_CONCURRENT = Set.of();

    /// Simple names of the classes of the kernel's vocabulary that may use collections: worlds fill a pool before a run, and
    /// no agent reads the list in it.
    private static final Set<String> MAY_HOLD_COLLECTIONS = Set.of("Pool");

    private final String root;

    Architecture(String root) {
        this.root = root;
    }

    /// A rule under the name that test reports show.
    record Rule(String name, ArchRule rule) {}

    List<Rule> rules() {
        return Stream.of(directions(), confinement(), determinism(), spelling()).flatMap(List::stream).toList();
    }

    private List<Rule> directions() {
        return List.of(
                new Rule("packages use what the table of packages allows",
                        classes().should(new PackageTable(root).allowsWhatItUses()).allowEmptyShould(true)),
                new Rule("packages have no cycles",
                        slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true)));
    }

    private List<Rule> confinement() {
        return List.of(
                onlyThese("actor and testkit", "use Pekko", use("org.apache.pekko..", "scala.."), "actor", "testkit"),
                only("testkit", "uses JUnit", use("org.junit..")),
                only("actor", "logs", use("org.slf4j..", "java.util.logging..")),
                onlyThese("scenario and actor", "use HOCON", use("com.typesafe.config.."), "scenario", "actor"),
                only("lift", "uses the class-file API", use("java.lang.classfile..")),
                only("litmus", "uses ANTLR", use("org.antlr..")),
                only("cli", "uses picocli", use("picocli..")),
                only("cli", "uses Jackson", use("com.fasterxml..")),
                only("cli", "uses Mustache", use("com.samskivert..")),
                only("cli", "uses the standard streams", access(System.class, "in", "out", "err")),
                none("agents use collections", in("kernel", "kvm").and(not(named(MAY_HOLD_COLLECTIONS))),
                        use("java.util", "java.util.concurrent..", "java.util.stream..")));
    }

    private List<Rule> determinism() {
        DescribedPredicate<JavaClass> core =
                in("program", "memory", "machine", "axiom", "trace", "property", "explore");
        return List.of(
                none("the core reads a clock", core, access(System.class, "currentTimeMillis", "nanoTime")),
                none("the core has dates", core,
                        useThose(resideInAnyPackage("java.time..").and(not(type(Duration.class))))),
                none("the core has threads", core, useThose(type(Thread.class).or(type(ThreadLocal.class)))),
                none("the core is concurrent", core.and(not(named(MAY_BE_CONCURRENT))), use("java.util.concurrent..")),
                none("the core is random without a seed", core, randomWithoutSeed()),
                none("the core depends on object identity", core, access(System.class, "identityHashCode")),
                none("the core does input or output", core,
                        useThose(resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.nio.channels..")
                                .and(not(type(Serializable.class))))),
                none("the core uses reflection", core, use("java.lang.reflect..")));
    }

    private List<Rule> spelling() {
        // ANTLR spells what it generates in its own way.
        DescribedPredicate<JavaClass> java = not(in("kernel", "kvm", "litmus.grammar"));
        return List.of(
                new Rule("methods outside agents are spelt the Java way",
                        methods().that()
                                .areDeclaredInClassesThat(java)
                                .and()
                                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                                .should()
                                .haveNameMatching("[a-z][a-zA-Z0-9]*")
                                .allowEmptyShould(true)),
                new Rule("fields outside agents are spelt the Java way",
                        fields().that()
                                .areDeclaredInClassesThat(java)
                                .and()
                                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                                .should()
                                .haveNameMatching("[a-z][a-zA-Z0-9]*|[A-Z][A-Z0-9_]*")
                                .allowEmptyShould(true)));
    }

    private static ArchCondition<JavaClass> randomWithoutSeed() {
        DescribedPredicate<JavaConstructorCall> unseeded = describe("new Random()",
                call -> call.getTargetOwner().isEquivalentTo(Random.class)
                        && call.getTarget().getRawParameterTypes().isEmpty());
        return access(Math.class, "random").or(access(UUID.class, "randomUUID"))
                .or(access(RandomGenerator.class, "getDefault"))
                .or(access(Collections.class, "shuffle"))
                .or(use("java.security.."))
                .or(callConstructorWhere(unseeded));
    }

    private Rule only(String here, String does, ArchCondition<JavaClass> condition) {
        return onlyThese(here, does, condition, here);
    }

    private Rule onlyThese(String names, String does, ArchCondition<JavaClass> condition, String... here) {
        return none("only " + names + " " + does, not(in(here)), condition);
    }

    private static Rule none(String name, DescribedPredicate<JavaClass> who, ArchCondition<JavaClass> condition) {
        return new Rule(name, noClasses().that(who).should(condition).allowEmptyShould(true));
    }

    private DescribedPredicate<JavaClass> in(String... packages) {
        return resideInAnyPackage(
                Arrays.stream(packages).map(name -> root + "." + name + "..").toArray(String[]::new));
    }

    private static DescribedPredicate<JavaClass> named(Set<String> simpleNames) {
        return describe("are listed", type -> simpleNames.contains(type.getSimpleName()));
    }

    private static ArchCondition<JavaClass> use(String... packages) {
        return useThose(resideInAnyPackage(packages));
    }

    private static ArchCondition<JavaClass> useThose(DescribedPredicate<JavaClass> used) {
        return dependOnClassesThat(used);
    }

    private static ArchCondition<JavaClass> access(Class<?> owner, String... members) {
        DescribedPredicate<JavaAccess<?>> target = describe(owner.getSimpleName() + "." + String.join("/", members),
                access -> access.getTargetOwner().isEquivalentTo(owner)
                        && List.of(members).contains(access.getTarget().getName()));
        return accessTargetWhere(target);
    }
}
