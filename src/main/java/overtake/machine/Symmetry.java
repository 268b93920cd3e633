package overtake.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.World;

/// Agents that can be called by each other's names without anybody noticing: their programs are equal, location by location, so that nothing but numbers of agents
/// in the parts of the state tells them apart. Of all states that differ by such names only, the search stores the one in which the agents' parts are in order.
///
/// Sound, because exchanging two such agents maps every run onto a run: a program names its own agent only by being it; cells, objects and properties stay what they are.
/// Where a program could get hold of a number of its agent, or where the machine takes agents in the order of their numbers, there is no exchange.
public final class Symmetry {
    private final AgentExchange exchange;
    private final List<List<Integer>> groups;
    private final List<List<String>> names;

    private Symmetry(World world, AgentExchange exchange, List<List<Integer>> groups) {
        this.exchange = exchange;
        this.groups = groups;
        names = groups.stream()
                .map(group -> group.stream().map(agent -> world.programs().get(agent).agent()).toList())
                .toList();
    }

    /// What was found about a world.
    ///
    /// @param symmetry to be used, if any
    /// @param reason why there is none, for people; empty if there is one
    public record Answer(Optional<Symmetry> symmetry, String reason) {}

    /// What becomes of the outcomes of runs.
    public enum Outcomes {
        IGNORED,
        /// They name the agents that have made observations.
        COLLECTED
    }

    /// Which agents of the machine's world need not be told apart.
    public static Answer of(Machine machine, Outcomes outcomes) {
        World world = machine.world();
        Optional<AgentExchange> exchange = machine.agentExchange();
        if (exchange.isEmpty()) {
            return none(world.bounds().isEmpty() ? "none under " + machine.model().name() : "bounds name agents");
        }
        List<List<Integer>> groups = groups(world.programs());
        if (groups.isEmpty()) {
            return none("no two agents have equal programs");
        }
        String reason = reason(world, groups, outcomes);
        return reason.isEmpty()
                ? new Answer(Optional.of(new Symmetry(world, exchange.get(), groups)), "")
                : none(reason);
    }

    /// @param reason why
    public static Answer none(String reason) {
        return new Answer(Optional.empty(), reason);
    }

    /// Those of more than one agent, in the order of their first.
    private static List<List<Integer>> groups(List<Program> programs) {
        List<List<Integer>> groups = new ArrayList<>();
        for (int agent = 0; agent < programs.size(); agent++) {
            int number = agent;
            groups.stream().filter(group -> equal(programs.get(group.getFirst()), programs.get(number))).findFirst()
                    .ifPresentOrElse(group -> group.add(number), () -> groups.add(new ArrayList<>(List.of(number))));
        }
        return groups.stream().filter(group -> group.size() > 1).toList();
    }

    private static boolean equal(Program a, Program b) {
        return a.instructions().equals(b.instructions()) && a.registers() == b.registers()
                && a.observations().equals(b.observations()) && a.handler().isPresent() == b.handler().isPresent()
                && (a.handler().isEmpty() || equal(a.handler().get(), b.handler().orElseThrow()));
    }

    /// Why agents with equal programs may be told apart after all; empty if they may not.
    private static String reason(World world, List<List<Integer>> groups, Outcomes outcomes) {
        if (!world.lines().isEmpty()) {
            return "cache lines know whose maintenance is under way";
        }
        List<Program> alike = groups.stream().map(group -> world.programs().get(group.getFirst())).toList();
        if (outcomes == Outcomes.COLLECTED && alike.stream().anyMatch(program -> !program.observations().isEmpty())) {
            return "outcomes name agents";
        }
        if (world.programs().stream().flatMap(Symmetry::instructions).anyMatch(Symmetry::holdsToken)) {
            return "a token of a read-side section, which names its agent, is held in a register";
        }
        if (alike.stream().flatMap(Symmetry::instructions).anyMatch(Instruction.Synchronize.class::isInstance)) {
            return "agents that wait for one grace period go on in the order of their numbers";
        }
        return "";
    }

    private static Stream<Instruction> instructions(Program program) {
        return Stream.concat(program.instructions().stream(),
                program.handler().stream().flatMap(Symmetry::instructions));
    }

    private static boolean holdsToken(Instruction instruction) {
        return instruction instanceof Instruction.ReadSideLock lock && lock.to().isPresent();
    }

    /// The same groups by the names of agents.
    public List<List<String>> names() {
        return names;
    }

    /// Groups of agents that can be exchanged, by their numbers.
    public List<List<Integer>> groups() {
        return groups;
    }

    /// Makes a state the one that stands for all that differ from it by names of agents only. Where two agents do the same thing, more than one may be left.
    public void normalise(int[] s) {
        for (List<Integer> group : groups) {
            for (int i = 1; i < group.size(); i++) {
                for (int j = i; j > 0 && exchange.compare(s, group.get(j - 1), group.get(j)) > 0; j--) {
                    exchange.exchange(s, group.get(j - 1), group.get(j));
                }
            }
        }
    }
}
