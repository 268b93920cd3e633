package overtake.scenario.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import overtake.machine.EventKind;
import overtake.machine.Journal;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.Operand;
import overtake.program.World;
import overtake.scenario.NearMisses;

/// Who holds which lock and has which read-side section open, followed through the events of a run, to say why an agent is blocked.
final class Holders implements Journal {
    private final World world;
    private final List<Hold> holds = new ArrayList<>();
    /// By agent: what travels from it, so that a delivered unlock can be told from a delivered store.
    private final List<Deque<Instruction>> travelling = new ArrayList<>();

    Holders(World world) {
        this.world = world;
        world.programs().forEach(_ -> travelling.add(new ArrayDeque<>()));
    }

    private enum Kind {
        LOCK,
        SECTION
    }

    private record Hold(Kind kind, int number, int agent, LockMode mode) {}

    void clear() {
        holds.clear();
        travelling.forEach(Deque::clear);
    }

    Instruction instruction(int agent, int pc) {
        return world.programs().get(agent).instructionAt(pc);
    }

    @Override
    public void event(EventKind kind, int agent, int pc, int target, int value) {
        switch (kind) {
            case SEND -> travelling.get(agent).addLast(instruction(agent, pc));
            case DELIVER -> take(travelling.get(agent).removeFirst(), agent, target, value);
            case PERFORM, GRANT -> take(instruction(agent, pc), agent, target, value);
            case WAIT, FENCE, INTERRUPT, RETURN, END, BOUND, OVERTAKE, PLACE, LEARN, GUESS, SQUASH, UNDO -> {}
        }
    }

    private void take(Instruction instruction, int agent, int target, int value) {
        switch (instruction) {
            case Instruction.Lock lock -> holds.add(new Hold(Kind.LOCK, target, agent, lock.mode()));
            case Instruction.TryLock lock when value != 0 ->
                holds.add(new Hold(Kind.LOCK, target, agent, lock.mode()));
            case Instruction.Unlock unlock -> holds.remove(new Hold(Kind.LOCK, target, agent, unlock.mode()));
            case Instruction.ReadSideLock _ -> holds.add(new Hold(Kind.SECTION, target, agent, LockMode.READ));
            case Instruction.ReadSideUnlock _ -> holds.remove(new Hold(Kind.SECTION, target, agent, LockMode.READ));
            default -> {}
        }
    }

    /// What a blocked agent waits for, and for whom.
    String blocked(int agent, Instruction pending, String site) {
        String waits = world.programs().get(agent).agent() + " is blocked at " + site;
        return switch (pending) {
            case Instruction.Lock lock when sleeps(lock) -> waits + " and sleeps until it is woken";
            case Instruction.Lock lock ->
                waits + ", which waits for " + held(Kind.LOCK, lock.lock(), lock.candidates());
            case Instruction.Synchronize synchronize ->
                waits + ", which waits for " + held(Kind.SECTION, synchronize.domain(), List.of());
            default -> waits;
        };
    }

    private boolean sleeps(Instruction.Lock lock) {
        return lock.lock() instanceof Operand.Constant queue
                && !world.locks().get(queue.value()).kind().hasHolder();
    }

    private String held(Kind kind, Operand operand, List<Integer> candidates) {
        List<Integer> numbers = operand instanceof Operand.Constant constant
                ? List.of(constant.value())
                : candidates.isEmpty() ? IntStream.range(0, world.domains().size()).boxed().toList() : candidates;
        List<String> all = numbers.stream().flatMap(number -> holds.stream()
                .filter(hold -> hold.kind() == kind && hold.number() == number)
                .map(this::describe)).toList();
        List<String> names = numbers.stream().map(number -> name(kind, number)).toList();
        String what = (kind == Kind.LOCK ? "" : "the read-side sections of ") + NearMisses.oneOf(names);
        return what + (all.isEmpty() ? ", which others wait for already" : ": " + String.join(", ", all));
    }

    private String name(Kind kind, int number) {
        return switch (kind) {
            case LOCK -> world.locks().get(number).name();
            case SECTION -> world.domains().get(number).name();
        };
    }

    private String describe(Hold hold) {
        String agent = world.programs().get(hold.agent()).agent();
        boolean released = travelling.get(hold.agent()).stream()
                .anyMatch(i -> i instanceof Instruction.Unlock || i instanceof Instruction.ReadSideUnlock);
        String how = switch (hold.kind()) {
            case SECTION -> "in one: " + agent;
            case LOCK -> switch (hold.mode()) {
                case EXCLUSIVE -> "held by " + agent;
                case READ -> "held for reading by " + agent;
                case WRITE -> "held for writing by " + agent;
            };
        };
        return how + (released ? " (its unlock may travel: deliver " + agent + ")" : "");
    }
}
