package overtake.machine;

import static overtake.machine.Layout.A;
import static overtake.machine.Layout.DONE;
import static overtake.machine.Layout.GRACE;
import static overtake.machine.Layout.MARKS;
import static overtake.machine.Layout.RESULT;
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

    void begin(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        int domain = s[at + A];
        for (int a = 0; a < layout.agents && rules.on(Rule.SECTION_HEARS); a++) {
            if (inGracePeriod(s, domain, a)) {
                views.tellAll(s, views.seen(s, a), w.agent, s[at + Layout.WHAT] >> 1);
            }
        }
        int mine = (int) (open(s, domain) >>> BITS * w.agent) & ALL;
        int bit = BITS * w.agent + Integer.numberOfTrailingZeros(~mine);
        Layout.join(s, layout.domain[domain], 1L << bit);
        s[at + RESULT] = sleepable[domain] ? bit + 1 : GracePeriodCore.NO_TOKEN;
        Window.setDone(s, w.base, slot);
    }

    private boolean inGracePeriod(int[] s, int domain, int agent) {
        return (s[layout.waitsFor(domain, agent) + 1] >>> 31) != 0;
    }

    /// The section that an end entry ends, as a bit, or 0 if it is not open.
    private long section(int[] s, Window w, int at) {
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

    boolean mayEnd(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        return (s[at + MARKS] & Layout.UNKNOWN) == 0 && section(s, w, at) != 0;
    }

    void end(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        int domain = s[at + A];
        long section = section(s, w, at);
        long seen = views.seenBefore(s, w, slot);
        long open = open(s, domain);
        if (rules.on(Rule.GRACE_COLLECTS)) {
            Layout.join(s, layout.ended(domain), seen);
        }
        for (int a = 0; a < layout.agents; a++) {
            int waits = layout.waitsFor(domain, a);
            long pending = Layout.pair(s, waits);
            if ((pending & section) != 0) {
                if (rules.on(Rule.GRACE_COLLECTS)) {
                    Layout.join(s, layout.mask(a, GRACE), seen);
                }
                pending &= ~section;
            }
            Layout.pair(s, waits, sleepable[domain] ? pending : drop(pending, w.agent));
        }
        open &= ~section;
        Layout.pair(s, layout.domain[domain], sleepable[domain] ? open : drop(open, w.agent));
        Window.setDone(s, w.base, slot);
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

    void synchronize(int[] s, Window w, int slot) {
        int at = w.entry(slot);
        int domain = s[at + A];
        int grace = layout.mask(w.agent, GRACE);
        if ((s[at + MARKS] & STARTED) == 0) {
            s[at + MARKS] |= STARTED;
            Layout.pair(s, grace, Layout.pair(s, layout.ended(domain)));
            Layout.pair(s, layout.waitsFor(domain, w.agent), open(s, domain) | Long.MIN_VALUE);
            return;
        }
        long known = views.seenBefore(s, w, slot) | Layout.pair(s, grace);
        views.tellAll(s, known, w.agent, s[at + Layout.WHAT] >> 1);
        Layout.pair(s, grace, 0);
        Layout.pair(s, layout.waitsFor(domain, w.agent), 0);
        Window.setDone(s, w.base, slot);
    }
}
