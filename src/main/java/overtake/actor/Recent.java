package overtake.actor;

import org.jspecify.annotations.Nullable;
import overtake.machine.Request;

/// Travelling asks that a CPU has sent before, by content, so that few need to be made: a table without chains, the newer one
/// displaces the older one.
final class Recent {
    private static final int SIZE = 64;

    private final int agent;
    private final @Nullable Ask[] table = new Ask[SIZE];

    Recent(int agent) {
        this.agent = agent;
    }

    /// The ask for what `request` says now; the request itself is not kept.
    Ask ask(Request request) {
        int at = 31 * (31 * request.op + request.target) + request.value & SIZE - 1;
        Ask ask = table[at];
        if (ask == null || ask.op() != request.op || !ask.repeats(request)) {
            ask = Ask.travelling(agent, copy(request));
            table[at] = ask;
        }
        return ask;
    }

    private static Request copy(Request from) {
        Request to = new Request();
        to.op = from.op;
        to.target = from.target;
        to.value = from.value;
        to.compare = from.compare;
        to.detail = from.detail;
        to.interrupt = from.interrupt;
        return to;
    }
}
