package overtake.lift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import overtake.kernel.Agent;
import overtake.kernel.Composition;
import overtake.program.World;

/// A lifted agent computes what its Java computes: random agents are compiled, lifted and run, and run natively. Their classes come
/// from a class loader of their own, as those of a world beside a scenario do.
class RandomAgentsTest {
    private static final int NIGHTLY_RUNS = 2_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void a_lifted_agent_leaves_the_same_memory_as_the_native_one(long seed) throws ReflectiveOperationException {
        compare(seed);
    }

    @Test
    @Tag("nightly")
    void so_do_many_more() throws ReflectiveOperationException {
        long first = System.nanoTime();
        System.out.println("random agents from seed " + first);
        for (int i = 0; i < NIGHTLY_RUNS; i++) {
            compare(first + i);
        }
    }

    private static void compare(long seed) throws ReflectiveOperationException {
        String name = "Agent" + Long.toUnsignedString(seed);
        String source = new RandomAgents(new SplittableRandom(seed)).source(name);
        Agent agent = (Agent) InMemory.compile("fuzz." + name, source).getConstructor().newInstance();
        Map<String, String> lifted = SequentialRun.end(world(agent));
        agent.run();
        Map<String, String> run = SequentialRun.start(world(agent));
        assertThat(lifted).as("seed %d:%n%s", seed, source).isEqualTo(run);
    }

    private static World world(Agent agent) {
        return Lifted.world((Composition composition) -> {
            for (String field : new String[] {"a", "b", "c"}) {
                composition.shared(field, value(agent, field));
            }
            composition.agent("agent", agent);
        });
    }

    private static Object value(Agent agent, String field) {
        try {
            return agent.getClass().getField(field).get(agent);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
