package overtake.scenario.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import overtake.explore.Strategy;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.CpuCore;
import overtake.machine.EventKind;
import overtake.machine.Journal;
import overtake.machine.Machine;
import overtake.machine.Step;
import overtake.memory.Access;
import overtake.memory.MemoryModel;
import overtake.program.Instruction;
import overtake.program.World;
import overtake.scenario.Directive;
import overtake.scenario.Problem;

/// Carries out a schedule that a person wrote. It follows the run on a machine of its own, and so drives any engine.
///
/// The agent of a directive performs its requests; what travels from it is delivered only when it cannot go on otherwise. What an agent
/// does is counted by operations, not by picks, so that one schedule means the same under every model: under tso a store is
/// done as soon as it is sent, which happens together with the operation before it, and a directive that finds its
/// operation done already since the last directive of its agent is content. After the last directive everything that travels is
/// delivered, and the agents that have not ended take turns, one operation each, in the order of the world.
public final class ScheduleDriver implements Strategy, Journal {
    private static final int SATISFIED = -2;
    private static final int IMPOSSIBLE = -3;

    private final World world;
    private final List<Directive> directives;
    private final Machine machine;
    private final boolean storesTravel;
    private int[] state;
    /// By agent: the sites of the operations that it has done, and how many of them earlier directives account for.
    private final List<List<String>> done = new ArrayList<>();
    private final int[] accounted;
    private final List<Deque<Integer>> chosen = new ArrayList<>();
    private final Holders holders;
    private int at;
    private int delivered;
    private int turn;
    /// The agent of the last pick, or -1.
    private int last = -1;
    private Optional<Problem> problem = Optional.empty();

    public ScheduleDriver(World world, MemoryModel model, Bounds bounds, List<Directive> directives) {
        this.world = world;
        this.directives = List.copyOf(directives);
        machine = new Machine(world, model, bounds);
        storesTravel = model.travels(Access.STORE);
        accounted = new int[world.programs().size()];
        holders = new Holders(world);
        world.programs().forEach(_ -> {
            done.add(new ArrayList<>());
            chosen.add(new ArrayDeque<>());
        });
        machine.journal(this);
        state = machine.initial();
    }

    /// Why the schedule could not be carried out, if so.
    public Optional<Problem> problem() {
        return problem;
    }

    /// What a run was at that met its bound: the directive, and what still travels and may be waited for.
    public String position() {
        // The last directive may have been satisfied by the last pick, which nobody has looked at yet.
        while (at < directives.size() && directives.get(at) instanceof Directive.ToEnd end && ended(end.agent())) {
            at++;
        }
        String travelling = IntStream.range(0, machine.agents())
                .filter(agent -> machine.travelling(state, agent) > 0)
                .mapToObj(agent -> world.programs().get(agent).agent())
                .collect(Collectors.joining(", "));
        String stores = travelling.isEmpty() ? "" : "; stores still travel from " + travelling + ": deliver them";
        return at == directives.size()
                ? "after the last directive" + stores
                : directives.get(at).origin().problem("not done by then" + stores).toString();
    }

    @Override
    public String name() {
        return "schedule";
    }

    @Override
    public void begin(long execution) {
        done.forEach(List::clear);
        chosen.forEach(Deque::clear);
        java.util.Arrays.fill(accounted, 0);
        holders.clear();
        at = 0;
        delivered = 0;
        turn = 0;
        last = -1;
        problem = Optional.empty();
        state = machine.initial();
    }

    @Override
    public int pick(Choices choices) {
        int step = next(choices);
        if (step < 0) {
            return STOP;
        }
        if (chooses(step)) {
            chosen.get(Step.agent(step)).poll();
        }
        last = Step.agent(step);
        machine.apply(state, step);
        return choices.indexOf(step);
    }

    /// To be called when the run has ended without a violation: what is left of the schedule must be satisfied by now.
    ///
    /// @return why the schedule could not be carried out, if so
    public Optional<Problem> end() {
        if (problem.isEmpty()) {
            next(new Choices());
        }
        for (Directive directive : directives) {
            boolean unused = directive instanceof Directive.Choose && !chosen.get(directive.agent()).isEmpty();
            if (unused && problem.isEmpty()) {
                problem = Optional.of(directive.origin().problem(agent(directive) + " came to no choose any more"));
            }
        }
        return problem;
    }

    /// The request of the agent, with its first alternative; under lkmm its oldest one that is possible: so instructions are performed in
    /// program order, a load takes the newest store, a store the last place, and nothing has to be guessed. Negative if there is none.
    private int oldest(int agent, Choices choices) {
        for (int i = 0; i < choices.size(); i++) {
            int slot = Step.slot(choices.step(i));
            boolean request = slot == Step.REQUEST || slot >= Step.WINDOW && slot < Step.ASSUME;
            if (choices.agent(i) == agent && request) {
                return choices.step(i);
            }
        }
        return IMPOSSIBLE;
    }

    private boolean chooses(int step) {
        boolean request = Step.slot(step) == Step.REQUEST || Step.slot(step) >= Step.WINDOW;
        int agent = Step.agent(step);
        return request && holders.instruction(agent, machine.pcOf(state, step)) instanceof Instruction.Choose;
    }

    /// The step with the value that a directive has chosen.
    private int withValue(int step) {
        Deque<Integer> values = chosen.get(Step.agent(step));
        return chooses(step) && !values.isEmpty()
                ? Step.of(Step.agent(step), Step.slot(step), values.getFirst())
                : step;
    }

    /// The next step, or a negative number if there is none.
    private int next(Choices choices) {
        if (last >= 0 && machine.halfway(state, last)) {
            int second = oldest(last, choices);
            if (second >= 0) {
                return second;
            }
        }
        while (at < directives.size()) {
            Directive directive = directives.get(at);
            int step = advance(directive, choices);
            if (step != SATISFIED) {
                return step;
            }
            at++;
            delivered = 0;
        }
        return finish(choices);
    }

    private int advance(Directive directive, Choices choices) {
        return switch (directive) {
            case Directive.Until until -> until(until, choices);
            case Directive.Before before -> before(before, choices);
            case Directive.Steps steps -> steps(steps, choices);
            case Directive.ToEnd end ->
                ended(end.agent()) ? account(end.agent(), done.get(end.agent()).size()) : goOn(end, choices);
            case Directive.Deliver deliver -> deliver(deliver, choices);
            case Directive.Interrupt interrupt -> interrupt(interrupt, choices);
            case Directive.Choose choose -> {
                chosen.get(choose.agent()).add(choose.value());
                yield SATISFIED;
            }
            case Directive.Stop _ -> STOP;
        };
    }

    private int until(Directive.Until until, Choices choices) {
        int found = find(until.agent(), until.site());
        return found < 0 ? goOn(until, choices) : account(until.agent(), found + 1);
    }

    private int before(Directive.Before before, Choices choices) {
        int agent = before.agent();
        int found = find(agent, before.site());
        if (found >= 0) {
            return account(agent, found);
        }
        boolean next = !ended(agent) && source(agent).equals(before.site());
        return next ? account(agent, done.get(agent).size()) : goOn(before, choices);
    }

    private int steps(Directive.Steps steps, Choices choices) {
        int target = accounted[steps.agent()] + steps.count();
        return done.get(steps.agent()).size() >= target ? account(steps.agent(), target) : goOn(steps, choices);
    }

    /// The place of an operation among those that no directive accounts for, or -1.
    private int find(int agent, String site) {
        List<String> sites = done.get(agent);
        int found = sites.subList(accounted[agent], sites.size()).indexOf(site);
        return found < 0 ? found : accounted[agent] + found;
    }

    private int account(int agent, int count) {
        accounted[agent] = count;
        return SATISFIED;
    }

    /// The agent's request, or if that is not possible its oldest travelling operation.
    private int goOn(Directive directive, Choices choices) {
        int agent = directive.agent();
        if (ended(agent)) {
            return impossible(directive, agent(directive) + " has ended"
                    + (directive instanceof Directive.Until until ? " without another " + until.site() : ""));
        }
        int oldestRequest = oldest(agent, choices);
        if (oldestRequest >= 0) {
            int request = withValue(oldestRequest);
            return choices.indexOf(request) >= 0
                    ? request
                    : impossible(directive, source(agent) + " has no value " + Step.alternative(request));
        }
        int oldest = Step.of(agent, Step.CHANNEL, 0);
        return choices.indexOf(oldest) >= 0
                ? oldest
                : impossible(directive, holders.blocked(agent, instruction(agent), source(agent)));
    }

    private int deliver(Directive.Deliver deliver, Choices choices) {
        int step = Step.of(deliver.agent(), Step.CHANNEL, 0);
        if (delivered == deliver.count() || !storesTravel) {
            return SATISFIED;
        }
        if (choices.indexOf(step) < 0) {
            return impossible(deliver, "nothing travels from " + agent(deliver)
                    + (delivered == 0 ? "" : " any more after " + delivered));
        }
        delivered++;
        return step;
    }

    private int interrupt(Directive.Interrupt interrupt, Choices choices) {
        if (delivered == 1) {
            return SATISFIED;
        }
        int step = Step.of(interrupt.agent(), Step.INTERRUPT, 0);
        if (choices.indexOf(step) < 0) {
            return impossible(interrupt, "no interrupt can come on " + agent(interrupt)
                    + " now: it has come already, interrupts are off, or the agent waits or has ended");
        }
        delivered = 1;
        return step;
    }

    private int impossible(Directive directive, String why) {
        problem = Optional.of(directive.origin().problem(why));
        return IMPOSSIBLE;
    }

    private int finish(Choices choices) {
        for (int i = 0; i < choices.size(); i++) {
            if (choices.delivers(i)) {
                return choices.step(i);
            }
        }
        int agents = world.programs().size();
        for (int i = 0; i < agents; i++) {
            int agent = (turn + i) % agents;
            int request = oldest(agent, choices);
            if (request >= 0 && choices.indexOf(withValue(request)) >= 0) {
                turn = agent + 1;
                return withValue(request);
            }
        }
        return STOP;
    }

    private boolean ended(int agent) {
        return machine.status(state, agent) == CpuCore.DONE;
    }

    private String agent(Directive directive) {
        return world.programs().get(directive.agent()).agent();
    }

    private Instruction instruction(int agent) {
        return holders.instruction(agent, machine.pc(state, agent));
    }

    /// The site of the agent's pending instruction.
    private String source(int agent) {
        return site(agent, machine.pc(state, agent));
    }

    private String site(int agent, int pc) {
        return world.programs().get(agent).sourceAt(pc).site();
    }

    @Override
    public void event(EventKind kind, int agent, int pc, int target, int value) {
        holders.event(kind, agent, pc, target, value);
        switch (kind) {
            case PERFORM, SEND, GRANT, FENCE -> done.get(agent).add(site(agent, pc));
            case DELIVER, WAIT, INTERRUPT, RETURN, END, BOUND, OVERTAKE, PLACE, LEARN, GUESS, SQUASH, UNDO -> {}
        }
    }
}
