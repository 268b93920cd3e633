package overtake.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import overtake.machine.Choices;
import overtake.machine.EventKind;
import overtake.machine.Journal;
import overtake.machine.Machine;
import overtake.machine.Step;
import overtake.program.Program;
import overtake.program.Source;

/// Names the picks of a run, and finds the step that a named pick means. It follows the run on a machine of its own.
public final class PickNames implements Journal {
    /// Returned by [#find] where there is no such step.
    public static final int NONE = -1;

    private final Machine machine;
    private final int[] state;
    private final Choices choices = new Choices();
    private final List<Deque<String>> travelling = new ArrayList<>();

    public PickNames(Machine machine) {
        this.machine = machine;
        machine.world().programs().forEach(_ -> travelling.add(new ArrayDeque<>()));
        machine.journal(this);
        state = machine.initial();
    }

    /// The names of the picks of a run.
    public static List<Pick> of(Machine machine, List<Integer> steps) {
        PickNames names = new PickNames(machine);
        List<Pick> picks = new ArrayList<>();
        for (int step : steps) {
            picks.add(names.name(step));
            names.apply(step);
        }
        return picks;
    }

    /// The state that has been reached.
    public int[] state() {
        return state;
    }

    public void apply(int step) {
        machine.apply(state, step);
    }

    /// Goes back to the initial state.
    public void reset() {
        travelling.forEach(Deque::clear);
        machine.reset(state);
    }

    /// The enabled step that a pick means in the state that has been reached, or [#NONE].
    public int find(Pick pick) {
        machine.enabled(state, choices);
        for (int i = 0; i < choices.size(); i++) {
            int step = choices.step(i);
            boolean alike = Step.alternative(step) == pick.alternative() % Pick.SAME_SITE && kind(step) == pick.kind();
            if (alike && named(step).equals(pick)) {
                return step;
            }
        }
        return NONE;
    }

    /// The name of an enabled step in the state that has been reached.
    public Pick name(int step) {
        machine.enabled(state, choices);
        return named(step);
    }

    private Pick named(int step) {
        int agent = Step.agent(step);
        Program program = machine.world().programs().get(agent);
        return switch (Step.slot(step)) {
            case Step.REQUEST ->
                new Pick(
                        program.agent(),
                        Pick.Kind.PERFORM,
                        source(program, machine.pc(state, agent)).site(),
                        Step.alternative(step));
            case Step.CHANNEL ->
                new Pick(program.agent(), Pick.Kind.DELIVER, travelling.get(agent).getFirst(), 0);
            case Step.INTERRUPT -> new Pick(program.agent(), Pick.Kind.INTERRUPT, "", 0);
            default -> outOfOrder(program, step);
        };
    }

    /// A pick under `lkmm`. Of several enabled instructions of one site the later ones have larger alternatives.
    private Pick outOfOrder(Program program, int step) {
        Pick.Kind kind = kind(step);
        String site = source(program, machine.pcOf(state, step)).site();
        int before = 0;
        int last = -1;
        for (int i = 0; i < choices.size(); i++) {
            int other = choices.step(i);
            int slot = Step.slot(other);
            boolean alike = Step.agent(other) == Step.agent(step) && slot < Step.slot(step) && kind(other) == kind;
            if (alike && slot != last && source(program, machine.pcOf(state, other)).site().equals(site)) {
                before++;
                last = slot;
            }
        }
        return new Pick(program.agent(), kind, site, Pick.SAME_SITE * before + Step.alternative(step));
    }

    private static Pick.Kind kind(int step) {
        int slot = Step.slot(step);
        return switch (slot) {
            case Step.CHANNEL -> Pick.Kind.DELIVER;
            case Step.INTERRUPT -> Pick.Kind.INTERRUPT;
            case Step.GUESS -> Pick.Kind.GUESS;
            default -> slot >= Step.ASSUME ? Pick.Kind.ASSUME : Pick.Kind.PERFORM;
        };
    }

    @Override
    public void event(EventKind kind, int agent, int pc, int target, int value) {
        if (kind == EventKind.SEND) {
            travelling.get(agent).addLast(source(machine.world().programs().get(agent), pc).site());
        } else if (kind == EventKind.DELIVER) {
            travelling.get(agent).removeFirst();
        }
    }

    private static Source source(Program program, int pc) {
        return program.sourceAt(pc);
    }
}
