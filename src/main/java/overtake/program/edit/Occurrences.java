package overtake.program.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.Program;
import overtake.program.Source;
import overtake.program.World;

/// The instructions of one site, in all agents of a world.
final class Occurrences {
    /// An instruction in its program.
    record Place(Program program, int index) {
        Instruction instruction() {
            return program.instructions().get(index);
        }

        Source source() {
            return program.sources().get(index);
        }
    }

    private final World world;
    private final List<Place> places = new ArrayList<>();

    Occurrences(World world, String site) {
        this.world = world;
        for (Place place : all(world)) {
            if (place.source().site().equals(site)) {
                places.add(place);
            }
        }
    }

    private static List<Place> all(World world) {
        List<Place> result = new ArrayList<>();
        List<Program> programs = world.programs().stream()
                .flatMap(p -> Stream.concat(Stream.of(p), p.handler().stream()))
                .toList();
        for (Program program : programs) {
            for (int i = 0; i < program.instructions().size(); i++) {
                result.add(new Place(program, i));
            }
        }
        return result;
    }

    World world() {
        return world;
    }

    List<Place> places() {
        return places;
    }

    Source source() {
        return main().source();
    }

    /// The instruction that the site is about: the first visible one, or the first if none is visible.
    Place main() {
        return places.stream()
                .filter(p -> p.instruction().isVisible())
                .findFirst()
                .orElseGet(places::getFirst);
    }

    List<String> agents() {
        return world.programs().stream()
                .filter(p -> places.stream()
                        .anyMatch(place -> place.program() == p
                                || p.handler().filter(h -> h == place.program()).isPresent()))
                .map(Program::agent)
                .toList();
    }

    boolean contains(Program program, int index) {
        String site = source().site();
        return program.sources().get(index).site().equals(site);
    }

    /// The operations on the same lock in the same mode, or on the same domain, written with the same expression in the same method.
    List<Place> partners() {
        Place main = main();
        return all(world).stream()
                .filter(p -> isPartner(main, p))
                .toList();
    }

    private static boolean isPartner(Place a, Place b) {
        return sameSection(a.instruction(), b.instruction())
                && expression(a.source()).equals(expression(b.source()))
                && sameMethod(a.source(), b.source());
    }

    private static boolean sameSection(Instruction a, Instruction b) {
        return switch (b) {
            case Instruction.Lock lock -> mode(a) == lock.mode();
            case Instruction.Unlock unlock -> mode(a) == unlock.mode();
            case Instruction.ReadSideLock _, Instruction.ReadSideUnlock _ ->
                a instanceof Instruction.ReadSideLock || a instanceof Instruction.ReadSideUnlock;
            default -> false;
        };
    }

    private static @org.jspecify.annotations.Nullable LockMode mode(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Lock lock -> lock.mode();
            case Instruction.Unlock unlock -> unlock.mode();
            default -> null;
        };
    }

    /// What stands in the parentheses, such as `gpc.lock`; empty for rcu_read_lock.
    private static String expression(Source source) {
        int open = source.operation().indexOf('(');
        return open < 0 ? "" : source.operation().substring(open);
    }

    /// A site has its class in front only where it needs to, so that one of two sites of a method may lack it.
    private static boolean sameMethod(Source a, Source b) {
        String left = a.site().substring(0, a.site().indexOf('/'));
        String right = b.site().substring(0, b.site().indexOf('/'));
        return a.file().equals(b.file())
                && (left.equals(right) || left.endsWith("." + right) || right.endsWith("." + left));
    }
}
