package overtake.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import overtake.program.World;

/// Lifts the world of a scenario, and drops and weakens in it what the file and then the command line say.
final class WorldEditing {
    private static final Pattern PLACE = Pattern.compile("([^:]+\\.java):(\\d{1,9}): (.*)", Pattern.DOTALL);

    private final Problems problems;
    private final Overrides overrides;
    private final List<String> drops = new ArrayList<>();
    private final List<Scenario.Weakening> weakenings = new ArrayList<>();

    WorldEditing(Problems problems, Overrides overrides) {
        this.problems = problems;
        this.overrides = overrides;
    }

    Optional<World> lift(String name, WorldReader.Made made) {
        Section.Text named = made.named();
        try {
            return Optional.of(Lifting.lift(name, made.world()));
        } catch (Lifting.Refused e) {
            e.reasons().forEach(reason -> refuse(reason, made));
        } catch (UnsatisfiedLinkError e) {
            problems.add(named.origin(), "compose of " + made.name() + " calls "
                    + WorldReader.thrown(e, made.world().getClass()).replaceFirst(".*Kernel\\.(\\w+)\\([^)]*\\)'",
                            "$1()")
                    + "; the kernel's vocabulary is for agents and properties, compose sets fields with plain Java");
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            problems.add(named.origin(),
                    "compose of " + made.name() + " threw " + WorldReader.thrown(e, made.world().getClass()));
        }
        return Optional.empty();
    }

    /// What is wrong in the scenario's own source file is reported there.
    private void refuse(String reason, WorldReader.Made made) {
        if (made.java().isPresent()) {
            Path file = made.java().get().path();
            Matcher place = PLACE.matcher(reason);
            if (place.matches() && place.group(1).equals(String.valueOf(file.getFileName()))) {
                problems.add(new Problem(file.toString(), Integer.parseInt(place.group(2)), place.group(3)));
                return;
            }
        }
        problems.add(made.named().origin(), "world " + made.named().value() + " cannot be lifted: " + reason);
    }

    World edit(World world, List<Section.Text> fileDrops, List<Section.Entry> fileWeakenings) {
        World edited = world;
        for (Section.Text drop : fileDrops) {
            edited = drop(edited, drop.value(), place(drop));
        }
        for (Section.Entry weakening : fileWeakenings) {
            edited = weaken(edited, weakening.key(), weakening.text().value(), place(weakening.text()));
        }
        Problem commandLine = new Problem(Problem.COMMAND_LINE, 0, "");
        for (String drop : overrides.drops()) {
            edited = drop(edited, drop, commandLine);
        }
        for (String weakening : overrides.weakenings()) {
            int equals = weakening.lastIndexOf('=');
            if (equals < 1) {
                problems.add(new Problem(Problem.COMMAND_LINE, 0, "--weaken " + weakening + "; expected SITE=smp_wmb"));
            } else {
                edited = weaken(edited, weakening.substring(0, equals), weakening.substring(equals + 1), commandLine);
            }
        }
        return edited;
    }

    private Problem place(Section.Text text) {
        return new Problem(problems.where(text.origin()), Math.max(text.origin().lineNumber(), 0), "");
    }

    private World drop(World world, String site, Problem place) {
        drops.add(site);
        return attempt(world, place, before -> Lifting.drop(before, site));
    }

    private World weaken(World world, String site, String to, Problem place) {
        weakenings.add(new Scenario.Weakening(site, to));
        return attempt(world, place, before -> Lifting.weaken(before, site, to));
    }

    /// An edit that is refused is reported and left out, so that the next one is looked at too.
    private World attempt(World world, Problem place, UnaryOperator<World> edit) {
        try {
            return edit.apply(world);
        } catch (Lifting.Refused e) {
            problems.add(new Problem(place.where(), place.line(), String.join("; ", e.reasons())));
            return world;
        }
    }

    /// All sites that were dropped, in order.
    List<String> drops() {
        return List.copyOf(drops);
    }

    List<Scenario.Weakening> weakenings() {
        return List.copyOf(weakenings);
    }
}
