package overtake.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import overtake.machine.EventKind;
import overtake.machine.Journal;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.World;

/// Who holds which lock and has which read-side section open, followed through the events of a run.
public final class Holdings implements Journal {
    private final World world;
    private final List<Hold> holds = new ArrayList<>();
    /// By agent: what travels from it, so that a delivered unlock can be told from a delivered store.
    private final List<Deque<Instruction>> travelling = new ArrayList<>();

    public Holdings(World world) {
        this.world = world;
        world.programs().forEach(_ -> travelling.add(new ArrayDeque<>()));
    }

    public enum Kind {
        LOCK,
        SECTION
    }

    /// A lock that is held, or a read-side section that is open.
    ///
    /// @param number of the lock or the domain
    /// @param mode of a section `READ`
    public record Hold(Kind kind, int number, int agent, LockMode mode) {}

    /// In the order in which they were taken.
    public List<Hold> holds() {
        return List.copyOf(holds);
    }

    /// Whether an end of what the agent holds is under way.
    public boolean isReleasing(int agent) {
        return travelling.get(agent).stream()
                .anyMatch(i -> i instanceof Instruction.Unlock || i instanceof Instruction.ReadSideUnlock);
    }

    public void clear() {
        holds.clear();
        travelling.forEach(Deque::clear);
    }

    /// `held by vcpu0`, `held for writing by vcpu0`, `in one: vcpu0`.
    public String describe(Hold hold) {
        String agent = world.programs().get(hold.agent()).agent();
        return switch (hold.kind()) {
            case SECTION -> "in one: " + agent;
            case LOCK -> switch (hold.mode()) {
                case EXCLUSIVE -> "held by " + agent;
                case READ -> "held for reading by " + agent;
                case WRITE -> "held for writing by " + agent;
            };
        };
    }

    private Instruction instruction(int agent, int pc) {
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
}
