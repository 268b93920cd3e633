package overtake.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import overtake.machine.Bounds;
import overtake.machine.Machine;
import overtake.memory.MemoryModel;
import overtake.memory.Sc;
import overtake.memory.Tso;
import overtake.property.Outcome;
import overtake.support.LitmusShapes;

/// Whole outcome sets of the classic shapes.
class ExhaustiveOutcomesTest {
    private static LitmusShapes shape(String name) {
        return LitmusShapes.named(name);
    }

    private static Arguments row(LitmusShapes shape, String sc, String more) {
        return Arguments.of(shape, sc, more);
    }

    /// Each row: the shape, its outcomes under sc, and what tso adds.
    static Stream<Arguments> shapes() {
        return Stream.of(
                row(
                        shape("SB").thread("w x 1", "r y r0").thread("w y 1", "r x r0"),
                        "0:r0=0 1:r0=1|0:r0=1 1:r0=0|0:r0=1 1:r0=1",
                        "0:r0=0 1:r0=0"),
                row(
                        shape("SB+mbs").thread("w x 1", "mb", "r y r0").thread("w y 1", "mb", "r x r0"),
                        "0:r0=0 1:r0=1|0:r0=1 1:r0=0|0:r0=1 1:r0=1",
                        ""),
                row(
                        shape("SB+mb+po").thread("w x 1", "mb", "r y r0").thread("w y 1", "r x r0"),
                        "0:r0=0 1:r0=1|0:r0=1 1:r0=0|0:r0=1 1:r0=1",
                        "0:r0=0 1:r0=0"),
                row(
                        shape("SB+wmb+rmb").thread("w x 1", "wmb", "r y r0").thread("w y 1", "rmb", "r x r0"),
                        "0:r0=0 1:r0=1|0:r0=1 1:r0=0|0:r0=1 1:r0=1",
                        "0:r0=0 1:r0=0"),
                row(
                        shape("SB+locks")
                                .thread("w x 1", "lock s", "r y r0", "unlock s")
                                .thread("w y 1", "lock t", "r x r0", "unlock t"),
                        "0:r0=0 1:r0=1|0:r0=1 1:r0=0|0:r0=1 1:r0=1",
                        ""),
                row(
                        shape("SB+unlocks")
                                .thread("lock s", "w x 1", "unlock s", "r y r0")
                                .thread("lock t", "w y 1", "unlock t", "r x r0"),
                        "0:r0=0 1:r0=1|0:r0=1 1:r0=0|0:r0=1 1:r0=1",
                        "0:r0=0 1:r0=0"),
                row(
                        shape("MP").thread("w x 1", "w y 1").thread("r y r0", "r x r1"),
                        "1:r0=0 1:r1=0|1:r0=0 1:r1=1|1:r0=1 1:r1=1",
                        ""),
                row(
                        shape("LB").thread("r x r0", "w y 1").thread("r y r0", "w x 1"),
                        "0:r0=0 1:r0=0|0:r0=0 1:r0=1|0:r0=1 1:r0=0",
                        ""),
                row(
                        shape("S").thread("w x 2", "w y 1").thread("r y r0", "w x 1"),
                        "1:r0=0 x=1|1:r0=0 x=2|1:r0=1 x=1",
                        ""),
                row(
                        shape("R").thread("w x 1", "w y 1").thread("w y 2", "r x r0"),
                        "1:r0=0 y=1|1:r0=1 y=1|1:r0=1 y=2",
                        "1:r0=0 y=2"),
                row(
                        shape("R+mbs").thread("w x 1", "mb", "w y 1").thread("w y 2", "mb", "r x r0"),
                        "1:r0=0 y=1|1:r0=1 y=1|1:r0=1 y=2",
                        ""),
                row(
                        shape("2+2W").thread("w x 1", "w y 2").thread("w y 1", "w x 2"),
                        "x=1 y=2|x=2 y=1|x=2 y=2",
                        ""),
                row(
                        shape("CoRR").thread("w x 1").thread("r x r0", "r x r1"),
                        "1:r0=0 1:r1=0|1:r0=0 1:r1=1|1:r0=1 1:r1=1",
                        ""),
                row(
                        shape("CoWR").thread("w x 1", "r x r0").thread("w x 2"),
                        "0:r0=1 x=1|0:r0=1 x=2|0:r0=2 x=2",
                        ""),
                row(
                        shape("n6").thread("w x 1", "r x r0", "r y r1").thread("w y 2", "w x 2"),
                        "0:r0=1 0:r1=0 x=2|0:r0=1 0:r1=2 x=1|0:r0=1 0:r1=2 x=2|0:r0=2 0:r1=2 x=2",
                        "0:r0=1 0:r1=0 x=1"),
                row(
                        shape("xchg").thread("xchg x 1 r0").thread("xchg x 2 r0"),
                        "0:r0=0 1:r0=1 x=2|0:r0=2 1:r0=0 x=1",
                        ""),
                row(
                        shape("RCU+sync").thread("rcu", "r x r0", "r y r1", "rcu!").thread("w y 1", "sync", "w x 1"),
                        "0:r0=0 0:r1=0|0:r0=0 0:r1=1|0:r0=1 0:r1=1",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void sc_and_tso_have_exactly_the_outcomes_of_the_shape(LitmusShapes shape, String sc, String more) {
        List<String> expected = Stream.of(sc.split("\\|")).sorted().toList();
        List<String> added = Stream.concat(Stream.of(sc.split("\\|")), Stream.of(more))
                .filter(text -> !text.isEmpty())
                .sorted()
                .toList();
        boolean withCells = sc.contains(" x=") || sc.startsWith("x=") || sc.contains("y=");
        assertThat(outcomes(shape, new Sc(), sc, withCells)).isEqualTo(expected);
        assertThat(outcomes(shape, new Tso(), sc, withCells)).isEqualTo(added);
    }

    private static List<String> outcomes(LitmusShapes shape, MemoryModel model, String sample, boolean withCells) {
        Machine machine = new Machine(shape.world(), model, Bounds.DEFAULT);
        List<Integer> cells = !withCells
                ? List.of()
                : IntStream.range(0, machine.world().cells().size())
                        .filter(i -> sample.matches(
                                "(.* |)" + machine.world().cells().get(i).name() + "=.*"))
                        .boxed()
                        .toList();
        Exhaustive.Result result = Exhaustive.explore(machine, cells, 1_000_000);
        assertThat(result.complete()).isTrue();
        assertThat(result.violations()).isEmpty();
        return result.outcomes().stream().map(Outcome::toString).sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("readers")
    void iriw_is_forbidden_under_sc_and_tso(LitmusShapes shape) {
        for (MemoryModel model : List.of(new Sc(), new Tso())) {
            assertThat(outcomes(shape, model, "", false)).hasSize(15)
                    .noneMatch(outcome -> outcome.equals("2:r0=1 2:r1=0 3:r0=1 3:r1=0"));
        }
    }

    static Stream<LitmusShapes> readers() {
        return Stream.of(
                shape("IRIW").thread("w x 1").thread("w y 1").thread("r x r0", "r y r1").thread("r y r0", "r x r1"),
                shape("IRIW+mbs")
                        .thread("w x 1")
                        .thread("w y 1")
                        .thread("r x r0", "mb", "r y r1")
                        .thread("r y r0", "mb", "r x r1"));
    }
}
