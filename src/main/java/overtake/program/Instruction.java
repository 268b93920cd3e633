package overtake.program;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;
import overtake.program.line.LineOperation;
import overtake.program.line.LineQuestion;

/// One instruction of a lifted agent or a litmus thread. Shared accesses, fences, lock operations, RCU operations,
/// allocation and [Choose] are visible: one of them is one step of the machine. The others are local to the agent and run together
/// with the visible instruction before them.
///
/// Locations are numbers: cells index [World#cells()], locks [World#locks()], domains [World#domains()], pools
/// [World#pools()]. Where a location operand is a register, `candidates` lists the numbers it can have (for conflict
/// tables and disassembly); where it is a constant the list is empty.
public sealed interface Instruction {

    // ---- local

    record Move(Register to, Operand from) implements Instruction {}

    record Alu(Register to, AluOperation operation, Operand a, Operand b) implements Instruction {}

    /// `to = a condition b ? 1 : 0`, keeping the data dependency on both.
    record SetCondition(Register to, Condition condition, Operand a, Operand b) implements Instruction {}

    /// `to = a condition b ? ifTrue : ifFalse`, keeping the data dependency on all four.
    record Select(Register to, Condition condition, Operand a, Operand b, Operand ifTrue, Operand ifFalse)
            implements Instruction {}

    /// `to = constants[base + offset]`. `base` is an object handle; a handle of 0 (null) is a null dereference.
    record Lookup(Register to, Operand base, int offset) implements Instruction {}

    /// Goes to `target` if the condition holds, else to the next instruction. The control dependency ends at `join`, the immediate
    /// post-dominator, or never within the program if empty.
    record Branch(Condition condition, Operand a, Operand b, int target, Optional<Integer> join)
            implements Instruction {}

    record Jump(int target) implements Instruction {}

    record Halt() implements Instruction {}

    /// Ends the run as a violation: a thrown AssertionError, an impossible case.
    record Fail(String property) implements Instruction {}

    /// A check of a value. `property` is its stable name.
    record Check(CheckKind kind, Operand value, String property) implements Instruction {}

    /// Reads the newest value of a cell for an assertion; no event of the memory model.
    record Ghost(Register to, Operand cell, List<Integer> candidates) implements Instruction {}

    /// lockdep_assert_held and its read and write forms; without a mode any holding will do.
    record AssertHeld(Operand lock, Optional<LockMode> mode, List<Integer> candidates) implements Instruction {}

    /// Ghost form of the same question: 1 if any agent holds the lock in that mode (any mode if empty).
    record GhostHeld(Register to, Operand lock, Optional<LockMode> mode, List<Integer> candidates)
            implements Instruction {}

    /// Ghost question: 1 if the pool object is allocated now.
    record GhostAllocated(Register to, Operand object) implements Instruction {}

    /// Ghost question about a cache line.
    record GhostLine(Register to, LineQuestion question, Operand line, List<Integer> candidates)
            implements Instruction {}

    /// Sets the agent's observation number `slot` (see [Program#observations()]), part of the outcome of a run.
    record Observe(int slot, Operand value) implements Instruction {}

    /// local_irq_disable (+1) and local_irq_enable (-1), also as part of the `_irq` lock forms.
    record InterruptDisable(int delta) implements Instruction {}

    // ---- visible

    record Load(Register to, Operand cell, Ordering ordering, List<Integer> candidates) implements Instruction {}

    record Store(Operand cell, Operand value, Ordering ordering, List<Integer> candidates) implements Instruction {}

    /// Read-modify-write; `to` receives the old value and is empty for the forms that return nothing. `compare` counts only
    /// for the conditional operations.
    record Rmw(
            Optional<Register> to,
            Operand cell,
            RmwOperation operation,
            Operand value,
            Operand compare,
            Ordering ordering,
            List<Integer> candidates)
            implements Instruction {}

    record Fence(FenceKind kind) implements Instruction {}

    record Lock(Operand lock, LockMode mode, List<Integer> candidates) implements Instruction {}

    record Unlock(Operand lock, LockMode mode, List<Integer> candidates) implements Instruction {}

    /// `to` is 1 if the lock was taken, else 0; never waits.
    record TryLock(Register to, Operand lock, LockMode mode, List<Integer> candidates) implements Instruction {}

    /// spin_is_locked: `to` is 1 if any agent holds the lock, else 0. A load of the lock, which orders nothing.
    record IsLocked(Register to, Operand lock, List<Integer> candidates) implements Instruction {}

    /// rcu_read_lock, srcu_read_lock, srcu_down_read. `to` receives the token of the section, if anybody wants it.
    record ReadSideLock(Operand domain, Optional<Register> to) implements Instruction {
        public ReadSideLock(Operand domain) {
            this(domain, Optional.empty());
        }
    }

    /// rcu_read_unlock, srcu_read_unlock, srcu_up_read. Ends the section of that token; a token of 0 is the innermost
    /// section of the agent.
    record ReadSideUnlock(Operand domain, Operand token) implements Instruction {
        public ReadSideUnlock(Operand domain) {
            this(domain, Operand.constant(0));
        }
    }

    /// synchronize_rcu, synchronize_srcu: waits for the read-side sections that began before it.
    record Synchronize(Operand domain) implements Instruction {}

    /// Takes the first free object of a pool, with its initial values; `to` is its handle, or 0 if there is none.
    record Allocate(Register to, int pool) implements Instruction {}

    /// Gives an object back to its pool; from then on an access to it is a use after free.
    record Free(Operand object) implements Instruction {}

    /// An access to a cache line, its maintenance, or what the hardware does with it. `to` is there if the operation reads; `value` counts
    /// if it writes.
    record Line(
            Optional<Register> to, LineOperation operation, Operand line, Operand value, List<Integer> candidates)
            implements Instruction {}

    /// An input of the environment: `to` becomes any of 0 .. bound-1. A pick like any other.
    record Choose(Register to, int bound) implements Instruction {}

    /// cond_resched, cpu_relax: no effect; a strategy may take it as a hint to run others.
    record Yield() implements Instruction {}

    /// Whether it is a step of the machine; the others are local to the agent.
    default boolean isVisible() {
        return switch (this) {
            case Move _,
                    Alu _,
                    SetCondition _,
                    Select _,
                    Lookup _,
                    Branch _,
                    Jump _,
                    Halt _,
                    Fail _,
                    Check _,
                    Ghost _,
                    AssertHeld _,
                    GhostHeld _,
                    GhostAllocated _,
                    GhostLine _,
                    Observe _,
                    InterruptDisable _ ->
                false;
            case Load _,
                    Store _,
                    Rmw _,
                    Fence _,
                    Lock _,
                    Unlock _,
                    TryLock _,
                    IsLocked _,
                    ReadSideLock _,
                    ReadSideUnlock _,
                    Synchronize _,
                    Allocate _,
                    Free _,
                    Line _,
                    Choose _,
                    Yield _ ->
                true;
        };
    }

    /// The register that the instruction sets, if any.
    default Optional<Register> definition() {
        return switch (this) {
            case Move i -> Optional.of(i.to());
            case Alu i -> Optional.of(i.to());
            case SetCondition i -> Optional.of(i.to());
            case Select i -> Optional.of(i.to());
            case Lookup i -> Optional.of(i.to());
            case Ghost i -> Optional.of(i.to());
            case GhostHeld i -> Optional.of(i.to());
            case GhostAllocated i -> Optional.of(i.to());
            case GhostLine i -> Optional.of(i.to());
            case Line i -> i.to();
            case Load i -> Optional.of(i.to());
            case Rmw i -> i.to();
            case TryLock i -> Optional.of(i.to());
            case IsLocked i -> Optional.of(i.to());
            case ReadSideLock i -> i.to();
            case Allocate i -> Optional.of(i.to());
            case Choose i -> Optional.of(i.to());
            case Branch _,
                    Jump _,
                    Halt _,
                    Fail _,
                    Check _,
                    AssertHeld _,
                    Observe _,
                    InterruptDisable _,
                    Store _,
                    Fence _,
                    Lock _,
                    Unlock _,
                    ReadSideUnlock _,
                    Synchronize _,
                    Free _,
                    Yield _ ->
                Optional.empty();
        };
    }

    /// The operands that the instruction reads, constants included.
    default List<Operand> uses() {
        return switch (this) {
            case Move i -> List.of(i.from());
            case Alu i -> List.of(i.a(), i.b());
            case SetCondition i -> List.of(i.a(), i.b());
            case Select i -> List.of(i.a(), i.b(), i.ifTrue(), i.ifFalse());
            case Lookup i -> List.of(i.base());
            case Branch i -> List.of(i.a(), i.b());
            case Check i -> List.of(i.value());
            case Ghost i -> List.of(i.cell());
            case AssertHeld i -> List.of(i.lock());
            case GhostHeld i -> List.of(i.lock());
            case GhostAllocated i -> List.of(i.object());
            case GhostLine i -> List.of(i.line());
            case Line i -> List.of(i.line(), i.value());
            case Observe i -> List.of(i.value());
            case Load i -> List.of(i.cell());
            case Store i -> List.of(i.cell(), i.value());
            case Rmw i -> List.of(i.cell(), i.value(), i.compare());
            case Lock i -> List.of(i.lock());
            case Unlock i -> List.of(i.lock());
            case TryLock i -> List.of(i.lock());
            case IsLocked i -> List.of(i.lock());
            case ReadSideLock i -> List.of(i.domain());
            case ReadSideUnlock i -> List.of(i.domain(), i.token());
            case Synchronize i -> List.of(i.domain());
            case Free i -> List.of(i.object());
            case Jump _, Halt _, Fail _, InterruptDisable _, Fence _, Allocate _, Choose _, Yield _ ->
                List.of();
        };
    }

    /// The instruction with each operand that it reads replaced by `use`, and the register that it sets by `define`. A
    /// location that becomes a constant loses its candidates.
    default Instruction rewrite(UnaryOperator<Operand> use, UnaryOperator<Register> define) {
        return switch (this) {
            case Move i -> new Move(define.apply(i.to()), use.apply(i.from()));
            case Alu i ->
                new Alu(define.apply(i.to()), i.operation(), use.apply(i.a()), use.apply(i.b()));
            case SetCondition i ->
                new SetCondition(
                        define.apply(i.to()), i.condition(), use.apply(i.a()), use.apply(i.b()));
            case Select i ->
                new Select(
                        define.apply(i.to()),
                        i.condition(),
                        use.apply(i.a()),
                        use.apply(i.b()),
                        use.apply(i.ifTrue()),
                        use.apply(i.ifFalse()));
            case Lookup i ->
                new Lookup(define.apply(i.to()), use.apply(i.base()), i.offset());
            case Branch i ->
                new Branch(i.condition(), use.apply(i.a()), use.apply(i.b()), i.target(), i.join());
            case Jump _, Halt _, Fail _, InterruptDisable _, Fence _, Yield _ ->
                this;
            case Check i -> new Check(i.kind(), use.apply(i.value()), i.property());
            case Observe i -> new Observe(i.slot(), use.apply(i.value()));
            case Choose i -> new Choose(define.apply(i.to()), i.bound());
            case Allocate i -> new Allocate(define.apply(i.to()), i.pool());
            case Free i -> new Free(use.apply(i.object()));
            case GhostAllocated i ->
                new GhostAllocated(define.apply(i.to()), use.apply(i.object()));
            case ReadSideLock i -> new ReadSideLock(use.apply(i.domain()), i.to().map(define));
            case ReadSideUnlock i -> new ReadSideUnlock(use.apply(i.domain()), use.apply(i.token()));
            case Synchronize i -> new Synchronize(use.apply(i.domain()));
            case Ghost _,
                    GhostLine _,
                    AssertHeld _,
                    GhostHeld _,
                    Load _,
                    Store _,
                    Rmw _,
                    Line _,
                    Lock _,
                    Unlock _,
                    TryLock _,
                    IsLocked _ ->
                rewriteLocated(use, define);
        };
    }

    private Instruction rewriteLocated(UnaryOperator<Operand> use, UnaryOperator<Register> define) {
        return switch (this) {
            case Ghost i -> {
                Operand cell = use.apply(i.cell());
                yield new Ghost(define.apply(i.to()), cell, candidates(cell, i.candidates()));
            }
            case GhostLine i -> {
                Operand line = use.apply(i.line());
                yield new GhostLine(define.apply(i.to()), i.question(), line, candidates(line, i.candidates()));
            }
            case Line i -> {
                Operand line = use.apply(i.line());
                yield new Line(
                        i.to().map(define),
                        i.operation(),
                        line,
                        use.apply(i.value()),
                        candidates(line, i.candidates()));
            }
            case Load i -> {
                Operand cell = use.apply(i.cell());
                yield new Load(
                        define.apply(i.to()), cell, i.ordering(), candidates(cell, i.candidates()));
            }
            case Store i -> {
                Operand cell = use.apply(i.cell());
                yield new Store(
                        cell, use.apply(i.value()), i.ordering(), candidates(cell, i.candidates()));
            }
            case Rmw i -> {
                Operand cell = use.apply(i.cell());
                yield new Rmw(
                        i.to().map(define),
                        cell,
                        i.operation(),
                        use.apply(i.value()),
                        use.apply(i.compare()),
                        i.ordering(),
                        candidates(cell, i.candidates()));
            }
            default -> rewriteLock(use, define);
        };
    }

    private Instruction rewriteLock(UnaryOperator<Operand> use, UnaryOperator<Register> define) {
        return switch (this) {
            case AssertHeld i -> {
                Operand lock = use.apply(i.lock());
                yield new AssertHeld(lock, i.mode(), candidates(lock, i.candidates()));
            }
            case GhostHeld i -> {
                Operand lock = use.apply(i.lock());
                yield new GhostHeld(
                        define.apply(i.to()), lock, i.mode(), candidates(lock, i.candidates()));
            }
            case Lock i -> {
                Operand lock = use.apply(i.lock());
                yield new Lock(lock, i.mode(), candidates(lock, i.candidates()));
            }
            case Unlock i -> {
                Operand lock = use.apply(i.lock());
                yield new Unlock(lock, i.mode(), candidates(lock, i.candidates()));
            }
            case TryLock i -> {
                Operand lock = use.apply(i.lock());
                yield new TryLock(
                        define.apply(i.to()), lock, i.mode(), candidates(lock, i.candidates()));
            }
            case IsLocked i -> {
                Operand lock = use.apply(i.lock());
                yield new IsLocked(define.apply(i.to()), lock, candidates(lock, i.candidates()));
            }
            default -> throw new IllegalStateException("not a located instruction: " + this);
        };
    }

    private static List<Integer> candidates(Operand location, List<Integer> candidates) {
        return location instanceof Constant ? List.of() : candidates;
    }
}
