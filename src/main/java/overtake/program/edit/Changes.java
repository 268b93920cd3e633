package overtake.program.edit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import overtake.program.FenceKind;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.Operand.Register;
import overtake.program.Ordering;
import overtake.program.Program;
import overtake.program.Source;
import overtake.program.edit.Occurrences.Place;
import overtake.program.line.LineOperation;

/// What can be done to the operation of a site, and how a program looks afterwards.
final class Changes {
    private Changes() {}

    // ---- dropping

    /// Why the operation cannot be dropped; empty if it can.
    static Optional<String> keptBecause(Occurrences occurrences) {
        return switch (occurrences.main().instruction()) {
            case Instruction.Load _ -> Optional.of("its value is used; weaken it, or drop what orders it");
            case Instruction.Rmw _ ->
                occurrences.places().stream().anyMatch(p -> p.instruction() instanceof Instruction.Rmw && isUsed(p))
                        ? Optional.of("its result is used; weaken it instead")
                        : Optional.empty();
            case Instruction.TryLock _ -> Optional.of("whether it took the lock is used");
            case Instruction.Choose _, Instruction.Allocate _, Instruction.IsLocked _ ->
                Optional.of("its value is used");
            case Instruction.Ghost _, Instruction.GhostHeld _, Instruction.GhostAllocated _ ->
                Optional.of("its value is used by a property");
            case Instruction.GhostLine _ -> Optional.of("its value is used by a property");
            case Instruction.Line line when line.to().isPresent() -> Optional.of("its value is used");
            case Instruction.Observe _ -> Optional.of("it is part of the outcome");
            case Instruction.InterruptDisable _ -> Optional.of("interrupts would stay off or on for good");
            case Instruction.Lock _, Instruction.Unlock _, Instruction.ReadSideLock _, Instruction.ReadSideUnlock _ ->
                hasBothEnds(occurrences)
                        ? Optional.empty()
                        : Optional.of("the other end of its section is in another method");
            default -> Optional.empty();
        };
    }

    private static boolean hasBothEnds(Occurrences occurrences) {
        List<Place> partners = occurrences.partners();
        return partners.stream().anyMatch(p -> begins(p.instruction()))
                && partners.stream().anyMatch(p -> !begins(p.instruction()));
    }

    private static boolean begins(Instruction instruction) {
        return instruction instanceof Instruction.Lock || instruction instanceof Instruction.ReadSideLock;
    }

    /// Whether the result of a read-modify-write reaches anything but checks of the same site (refcount_inc warns of zero).
    private static boolean isUsed(Place place) {
        return !chain(place)
                .map(chain -> chain.stream()
                        .mapToObj(place.program().instructions()::get)
                        .allMatch(i -> isLocal(i) || i instanceof Instruction.Check))
                .orElse(false);
    }

    private static boolean isLocal(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Move _, Instruction.Alu _, Instruction.SetCondition _ -> true;
            default -> false;
        };
    }

    /// The instructions to which the result leads, through computations; empty if one of them is not of this site or not a computation.
    private static Optional<BitSet> chain(Place place) {
        BitSet chain = new BitSet();
        Deque<Integer> work = new ArrayDeque<>(List.of(place.index()));
        while (!work.isEmpty()) {
            for (int user : users(place.program(), work.remove())) {
                Instruction instruction = place.program().instructions().get(user);
                boolean own = instruction instanceof Instruction.Check
                        && place.program().sources().get(user).site().equals(place.source().site());
                if (!own && !isLocal(instruction)) {
                    return Optional.empty();
                }
                if (!chain.get(user)) {
                    chain.set(user);
                    work.add(user);
                }
            }
        }
        return Optional.of(chain);
    }

    /// The instructions that read what an instruction sets.
    private static List<Integer> users(Program program, int definition) {
        Optional<Register> register = program.instructions().get(definition).definition();
        List<Integer> result = new ArrayList<>();
        BitSet seen = new BitSet();
        Deque<Integer> work = new ArrayDeque<>();
        if (register.isPresent()) {
            work.add(definition + 1);
        }
        while (!work.isEmpty()) {
            int at = work.remove();
            if (seen.get(at)) {
                continue;
            }
            seen.set(at);
            Instruction instruction = program.instructions().get(at);
            if (instruction.uses().contains(register.get())) {
                result.add(at);
            }
            if (!instruction.definition().equals(register)) {
                work.addAll(next(instruction, at));
            }
        }
        return result;
    }

    private static List<Integer> next(Instruction instruction, int at) {
        return switch (instruction) {
            case Instruction.Halt _, Instruction.Fail _ -> List.of();
            case Instruction.Jump jump -> List.of(jump.target());
            case Instruction.Branch branch -> List.of(at + 1, branch.target());
            default -> List.of(at + 1);
        };
    }

    static Program drop(Program program, Occurrences occurrences) {
        BitSet gone = new BitSet();
        switch (occurrences.main().instruction()) {
            case Instruction.Lock _, Instruction.Unlock _, Instruction.ReadSideLock _, Instruction.ReadSideUnlock _ ->
                mark(program, occurrences.partners(), gone);
            default -> {
                mark(program, occurrences.places(), gone);
                for (Place place : occurrences.places()) {
                    if (place.program() == program && place.instruction() instanceof Instruction.Rmw) {
                        chain(place).ifPresent(gone::or);
                    }
                }
            }
        }
        return without(program, gone);
    }

    private static void mark(Program program, List<Place> places, BitSet gone) {
        places.stream().filter(p -> p.program() == program).forEach(p -> gone.set(p.index()));
    }

    /// The program without some straight instructions; whatever led to one leads to what followed it.
    private static Program without(Program program, BitSet gone) {
        List<Instruction> instructions = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        UnaryOperator<Integer> moved = old -> old - gone.get(0, old).cardinality();
        for (int i = 0; i < program.instructions().size(); i++) {
            if (gone.get(i)) {
                continue;
            }
            instructions.add(
                    switch (program.instructions().get(i)) {
                        case Instruction.Jump jump -> new Instruction.Jump(moved.apply(jump.target()));
                        case Instruction.Branch b ->
                            new Instruction.Branch(
                                    b.condition(), b.a(), b.b(), moved.apply(b.target()), b.join().map(moved));
                        case Instruction other -> other;
                    });
            sources.add(program.sources().get(i));
        }
        return with(program, instructions, sources);
    }

    private static Program with(Program program, List<Instruction> instructions, List<Source> sources) {
        return new Program(
                program.agent(), instructions, sources, program.registers(), program.observations(), program.handler());
    }

    // ---- weakening

    /// The forms that [#weaken] takes.
    static List<String> weakerForms(Occurrences occurrences) {
        return switch (occurrences.main().instruction()) {
            case Instruction.Fence fence -> otherFences(fence.kind());
            case Instruction.Load load -> weakerAccess(load.ordering());
            case Instruction.Store store -> isFenced(occurrences) ? List.of("once") : weakerAccess(store.ordering());
            case Instruction.Rmw rmw ->
                switch (rmw.ordering()) {
                    case FULL -> List.of("relaxed", "acquire", "release", "once");
                    case ACQUIRE, RELEASE -> List.of("relaxed", "once");
                    case ONCE, PLAIN -> List.of();
                };
            case Instruction.Line line when line.operation() == LineOperation.CLEAN_INVALIDATE ->
                List.of(LineOperation.CLEAN.spelling(), LineOperation.INVALIDATE.spelling());
            case Instruction.Lock lock -> weakerLock(occurrences, lock.mode());
            case Instruction.Unlock unlock -> weakerLock(occurrences, unlock.mode());
            default -> List.of();
        };
    }

    private static List<String> otherFences(FenceKind kind) {
        List<String> result = new ArrayList<>();
        for (FenceKind other : FenceKind.values()) {
            if (other != kind) {
                result.add(other.kernelName());
            }
        }
        result.add("none");
        return result;
    }

    private static List<String> weakerAccess(Ordering ordering) {
        return switch (ordering) {
            case PLAIN -> List.of();
            case ONCE -> List.of("plain");
            case ACQUIRE, RELEASE, FULL -> List.of("once", "plain");
        };
    }

    /// smp_store_mb is a store and a fence.
    private static boolean isFenced(Occurrences occurrences) {
        return occurrences.places().stream().anyMatch(p -> p.instruction() instanceof Instruction.Fence);
    }

    private static List<String> weakerLock(Occurrences occurrences, LockMode mode) {
        if (mode != LockMode.WRITE || !hasBothEnds(occurrences)) {
            return List.of();
        }
        return List.of(occurrences.source().operation().startsWith("write_") ? "read_lock" : "down_read");
    }

    static Program weaken(Program program, Occurrences occurrences, String to) {
        if (to.equals("none")) {
            return drop(program, occurrences);
        }
        boolean isLock = to.equals("read_lock") || to.equals("down_read");
        BitSet changed = new BitSet();
        mark(program, isLock ? occurrences.partners() : occurrences.places(), changed);
        BitSet gone = new BitSet();
        List<Instruction> instructions = new ArrayList<>(program.instructions());
        for (int i = changed.nextSetBit(0); i >= 0; i = changed.nextSetBit(i + 1)) {
            if (instructions.get(i) instanceof Instruction.Fence && isFenced(occurrences)
                    && occurrences.main().instruction() instanceof Instruction.Store) {
                gone.set(i);
            }
            instructions.set(i, weaker(instructions.get(i), to));
        }
        return without(with(program, instructions, program.sources()), gone);
    }

    private static Instruction weaker(Instruction instruction, String to) {
        return switch (instruction) {
            case Instruction.Fence _ ->
                FenceKind.ofKernelName(to).<Instruction>map(Instruction.Fence::new).orElse(instruction);
            case Instruction.Load i -> new Instruction.Load(i.to(), i.cell(), ordering(to), i.candidates());
            case Instruction.Store i -> new Instruction.Store(i.cell(), i.value(), ordering(to), i.candidates());
            case Instruction.Rmw i ->
                new Instruction.Rmw(
                        i.to(), i.cell(), i.operation(), i.value(), i.compare(), ordering(to), i.candidates());
            case Instruction.Line i ->
                new Instruction.Line(
                        i.to(),
                        to.equals(LineOperation.CLEAN.spelling()) ? LineOperation.CLEAN : LineOperation.INVALIDATE,
                        i.line(),
                        i.value(),
                        i.candidates());
            case Instruction.Lock i -> new Instruction.Lock(i.lock(), LockMode.READ, i.candidates());
            case Instruction.Unlock i -> new Instruction.Unlock(i.lock(), LockMode.READ, i.candidates());
            default -> instruction;
        };
    }

    private static Ordering ordering(String form) {
        return switch (form) {
            case "plain" -> Ordering.PLAIN;
            case "acquire" -> Ordering.ACQUIRE;
            case "release" -> Ordering.RELEASE;
            default -> Ordering.ONCE;
        };
    }
}
