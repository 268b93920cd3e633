package overtake.actor;

import overtake.machine.LockCore;
import overtake.machine.Op;
import overtake.machine.Request;
import overtake.machine.Step;

/// What a CPU asks of the owner of a part of the state, of the environment (a `choose`), or of itself (a hint to run
/// others, an interrupt, a sleep that its own checks will refuse).
///
/// @param slot the slot of the [Step] that delivers it, or [#AT_ONCE] for a query
/// @param gate for a lock request the bit of [LockCore#gates] that must be set; for a trylock that bit, negated: while something of the
///     CPU travels it must not be set; else 0
/// @param request never changed once it is here
record Ask(int agent, int slot, int gate, Request request) implements Message {
    static final int AT_ONCE = -1;

    static Ask pending(int agent, Request request) {
        int slot = request.op < Op.FIRST_VISIBLE ? AT_ONCE : Step.REQUEST;
        int gate = switch (request.op) {
            case Op.LOCK -> LockCore.gate(request.detail, request.interrupt);
            case Op.TRYLOCK -> -LockCore.gate(request.detail, request.interrupt);
            default -> 0;
        };
        return new Ask(agent, slot, gate, request);
    }

    static Ask travelling(int agent, Request request) {
        return new Ask(agent, Step.CHANNEL, 0, request);
    }

    static Ask interrupt(int agent) {
        Request request = new Request();
        request.op = Op.HALT; // what Choices shows for an interrupt
        return new Ask(agent, Step.INTERRUPT, 0, request);
    }

    int op() {
        return request.op;
    }

    int target() {
        return request.target;
    }

    /// How many picks the ask offers: the bound of a `choose`, else 1.
    int alternatives() {
        return request.op == Op.CHOOSE ? request.detail : 1;
    }

    boolean travels() {
        return slot == Step.CHANNEL;
    }

    /// Whether an ask for that would say the same as this one, which comes from the same instruction.
    boolean repeats(Request other) {
        return request.target == other.target && request.value == other.value && request.compare == other.compare;
    }
}
