package overtake.axiom;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Judges execution graphs by the axioms of the kernel's memory model.
public final class Judge {
    private Judge() {}

    /// What the axioms say of a run. It is allowed if one of its graphs is.
    public static Judgement judge(ExecutionGraph graph) {
        Judgement first = one(graph);
        return first.allowed()
                ? first
                : graph.others().map(Judge::one).filter(Judgement::allowed).findFirst().orElse(first);
    }

    private static Judgement one(ExecutionGraph graph) {
        KernelModel model = new KernelModel(graph);
        Optional<Axiom> broken = model.broken();
        if (broken.isPresent()) {
            return new Judgement(broken, Cycles.explain(model, broken.get()), List.of(), false);
        }
        if (model.plain.isEmpty()) {
            return new Judgement(broken, List.of(), List.of(), false);
        }
        DataRaces races = new DataRaces(model);
        return new Judgement(broken, List.of(), races(graph, races.races()), races.mixed());
    }

    private static List<Judgement.Race> races(ExecutionGraph graph, Relation races) {
        TreeSet<Judgement.Race> found = new TreeSet<>();
        Locations locations = new Locations(graph.world);
        for (int i = 0; i < graph.events.size(); i++) {
            BitSet others = races.row(i);
            for (int j = others.nextSetBit(0); j >= 0; j = others.nextSetBit(j + 1)) {
                String a = graph.site(i);
                String b = graph.site(j);
                boolean ordered = a.compareTo(b) <= 0;
                found.add(new Judgement.Race(
                        locations.name(graph.events.get(i).location()), ordered ? a : b, ordered ? b : a));
            }
        }
        return new ArrayList<>(found);
    }
}
