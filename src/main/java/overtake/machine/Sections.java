package overtake.machine;

import static overtake.machine.Layout.A;
import static overtake.machine.Layout.GRACE;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.Layout.STARTED;

/// Read-side sections and grace periods of `lkmm`. The guarantee of RCU (tools/memory-model/Documentation/explanation.txt): for each
/// section and each grace period, either the section ends first, and what its agent had seen by then is known to all when the grace period ends; or
/// the grace period starts first, and what its agent knew then is known to all when the section begins.
///
/// The open sections of a domain are a bit set, four bits an agent as in [GracePeriodCore]: those of an srcu_struct keep their
/// bit, which gives their token; those of RCU are counted from the oldest, since they end in the order in which they began.
final class Sections {
    private static final int BITS = 4;
    private static final int ALL = (1 << BITS) - 1;

    private final Layout layout;
    private final Views views;
    private final Rules rules;
    private final boolean[] sleepable;

    Sections(Layout layout, Views views, Rules rules, boolean[] sleepable) {
        this.layout = layout;
        this.views = views;
        this.rules = rules;
        this.sleepable = sleepable.clone();
    }

    private long open(int[] s, int domain) {
        return Layout.pair(s, layout.domain[domain]);
    }

    boolean mayBegin(int[] s, Window w, int slot) {
        int mine = (int) (open(s, s[w.entry(slot) + A]) >>> BITS * w.agent) & ALL;
        return mine != ALL;
    }

    /// Which stores an agent must tell when a section begins: what it had seen, if it is in a grace period.
    long tellsAtBegin(int[] s, int domain, int agent) {
        return rules.on(Rule.SECTION_HEARS) && inGracePeriod(s, domain, agent) ? views.seen(s, agent) : 0;
    }

    boolean inGracePeriod(int[] s, int domain, int agent) {
        return (s[layout.waitsFor(domain, agent) + 1] >>> 31) != 0;
    }

    private int nextBit(int[] s, int domain, int agent) {
        int mine = (int) (open(s, domain) >>> BITS * agent) & ALL;
        return BITS * agent + Integer.numberOfTrailingZeros(~mine);
    }

    /// The token of the section that the agent would begin now.
    int nextToken(int[] s, int domain, int agent) {
        return sleepable[domain] ? nextBit(s, domain, agent) + 1 : GracePeriodCore.NO_TOKEN;
    }

    void begin(int[] s, int domain, int agent) {
        Layout.join(s, layout.domain[domain], 1L << nextBit(s, domain, agent));
    }

    /// The section that an end entry ends, as a bit, or 0 if it is not open.
    long section(int[] s, Window w, int at) {
        int domain = s[at + A];
        long open = open(s, domain);
        int token = s[at + A + 1];
        if (!sleepable[domain]) {
            return open & 1L << BITS * w.agent;
        }
        if (token == GracePeriodCore.NO_TOKEN) {
            return Long.highestOneBit(open >>> BITS * w.agent & ALL) << BITS * w.agent;
        }
        return token > 0 && token <= Long.SIZE ? open & 1L << token - 1 : 0;
    }

    /// The section that a begin entry has begun, which is the agent's last one, as a bit.
    long begun(int[] s, Window w, int at) {
        int domain = s[at + A];
        return sleepable[domain]
                ? 1L << s[at + Layout.RESULT] - 1
                : Long.highestOneBit(open(s, domain) >>> BITS * w.agent & ALL) << BITS * w.agent;
    }

    /// Nobody waits for a section that has never been. What was told when it began stays known.
    void cancel(int[] s, Change.Cancel cancel) {
        int domain = cancel.domain();
        Layout.pair(s, layout.domain[domain], open(s, domain) & ~cancel.section());
        for (int a = 0; a < layout.agents; a++) {
            int waits = layout.waitsFor(domain, a);
            Layout.pair(s, waits, Layout.pair(s, waits) & ~cancel.section());
        }
    }

    boolean mayEnd(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        return (s[at + MARKS] & Layout.UNKNOWN) == 0 && section(s, w, at) != 0;
    }

    void end(int[] s, Change.End end) {
        int domain = end.domain();
        long open = open(s, domain);
        if (rules.on(Rule.GRACE_COLLECTS)) {
            Layout.join(s, layout.ended(domain), end.seen());
        }
        for (int a = 0; a < layout.agents; a++) {
            int waits = layout.waitsFor(domain, a);
            long pending = Layout.pair(s, waits);
            if ((pending & end.section()) != 0) {
                if (rules.on(Rule.GRACE_COLLECTS)) {
                    Layout.join(s, layout.mask(a, GRACE), end.seen());
                }
                pending &= ~end.section();
            }
            Layout.pair(s, waits, sleepable[domain] ? pending : drop(pending, end.agent()));
        }
        open &= ~end.section();
        Layout.pair(s, layout.domain[domain], sleepable[domain] ? open : drop(open, end.agent()));
    }

    /// Takes the agent's oldest section out.
    private static long drop(long sections, int agent) {
        long mine = (long) ALL << BITS * agent;
        return sections & ~mine | (sections & mine) >>> 1 & mine;
    }

    /// A grace period is two steps. It may end when it has started and waits for nobody.
    boolean mayGoOn(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        boolean started = (s[at + MARKS] & STARTED) != 0;
        return !started
                || Layout.pair(s, layout.waitsFor(s[at + A], w.agent)) == Long.MIN_VALUE
                || !rules.on(Rule.GRACE_WAITS);
    }

    /// The agent begins to wait: what ended sections knew it must tell at the end.
    void await(int[] s, int domain, int agent) {
        Layout.pair(s, layout.mask(agent, GRACE), Layout.pair(s, layout.ended(domain)));
        Layout.pair(s, layout.waitsFor(domain, agent), open(s, domain) | Long.MIN_VALUE);
    }

    /// What an agent tells when its grace period ends.
    long tellsAtEnd(int[] s, Window w, int slot) {
        return views.seenBefore(s, w, slot) | Layout.pair(s, layout.mask(w.agent, GRACE));
    }

    void over(int[] s, int domain, int agent) {
        Layout.pair(s, layout.mask(agent, GRACE), 0);
        Layout.pair(s, layout.waitsFor(domain, agent), 0);
    }
}
