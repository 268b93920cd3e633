package overtake.explore.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.machine.Bounds;
import overtake.memory.Sc;
import overtake.program.World;
import overtake.support.Script;

final class GuidedTest {
    private static final int RUNS = 20_000;

    /// Five steps of one agent must each fall between two of the other's: a chain that picks at random hardly ever makes, and that can be made link by link.
    private static World chain() {
        List<String> a = new ArrayList<>();
        List<String> b = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            a.add("write x" + i + " 1");
            a.add("read y" + i + " %0");
            a.add("if %0 == 0 end");
            b.add("read x" + i + " %0");
            b.add("if %0 == 0 end");
            b.add("write y" + i + " 1");
        }
        a.add("write done 1");
        a.add(": end");
        b.add(": end");
        return Script.named("chain").agent("a", a.toArray(String[]::new)).agent("b", b.toArray(String[]::new)).world();
    }

    /// How many executions until `done` is written; every run that goes further than all before it is kept.
    private static int untilDone(Corpus corpus, boolean keeping) {
        World world = chain();
        Guided guided = new Guided("guided", 5, new RandomWalk(5), corpus);
        int furthest = 0;
        int done = IntStream.range(0, world.cells().size())
                .filter(cell -> world.cells().get(cell).name().equals("done")).findFirst().orElseThrow();
        try (Engine engine = new MachineEngine(world, new Sc(), Bounds.DEFAULT)) {
            for (int i = 0; i < RUNS; i++) {
                guided.begin(i);
                engine.run(guided, 200);
                if (engine.cell(done) == 1) {
                    return i;
                }
                if (keeping && engine.steps() > furthest) {
                    corpus.add(IntStream.range(0, engine.steps()).map(engine::step).toArray());
                }
                furthest = Math.max(furthest, engine.steps());
            }
        }
        return RUNS;
    }

    @Test
    void what_is_built_link_by_link_is_found_by_changing_kept_runs() {
        int guided = untilDone(new Corpus(), true);
        // The negative twin keeps nothing.
        int unguided = untilDone(new Corpus(), false);
        assertThat(guided).isLessThan(unguided / 4);
    }

    @Test
    void with_nothing_kept_the_base_picks() {
        World world = chain();
        Guided guided = new Guided("guided", 5, new RandomWalk(11), new Corpus());
        RandomWalk base = new RandomWalk(11);
        try (Engine first = new MachineEngine(world, new Sc(), Bounds.DEFAULT);
                Engine second = new MachineEngine(world, new Sc(), Bounds.DEFAULT)) {
            for (int i = 0; i < 20; i++) {
                guided.begin(i);
                base.begin(i);
                first.run(guided, 200);
                second.run(base, 200);
                assertThat(IntStream.range(0, first.steps()).map(first::step).boxed().toList())
                        .isEqualTo(IntStream.range(0, second.steps()).map(second::step).boxed().toList());
            }
        }
    }

    @Test
    void a_corpus_thins_out_when_it_is_full() {
        Corpus corpus = new Corpus();
        for (int i = 0; i < 10_000; i++) {
            corpus.add(new int[] {i});
        }
        assertThat(corpus.size()).isBetween(100, 512);
        assertThat(corpus.schedule(corpus.size() - 1)).containsExactly(9_999);
    }
}
