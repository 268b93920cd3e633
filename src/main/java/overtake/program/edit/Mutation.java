package overtake.program.edit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.World;

/// A change of one site that takes ordering or exclusion away: all of it, or one step.
///
/// @param to the weaker form as [Edit#weaken] takes it; empty if the operation is dropped
public record Mutation(String site, Optional<String> to) {

    private static final String PLAIN = "plain";

    /// What becomes of marked accesses without an ordering, READ_ONCE and WRITE_ONCE.
    public enum MarkedAccesses {
        KEPT,
        /// They become plain ones, which only the kernel's own model tells apart.
        PLAIN
    }

    /// All mutations of a world that change its programs, in the order of agents and instructions. Of mutations that make the same programs the first one stands
    /// for all. Operations whose value is used are weakened only. Conditions, such as a check that is made again, are no operations of a
    /// site: worlds have parameters for mutants of those.
    public static List<Mutation> of(World world, MarkedAccesses accesses) {
        List<Mutation> mutations = new ArrayList<>();
        Set<List<Program>> seen = new HashSet<>(List.of(world.programs()));
        for (SiteInfo info : Edit.sites(world)) {
            for (Mutation mutation : of(world, info, accesses)) {
                if (seen.add(mutation.in(world).programs())) {
                    mutations.add(mutation);
                }
            }
        }
        return mutations;
    }

    private static List<Mutation> of(World world, SiteInfo info, MarkedAccesses accesses) {
        Instruction main = new Occurrences(world, info.site()).main().instruction();
        Stream<Mutation> dropped = info.canBeDropped() && isOrder(main)
                ? Stream.of(new Mutation(info.site(), Optional.empty()))
                : Stream.empty();
        List<String> wanted = oneStep(main, info.weakerForms(), accesses);
        return Stream.concat(dropped, info.weakerForms().stream().filter(wanted::contains)
                .map(form -> new Mutation(info.site(), Optional.of(form)))).toList();
    }

    /// Whether the operation is there for what it orders or excludes, and for nothing else. The end of a section goes with its beginning.
    private static boolean isOrder(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Fence _, Instruction.Lock _, Instruction.ReadSideLock _, Instruction.Synchronize _ -> true;
            case Instruction.Line line -> switch (line.operation()) {
                case CLEAN, INVALIDATE, CLEAN_INVALIDATE, COMPLETE -> true;
                default -> false;
            };
            default -> false;
        };
    }

    private static List<String> oneStep(Instruction instruction, List<String> forms, MarkedAccesses accesses) {
        return switch (instruction) {
            case Instruction.Fence fence -> switch (fence.kind()) {
                case SMP_RMB, SMP_WMB, BARRIER -> List.of();
                case SMP_MB ->
                    List.of(FenceKind.SMP_WMB.kernelName(), FenceKind.SMP_RMB.kernelName(),
                            FenceKind.SMP_MB_BEFORE_ATOMIC.kernelName());
                case SMP_MB_BEFORE_ATOMIC, SMP_MB_AFTER_ATOMIC, SMP_MB_AFTER_SPINLOCK,
                        SMP_MB_AFTER_UNLOCK_LOCK, SMP_MB_AFTER_SRCU_READ_UNLOCK ->
                    List.of(FenceKind.SMP_WMB.kernelName(), FenceKind.SMP_RMB.kernelName());
            };
            case Instruction.Load _, Instruction.Store _ ->
                forms.contains("once") ? List.of("once")
                        : accesses == MarkedAccesses.PLAIN ? List.of(PLAIN) : List.of();
            case Instruction.Rmw _ -> List.of("relaxed");
            case Instruction.Lock _, Instruction.Line _ -> forms;
            default -> List.of();
        };
    }

    /// The world with the change.
    ///
    /// @throws EditException if the world has no such site or the operation no such form
    public World in(World world) {
        return to.map(form -> Edit.weaken(world, site, form)).orElseGet(() -> Edit.drop(world, site));
    }

    /// Whether a marked access becomes a plain one, which is the same to all models but the kernel's own.
    public boolean isOfMarking() {
        return to.equals(Optional.of(PLAIN));
    }

    /// Whether it takes away all that the other one does.
    public boolean covers(Mutation other) {
        return site.equals(other.site) && to.isEmpty();
    }

    /// `drop` or `weaken to smp_wmb`.
    public String text() {
        return to.map(form -> "weaken to " + form).orElse("drop");
    }
}
