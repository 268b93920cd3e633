package overtake.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import overtake.explain.Evidence.Answer;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.shrink.Shrinker;
import overtake.explore.strategy.RandomWalk;
import overtake.lift.WorldLifter;
import overtake.machine.Bounds;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.program.FenceKind;
import overtake.program.Invariant.When;
import overtake.program.LockKind;
import overtake.program.World;
import overtake.scenario.worlds.StoreBuffering;
import overtake.support.Script;
import overtake.support.TestWorlds;

final class ExplainerTest {
    private static final int MAX_STEPS = 400;

    private static Explanation explain(World world, MemoryModel model) {
        Shrinker.Result shrunk =
                new Shrinker(world, model, Bounds.DEFAULT, MAX_STEPS).shrink(violation(world, model));
        return new Explainer(world, model, Bounds.DEFAULT, MAX_STEPS).explain(shrunk.steps());
    }

    private static List<Integer> violation(World world, MemoryModel model) {
        try (Engine engine = new MachineEngine(world, model, Bounds.DEFAULT)) {
            RandomWalk walk = new RandomWalk(11);
            for (int i = 0; i < 5000; i++) {
                walk.begin(i);
                if (engine.run(walk, MAX_STEPS) == Engine.Ending.VIOLATED) {
                    return IntStream.range(0, engine.steps()).map(engine::step).boxed().toList();
                }
            }
        }
        throw new AssertionError("no violation of " + world.name() + " under " + model.name());
    }

    private static World storeBuffering(StoreBuffering.Fence fence) {
        return WorldLifter.lift("sb", new StoreBuffering(fence, 1, false));
    }

    @Test
    void the_sentence_says_what_overtook_what_and_what_came_of_it() {
        Explanation explanation = explain(storeBuffering(StoreBuffering.Fence.NONE), new Tso());
        assertThat(explanation.sentence()).startsWith("cpu0's READ_ONCE(memory.y) = 0 (#")
                .contains("overtook its earlier WRITE_ONCE(memory.x) := 1 (#", ", not ")
                .endsWith("someone-sees is broken.");
        assertThat(explanation.change().orElseThrow()).matches("#\\d+ before #\\d+");
    }

    @Test
    void the_fence_that_forbids_it_is_found_with_its_partner() {
        Remedy remedy = explain(storeBuffering(StoreBuffering.Fence.NONE), new Tso()).remedy().orElseThrow();
        assertThat(remedy.fences()).singleElement().satisfies(fence -> {
            assertThat(fence.kind()).isEqualTo(FenceKind.SMP_MB);
            assertThat(fence.form()).isEqualTo(Remedy.Form.NEW);
            assertThat(fence.site()).isEqualTo("store_then_load/READ_ONCE(memory.y)");
        });
        assertThat(remedy.partners()).singleElement().asString().startsWith("cpu1's smp_mb (between #");
        assertThat(remedy.evidence().answer()).isEqualTo(Answer.NEVER_BROKEN);
        assertThat(remedy.evidence().basis()).startsWith("all ");
    }

    @Test
    void a_fence_that_is_too_weak_is_made_stronger() {
        Remedy remedy = explain(storeBuffering(StoreBuffering.Fence.SMP_WMB), new Tso()).remedy().orElseThrow();
        assertThat(remedy.fences()).singleElement().satisfies(fence -> {
            assertThat(fence.form()).isEqualTo(Remedy.Form.STRONGER);
            assertThat(fence.site()).isEqualTo("store_then_load/smp_wmb");
        });
    }

    @Test
    void of_many_operations_that_were_overtaken_the_first_are_named() {
        assertThat(Sentence.listed(List.of("p"))).isEqualTo("p");
        assertThat(Sentence.listed(List.of("p", "q", "r"))).isEqualTo("p and q and r");
        assertThat(Sentence.listed(List.of("p", "q", "r", "s"))).isEqualTo("p and q and 2 operations more");
    }

    private static World bothUnfenced() {
        return Script.named("sb-both")
                .agent("a", "write x 1", "read y %0", "write r0 1", "write s0 %0")
                .agent("b", "write y 1", "read x %0", "write r1 1", "write s1 %0")
                .invariant("seen", When.FINALLY, "ghost s0 %0", "if %0 != 0 out", "ghost s1 %1", "if %1 != 0 out",
                        "fail seen", ": out")
                .world();
    }

    @Test
    void where_one_fence_does_not_do_two_are_named() {
        Remedy remedy = explain(bothUnfenced(), new Tso()).remedy().orElseThrow();
        assertThat(remedy.fences()).extracting(Remedy.Fence::agent).containsExactlyInAnyOrder("a", "b");
        assertThat(remedy.evidence().answer()).isEqualTo(Answer.NEVER_BROKEN);
    }

    @Test
    void the_triage_says_that_it_cannot_happen_without_overtaking() {
        Explanation explanation = explain(storeBuffering(StoreBuffering.Fence.NONE), new Tso());
        assertThat(explanation.triage()).extracting(Explanation.Shown::model).startsWith("sc", "tso");
        assertThat(explanation.triage().getFirst().evidence().answer()).isEqualTo(Answer.NEVER_BROKEN);
        assertThat(explanation.kind()).startsWith("cannot happen without overtaking");
    }

    private static World lostUpdate() {
        String[] increment = {"read n %0", "sub %0 -1 %0", "write n %0"};
        return Script.named("lost-update")
                .agent("a", increment)
                .agent("b", increment)
                .invariant("counted", When.FINALLY, "ghost n %0", "sub %0 2 %0", "warn %0 counted")
                .world();
    }

    @Test
    void a_violation_of_mere_interleaving_says_what_came_between_and_needs_no_fence() {
        Explanation explanation = explain(lostUpdate(), new Sc());
        assertThat(explanation.sentence()).contains(" came between ", ", so ").endsWith("counted is broken.");
        assertThat(explanation.remedy()).isEmpty();
        assertThat(explanation.kind()).startsWith("happens without any overtaking");
        assertThat(explanation.triage()).allMatch(each -> each.evidence().answer() == Answer.BROKEN);
    }

    @Test
    void what_one_agent_does_alone_is_said_to_be_so() {
        Explanation explanation = explain(TestWorlds.nullDereference(), new Sc());
        assertThat(explanation.sentence()).contains(" alone breaks null-dereference, whatever others do");
        assertThat(explanation.change()).isEmpty();
    }

    @Test
    void runs_of_the_kernels_own_model_are_explained() {
        World world = Script.named("mp")
                .agent("a", "write x 1", "write y 1")
                .agent("b", "read y %0", "rmb", "read x %1", "if %0 == 0 out", "if %1 != 0 out", "fail stale", ": out")
                .world();
        Explanation explanation = explain(world, new Lkmm());
        assertThat(explanation.sentence())
                .isEqualTo("a's write y 1 := 1 (#2) reached b before its earlier write x 1 := 1 (#1), "
                        + "so b's read x %1 is 0 (#6), not 1, and stale is broken.");
        assertThat(explanation.cycle().getFirst()).startsWith("[po] ; rf ; smp_rmb ; fr: nothing orders");
        assertThat(explanation.remedy().orElseThrow().fences()).singleElement()
                .satisfies(fence -> assertThat(fence.kind()).isEqualTo(FenceKind.SMP_WMB));
    }

    @Test
    void the_cycle_says_which_step_nothing_orders() {
        Explanation explanation = explain(storeBuffering(StoreBuffering.Fence.NONE), new Tso());
        assertThat(explanation.cycle()).hasSize(6);
        assertThat(explanation.cycle().getFirst()).startsWith("[po] ; fr ; smp_mb ; fr: nothing orders");
        assertThat(explanation.cycle().get(1)).startsWith("cpu0: WRITE_ONCE(memory.x) := 1 (#");
        assertThat(explanation.cycle().get(2)).startsWith("-[po]-> cpu0: READ_ONCE(memory.y) = 0 (#");
        assertThat(explanation.cycle().getLast()).matches("-fr-> #\\d+");
    }

    @Test
    void a_violation_of_mere_interleaving_has_no_cycle() {
        assertThat(explain(lostUpdate(), new Sc()).cycle()).isEmpty();
        assertThat(explain(lostUpdate(), new Tso()).cycle()).isEmpty();
    }

    @Test
    void the_fence_that_forbids_a_run_of_the_kernels_model_does_so_by_an_axiom() {
        Remedy remedy = explain(storeBuffering(StoreBuffering.Fence.NONE), new Lkmm()).remedy().orElseThrow();
        assertThat(remedy.fences()).singleElement()
                .satisfies(fence -> assertThat(fence.kind()).isEqualTo(FenceKind.SMP_MB));
        assertThat(remedy.forbidden().getFirst()).isEqualTo("propagation");
        assertThat(remedy.forbidden().get(1)).contains("--pb");
    }

    @Test
    void scenes_show_memory_what_is_in_flight_and_who_holds_what() {
        World world = Script.named("locked")
                .lock("l", LockKind.SPINLOCK)
                .agent("a", "lock l", "write x 1", "read y %0", "warn 1 here", "unlock l")
                .agent("b", "read x %0", "write y 1")
                .world();
        assertThat(explain(world, new Tso()).scenes().getLast().held()).containsExactly("l: held by a");
        Explanation.Scene scene = explain(storeBuffering(StoreBuffering.Fence.NONE), new Tso()).scenes().getFirst();
        assertThat(scene.inFlight()).anyMatch(line -> line.startsWith("cpu0: WRITE_ONCE(memory.x) := 1 (#"));
        assertThat(scene.memory()).contains("memory.x = 0");
    }

    @Test
    void who_gives_up_gets_the_sentence_and_no_fence() {
        World world = storeBuffering(StoreBuffering.Fence.NONE);
        Shrinker.Result shrunk = new Shrinker(world, new Tso(), Bounds.DEFAULT, MAX_STEPS)
                .shrink(violation(world, new Tso()));
        Explainer explainer = new Explainer(world, new Tso(), Bounds.DEFAULT, MAX_STEPS);
        explainer.stop();
        Explanation explanation = explainer.explain(shrunk.steps());
        assertThat(explanation.sentence()).contains("overtook its earlier").endsWith("someone-sees is broken.");
        assertThat(explanation.remedy()).isEmpty();
        assertThat(explanation.triage().getFirst().evidence().answer()).isEqualTo(Answer.NOT_SEEN);
    }

    @Test
    void a_search_that_meets_its_bound_says_what_it_has_seen() {
        assertThat(new Evidence(Answer.NOT_SEEN, 10, 2000, List.of()).basis())
                .isEqualTo("2,000 executions and 10 states, not all");
    }
}
