package overtake.explore.endless;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import overtake.machine.Bounds;
import overtake.machine.CpuCore;
import overtake.machine.Machine;
import overtake.machine.Request;
import overtake.machine.Step;
import overtake.memory.MemoryModel;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.World;
import overtake.trace.Holdings;

/// Where an agent is when a run cannot go on, or goes round for ever.
///
/// @param site where it is blocked, or is at the beginning of the round; empty if it has ended
/// @param waitsFor names of the lock, or of the domain whose read-side sections it waits for; several if only the run could tell; empty if it waits for neither
/// @param holders who keeps it waiting: `held by vcpu0`
public record Standing(String agent, Position position, String site, List<String> waitsFor, List<String> holders) {
    public Standing {
        waitsFor = List.copyOf(waitsFor);
        holders = List.copyOf(holders);
    }

    /// What an agent does there.
    public enum Position {
        ENDED,
        /// It waits for a lock, or for read-side sections.
        BLOCKED,
        /// It waits to be woken.
        SLEEPS,
        /// It goes round without changing anything: it waits for somebody's store.
        SPINS,
        /// It goes round and changes something.
        GOES_ROUND
    }

    /// `vcpu0 waits at mutex_lock for slots_lock, held by vcpu1`, without the name.
    public String text() {
        return switch (position) {
            case ENDED -> "has ended";
            case BLOCKED -> "waits at " + site + (waitsFor.isEmpty() ? "" : " for " + String.join(" or ", waitsFor))
                    + holders.stream().map(holder -> ", " + holder).collect(Collectors.joining());
            case SLEEPS -> "sleeps at " + site + " until it is woken";
            case SPINS -> "goes round at " + site + " and changes nothing: it waits for a store";
            case GOES_ROUND -> "goes round at " + site;
        };
    }

    /// Where all agents are at the end of a run.
    ///
    /// @param round how many of the last picks go round for ever, or 0 if the run cannot go on
    public static List<Standing> after(World world, MemoryModel model, Bounds bounds, List<Integer> steps, int round) {
        return new Run(new Machine(world, model, bounds), steps, round).standings();
    }

    private static final class Run {
        private final Machine machine;
        private final World world;
        private final Holdings holdings;
        private final Optional<Fairness> fairness;
        private final int[] state;
        /// By agent: the site of its first step in the round, or empty.
        private final List<String> sites = new ArrayList<>();
        private final boolean[] changes;

        Run(Machine machine, List<Integer> steps, int round) {
            this.machine = machine;
            world = machine.world();
            holdings = new Holdings(world);
            fairness = Fairness.of(machine);
            changes = new boolean[machine.agents()];
            world.programs().forEach(_ -> sites.add(""));
            machine.journal(holdings);
            state = machine.initial();
            for (int i = 0; i < steps.size(); i++) {
                int step = steps.get(i);
                if (i < steps.size() - round) {
                    machine.apply(state, step);
                } else {
                    goRound(step);
                }
            }
        }

        private void goRound(int step) {
            int agent = Step.agent(step);
            int[] before = state.clone();
            if (sites.get(agent).isEmpty()) {
                sites.set(agent, site(agent, machine.pcOf(state, step)));
            }
            machine.apply(state, step);
            changes[agent] |= fairness.isEmpty() || !fairness.get().isWithoutEffect(before, state, agent);
        }

        private String site(int agent, int pc) {
            return world.programs().get(agent).sourceAt(pc).site();
        }

        List<Standing> standings() {
            List<Standing> all = new ArrayList<>();
            for (int agent = 0; agent < machine.agents(); agent++) {
                String name = world.programs().get(agent).agent();
                if (!sites.get(agent).isEmpty()) {
                    Position position = changes[agent] ? Position.GOES_ROUND : Position.SPINS;
                    all.add(new Standing(name, position, sites.get(agent), List.of(), List.of()));
                } else if (machine.status(state, agent) == CpuCore.DONE) {
                    all.add(new Standing(name, Position.ENDED, "", List.of(), List.of()));
                } else {
                    all.add(blocked(name, agent));
                }
            }
            return all;
        }

        private Standing blocked(String name, int agent) {
            int pc = machine.pc(state, agent);
            String site = site(agent, pc);
            return switch (world.programs().get(agent).instructionAt(pc)) {
                case Instruction.Lock lock -> {
                    List<Integer> locks = targets(agent, lock.lock(), lock.candidates());
                    boolean sleeps = locks.stream().noneMatch(n -> world.locks().get(n).kind().hasHolder());
                    yield sleeps
                            ? new Standing(name, Position.SLEEPS, site, List.of(), List.of())
                            : new Standing(name, Position.BLOCKED, site,
                                    locks.stream().map(n -> world.locks().get(n).name()).toList(),
                                    holders(Holdings.Kind.LOCK, locks));
                }
                case Instruction.Synchronize synchronize -> {
                    List<Integer> domains = targets(agent, synchronize.domain(), List.of());
                    yield new Standing(name, Position.BLOCKED, site,
                            domains.stream().map(n -> "the read-side sections of " + world.domains().get(n).name())
                                    .toList(),
                            holders(Holdings.Kind.SECTION, domains));
                }
                default -> new Standing(name, Position.BLOCKED, site, List.of(), List.of());
            };
        }

        private List<Integer> targets(int agent, Operand operand, List<Integer> candidates) {
            if (operand instanceof Operand.Constant constant) {
                return List.of(constant.value());
            }
            return machine.inFlight().map(inFlight -> {
                Request request = new Request();
                inFlight.asked(state, agent, request);
                return List.of(request.target);
            }).orElse(candidates);
        }

        private List<String> holders(Holdings.Kind kind, List<Integer> numbers) {
            return holdings.holds().stream()
                    .filter(hold -> hold.kind() == kind && numbers.contains(hold.number()))
                    .map(holdings::describe)
                    .distinct()
                    .toList();
        }
    }
}
