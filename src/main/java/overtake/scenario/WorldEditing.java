package overtake.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import overtake.kernel.ModelWorld;
import overtake.program.World;

/// Lifts the world of a scenario, and drops and weakens in it what the file and then the command line say.
final class WorldEditing {
    private final Problems problems;
    private final Overrides overrides;
    private final List<String> drops = new ArrayList<>();
    private final List<Weakening> weakenings = new ArrayList<>();

    WorldEditing(Problems problems, Overrides overrides) {
        this.problems = problems;
        this.overrides = overrides;
    }

    Optional<World> lift(String name, ModelWorld world, Section.Text worldClass) {
        try {
            return Optional.of(Lifting.lift(name, world));
        } catch (Lifting.Refused e) {
            e.reasons().forEach(reason -> problems.add(worldClass.origin(),
                    "world " + worldClass.value() + " cannot be lifted: " + reason));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            problems.add(worldClass.origin(),
                    "compose of " + worldClass.value() + " threw " + WorldReader.thrown(e, world.getClass()));
        }
        return Optional.empty();
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
        weakenings.add(new Weakening(site, to));
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

    List<Weakening> weakenings() {
        return List.copyOf(weakenings);
    }
}
