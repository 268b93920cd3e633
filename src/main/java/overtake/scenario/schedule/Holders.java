package overtake.scenario.schedule;

import java.util.List;
import java.util.stream.IntStream;
import overtake.machine.EventKind;
import overtake.machine.Journal;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.World;
import overtake.scenario.NearMisses;
import overtake.trace.Holdings;

/// Says why an agent is blocked, following who holds what.
final class Holders implements Journal {
    private final World world;
    private final Holdings holdings;

    Holders(World world) {
        this.world = world;
        holdings = new Holdings(world);
    }

    void clear() {
        holdings.clear();
    }

    Instruction instruction(int agent, int pc) {
        return world.programs().get(agent).instructionAt(pc);
    }

    @Override
    public void event(EventKind kind, int agent, int pc, int target, int value) {
        holdings.event(kind, agent, pc, target, value);
    }

    /// What a blocked agent waits for, and for whom.
    String blocked(int agent, Instruction pending, String site) {
        String waits = world.programs().get(agent).agent() + " is blocked at " + site;
        return switch (pending) {
            case Instruction.Lock lock when sleeps(lock) -> waits + " and sleeps until it is woken";
            case Instruction.Lock lock ->
                waits + ", which waits for " + held(Holdings.Kind.LOCK, lock.lock(), lock.candidates());
            case Instruction.Synchronize synchronize ->
                waits + ", which waits for " + held(Holdings.Kind.SECTION, synchronize.domain(), List.of());
            default -> waits;
        };
    }

    private boolean sleeps(Instruction.Lock lock) {
        return lock.lock() instanceof Operand.Constant queue
                && !world.locks().get(queue.value()).kind().hasHolder();
    }

    private String held(Holdings.Kind kind, Operand operand, List<Integer> candidates) {
        List<Integer> numbers = operand instanceof Operand.Constant constant
                ? List.of(constant.value())
                : candidates.isEmpty() ? IntStream.range(0, world.domains().size()).boxed().toList() : candidates;
        List<String> all = numbers.stream().flatMap(number -> holdings.holds().stream()
                .filter(hold -> hold.kind() == kind && hold.number() == number)
                .map(this::describe)).toList();
        List<String> names = numbers.stream().map(number -> name(kind, number)).toList();
        String what = (kind == Holdings.Kind.LOCK ? "" : "the read-side sections of ") + NearMisses.oneOf(names);
        return what + (all.isEmpty() ? ", which others wait for already" : ": " + String.join(", ", all));
    }

    private String name(Holdings.Kind kind, int number) {
        return switch (kind) {
            case LOCK -> world.locks().get(number).name();
            case SECTION -> world.domains().get(number).name();
        };
    }

    private String describe(Holdings.Hold hold) {
        String agent = world.programs().get(hold.agent()).agent();
        return holdings.describe(hold)
                + (holdings.isReleasing(hold.agent()) ? " (its unlock may travel: deliver " + agent + ")" : "");
    }
}
