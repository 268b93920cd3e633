package overtake.axiom;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Says with which events a graph breaks an axiom, in the model's words.
final class Cycles {
    private Cycles() {}

    /// A line for each event, `agent: operation --relation--> `, the last leading back to the first.
    static List<String> explain(KernelModel model, Axiom axiom) {
        return switch (axiom) {
            case COHERENCE -> cycle(model, model.poLoc().or(model.communication()), List.of(
                    new KernelModel.Step("po-loc", model.poLoc()), new KernelModel.Step("rf", model.rf),
                    new KernelModel.Step("co", model.co), new KernelModel.Step("fr", model.fr)));
            case ATOMICITY -> atomicity(model);
            case HAPPENS_BEFORE -> cycle(model, model.hb, model.steps());
            case PROPAGATION -> cycle(model, model.pb, List.of(new KernelModel.Step("pb", model.pb)));
            case RCU -> rcu(model);
            case PLAIN_COHERENCE -> List.of("a plain access saw what the order of events forbids it to see");
        };
    }

    private static List<String> cycle(KernelModel model, Relation relation, List<KernelModel.Step> names) {
        List<Integer> cycle = relation.cycle();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < cycle.size(); i++) {
            int from = cycle.get(i);
            int to = cycle.get((i + 1) % cycle.size());
            lines.add(model.graph.describe(from) + " --" + through(model, names, from, to) + "-->");
        }
        return lines;
    }

    /// What relates two events of a cycle. What propagates is shown by the events in between.
    private static String through(KernelModel model, List<KernelModel.Step> names, int from, int to) {
        String name = names.stream()
                .filter(step -> step.relation().has(from, to))
                .map(KernelModel.Step::name)
                .findFirst()
                .orElse("?");
        return switch (name) {
            case "prop" ->
                "prop" + between(model, List.of(overwrite(model), model.cumulFence.star(), model.rfe.maybe()),
                        from, to);
            case "pb" -> "pb" + between(model, List.of(overwrite(model), model.cumulFence.star(), model.rfe.maybe(),
                    model.strongFence, model.hb.star()), from, to);
            default -> name;
        };
    }

    private static Relation overwrite(KernelModel model) {
        return model.co.or(model.fr).and(model.external).maybe();
    }

    private static List<String> rcu(KernelModel model) {
        for (int i = 0; i < model.graph.events.size(); i++) {
            if (model.rb.has(i, i)) {
                String way = between(model, List.of(model.prop, model.rcuFence, model.hb.star(),
                        model.pb.star()), i, i);
                return List.of(model.graph.describe(i) + " --rb" + way + "-->");
            }
        }
        return List.of();
    }

    private static List<String> atomicity(KernelModel model) {
        Relation between = model.fr.and(model.external).then(model.co.and(model.external));
        Relation wrong = model.graph.rmw.and(between);
        for (int i = 0; i < wrong.size(); i++) {
            BitSet row = wrong.row(i);
            if (!row.isEmpty()) {
                String way = between(model, List.of(model.fr.and(model.external), model.co.and(model.external)), i,
                        row.nextSetBit(0));
                return List.of(model.graph.describe(i) + " --rmw" + way + "-->");
            }
        }
        return List.of();
    }

    /// The events on a way through these relations, as ` (a; b; c)`; nothing if there are none.
    private static String between(KernelModel model, List<Relation> way, int from, int to) {
        List<Relation> rests = new ArrayList<>();
        Relation rest = null;
        for (Relation step : way.reversed()) {
            rest = rest == null ? step : step.then(rest);
            rests.addFirst(rest);
        }
        List<String> names = new ArrayList<>();
        int at = from;
        for (int i = 0; i + 1 < way.size(); i++) {
            int next = firstWithWay(way.get(i).row(at), rests.get(i + 1), to, at);
            if (next != at && next != to) {
                names.add(model.graph.describe(next));
            }
            at = next;
        }
        return names.isEmpty() ? "" : " (" + String.join("; ", names) + ")";
    }

    /// The first of some events from which the rest of the way leads to an event; `otherwise` if there is none.
    private static int firstWithWay(BitSet events, Relation rest, int to, int otherwise) {
        for (int i = events.nextSetBit(0); i >= 0; i = events.nextSetBit(i + 1)) {
            if (rest.has(i, to)) {
                return i;
            }
        }
        return otherwise;
    }
}
