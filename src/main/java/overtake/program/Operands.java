package overtake.program;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;

/// What an instruction reads and writes, for dataflow over any instruction.
public final class Operands {
    private Operands() {}

    /// The register that the instruction sets, if any.
    public static Optional<Register> definition(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Move i -> Optional.of(i.to());
            case Instruction.Alu i -> Optional.of(i.to());
            case Instruction.SetCondition i -> Optional.of(i.to());
            case Instruction.Select i -> Optional.of(i.to());
            case Instruction.Lookup i -> Optional.of(i.to());
            case Instruction.Ghost i -> Optional.of(i.to());
            case Instruction.GhostHeld i -> Optional.of(i.to());
            case Instruction.GhostAllocated i -> Optional.of(i.to());
            case Instruction.Load i -> Optional.of(i.to());
            case Instruction.Rmw i -> i.to();
            case Instruction.TryLock i -> Optional.of(i.to());
            case Instruction.IsLocked i -> Optional.of(i.to());
            case Instruction.ReadSideLock i -> i.to();
            case Instruction.Allocate i -> Optional.of(i.to());
            case Instruction.Choose i -> Optional.of(i.to());
            case Instruction.Branch _,
                    Instruction.Jump _,
                    Instruction.Halt _,
                    Instruction.Fail _,
                    Instruction.Check _,
                    Instruction.AssertHeld _,
                    Instruction.Observe _,
                    Instruction.InterruptDisable _,
                    Instruction.Store _,
                    Instruction.Fence _,
                    Instruction.Lock _,
                    Instruction.Unlock _,
                    Instruction.ReadSideUnlock _,
                    Instruction.Synchronize _,
                    Instruction.Free _,
                    Instruction.Yield _ ->
                Optional.empty();
        };
    }

    /// The operands that the instruction reads, constants included.
    public static List<Operand> uses(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Move i -> List.of(i.from());
            case Instruction.Alu i -> List.of(i.a(), i.b());
            case Instruction.SetCondition i -> List.of(i.a(), i.b());
            case Instruction.Select i -> List.of(i.a(), i.b(), i.ifTrue(), i.ifFalse());
            case Instruction.Lookup i -> List.of(i.base());
            case Instruction.Branch i -> List.of(i.a(), i.b());
            case Instruction.Check i -> List.of(i.value());
            case Instruction.Ghost i -> List.of(i.cell());
            case Instruction.AssertHeld i -> List.of(i.lock());
            case Instruction.GhostHeld i -> List.of(i.lock());
            case Instruction.GhostAllocated i -> List.of(i.object());
            case Instruction.Observe i -> List.of(i.value());
            case Instruction.Load i -> List.of(i.cell());
            case Instruction.Store i -> List.of(i.cell(), i.value());
            case Instruction.Rmw i -> List.of(i.cell(), i.value(), i.compare());
            case Instruction.Lock i -> List.of(i.lock());
            case Instruction.Unlock i -> List.of(i.lock());
            case Instruction.TryLock i -> List.of(i.lock());
            case Instruction.IsLocked i -> List.of(i.lock());
            case Instruction.ReadSideLock i -> List.of(i.domain());
            case Instruction.ReadSideUnlock i -> List.of(i.domain(), i.token());
            case Instruction.Synchronize i -> List.of(i.domain());
            case Instruction.Free i -> List.of(i.object());
            case Instruction.Jump _,
                    Instruction.Halt _,
                    Instruction.Fail _,
                    Instruction.InterruptDisable _,
                    Instruction.Fence _,
                    Instruction.Allocate _,
                    Instruction.Choose _,
                    Instruction.Yield _ ->
                List.of();
        };
    }

    /// The instruction with each operand that it reads replaced by `use`, and the register that it sets by `define`. A
    /// location that becomes a constant loses its candidates.
    public static Instruction rewrite(
            Instruction instruction, UnaryOperator<Operand> use, UnaryOperator<Register> define) {
        return switch (instruction) {
            case Instruction.Move i -> new Instruction.Move(define.apply(i.to()), use.apply(i.from()));
            case Instruction.Alu i ->
                new Instruction.Alu(define.apply(i.to()), i.operation(), use.apply(i.a()), use.apply(i.b()));
            case Instruction.SetCondition i ->
                new Instruction.SetCondition(
                        define.apply(i.to()), i.condition(), use.apply(i.a()), use.apply(i.b()));
            case Instruction.Select i ->
                new Instruction.Select(
                        define.apply(i.to()),
                        i.condition(),
                        use.apply(i.a()),
                        use.apply(i.b()),
                        use.apply(i.ifTrue()),
                        use.apply(i.ifFalse()));
            case Instruction.Lookup i ->
                new Instruction.Lookup(define.apply(i.to()), use.apply(i.base()), i.offset());
            case Instruction.Branch i ->
                new Instruction.Branch(i.condition(), use.apply(i.a()), use.apply(i.b()), i.target(), i.join());
            case Instruction.Jump _,
                    Instruction.Halt _,
                    Instruction.Fail _,
                    Instruction.InterruptDisable _,
                    Instruction.Fence _,
                    Instruction.Yield _ ->
                instruction;
            case Instruction.Check i -> new Instruction.Check(i.kind(), use.apply(i.value()), i.property());
            case Instruction.Observe i -> new Instruction.Observe(i.slot(), use.apply(i.value()));
            case Instruction.Choose i -> new Instruction.Choose(define.apply(i.to()), i.bound());
            case Instruction.Allocate i -> new Instruction.Allocate(define.apply(i.to()), i.pool());
            case Instruction.Free i -> new Instruction.Free(use.apply(i.object()));
            case Instruction.GhostAllocated i ->
                new Instruction.GhostAllocated(define.apply(i.to()), use.apply(i.object()));
            case Instruction.ReadSideLock i ->
                new Instruction.ReadSideLock(use.apply(i.domain()), i.to().map(define));
            case Instruction.ReadSideUnlock i ->
                new Instruction.ReadSideUnlock(use.apply(i.domain()), use.apply(i.token()));
            case Instruction.Synchronize i -> new Instruction.Synchronize(use.apply(i.domain()));
            case Instruction.Ghost _,
                    Instruction.AssertHeld _,
                    Instruction.GhostHeld _,
                    Instruction.Load _,
                    Instruction.Store _,
                    Instruction.Rmw _,
                    Instruction.Lock _,
                    Instruction.Unlock _,
                    Instruction.TryLock _,
                    Instruction.IsLocked _ ->
                rewriteLocated(instruction, use, define);
        };
    }

    private static Instruction rewriteLocated(
            Instruction instruction, UnaryOperator<Operand> use, UnaryOperator<Register> define) {
        return switch (instruction) {
            case Instruction.Ghost i -> {
                Operand cell = use.apply(i.cell());
                yield new Instruction.Ghost(define.apply(i.to()), cell, candidates(cell, i.candidates()));
            }
            case Instruction.Load i -> {
                Operand cell = use.apply(i.cell());
                yield new Instruction.Load(
                        define.apply(i.to()), cell, i.ordering(), candidates(cell, i.candidates()));
            }
            case Instruction.Store i -> {
                Operand cell = use.apply(i.cell());
                yield new Instruction.Store(
                        cell, use.apply(i.value()), i.ordering(), candidates(cell, i.candidates()));
            }
            case Instruction.Rmw i -> {
                Operand cell = use.apply(i.cell());
                yield new Instruction.Rmw(
                        i.to().map(define),
                        cell,
                        i.operation(),
                        use.apply(i.value()),
                        use.apply(i.compare()),
                        i.ordering(),
                        candidates(cell, i.candidates()));
            }
            case Instruction.AssertHeld i -> {
                Operand lock = use.apply(i.lock());
                yield new Instruction.AssertHeld(lock, i.mode(), candidates(lock, i.candidates()));
            }
            case Instruction.GhostHeld i -> {
                Operand lock = use.apply(i.lock());
                yield new Instruction.GhostHeld(
                        define.apply(i.to()), lock, i.mode(), candidates(lock, i.candidates()));
            }
            case Instruction.Lock i -> {
                Operand lock = use.apply(i.lock());
                yield new Instruction.Lock(lock, i.mode(), candidates(lock, i.candidates()));
            }
            case Instruction.Unlock i -> {
                Operand lock = use.apply(i.lock());
                yield new Instruction.Unlock(lock, i.mode(), candidates(lock, i.candidates()));
            }
            case Instruction.TryLock i -> {
                Operand lock = use.apply(i.lock());
                yield new Instruction.TryLock(
                        define.apply(i.to()), lock, i.mode(), candidates(lock, i.candidates()));
            }
            case Instruction.IsLocked i -> {
                Operand lock = use.apply(i.lock());
                yield new Instruction.IsLocked(define.apply(i.to()), lock, candidates(lock, i.candidates()));
            }
            default -> throw new IllegalStateException("not a located instruction: " + instruction);
        };
    }

    private static List<Integer> candidates(Operand location, List<Integer> candidates) {
        return location instanceof Constant ? List.of() : candidates;
    }
}
