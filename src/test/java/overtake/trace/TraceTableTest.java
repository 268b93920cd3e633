package overtake.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Replay;
import overtake.lift.WorldLifter;
import overtake.machine.Bounds;
import overtake.machine.EventKind;
import overtake.machine.Step;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.scenario.worlds.StoreBuffering;
import overtake.support.Golden;
import overtake.trace.TextTable.Cell;
import overtake.trace.TextTable.Colour;

final class TraceTableTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/trace-table");

    /// Both loads overtake both stores. Without line numbers of sources, which goldens do not hold.
    private static Trace storeBuffering() {
        World world = WorldLifter.lift("sb", new StoreBuffering(StoreBuffering.Fence.SMP_WMB, 1, false));
        try (Engine engine = new MachineEngine(world, new Tso(), Bounds.DEFAULT)) {
            TraceRecorder recorder = new TraceRecorder(world);
            engine.journal(recorder);
            int read = Step.of(0, Step.REQUEST, 0);
            int write = Step.of(0, Step.CHANNEL, 0);
            int otherRead = Step.of(1, Step.REQUEST, 0);
            int otherWrite = Step.of(1, Step.CHANNEL, 0);
            Replay replay = new Replay(List.of(read, otherWrite, otherRead, write, write, otherWrite));
            replay.begin(0);
            engine.run(replay, 100);
            Trace trace = recorder.trace(engine.fault());
            return new Trace(trace.agents(), trace.lines().stream().map(TraceTableTest::withoutNumber).toList());
        }
    }

    private static TraceLine withoutNumber(TraceLine line) {
        return new TraceLine(line.n(), line.agent(), line.kind(), line.site(), line.text(), line.file(), 0,
                line.overtakes(), line.fault());
    }

    @Test
    void overtaken_stores_are_marked_where_they_are_sent_overtaken_and_delivered() {
        check("store-buffering.txt", TraceTable.lines(storeBuffering(), 120, Colour.OFF));
    }

    @Test
    void a_narrow_table_wraps_its_cells() {
        List<String> lines = TraceTable.lines(storeBuffering(), 60, Colour.OFF);
        assertThat(lines).allMatch(line -> line.length() <= 60);
        check("narrow.txt", lines);
    }

    @Test
    void colour_changes_nothing_but_colour() {
        List<String> plain = TraceTable.lines(storeBuffering(), 80, Colour.OFF);
        List<String> coloured = TraceTable.lines(storeBuffering(), 80, Colour.ON);
        assertThat(coloured).anyMatch(line -> line.contains("\u001b["));
        assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "").stripTrailing()))
                .isEqualTo(plain);
    }

    @Test
    void a_violation_of_the_world_as_a_whole_belongs_to_no_agent() {
        var lines = List.of(
                new TraceLine(1, "a", EventKind.PERFORM, "m/f", "f", "", 0, List.of(), false),
                new TraceLine(2, "", EventKind.END, "", "invariant sum is broken", "", 0, List.of(), true));
        assertThat(TraceTable.lines(new Trace(List.of("a", "b"), lines), 80, Colour.OFF))
                .containsExactly("# | a | b", "--+---+--", "1 | f |", "--+---+--",
                        "2  VIOLATION  invariant sum is broken");
    }

    @Test
    void a_trace_without_sources_has_no_column_for_them() {
        var lines = List.of(new TraceLine(1, "a", EventKind.PERFORM, "m/f", "f", "", 0, List.of(), false));
        assertThat(TraceTable.lines(new Trace(List.of("a"), lines), 80, Colour.OFF).getFirst()).isEqualTo("# | a");
    }

    @Test
    void words_longer_than_a_column_are_broken_at_their_joints() {
        assertThat(TextTable.wrap("READ_ONCE(kvm.mmu_gpc_invalidate_range_start)", 40))
                .containsExactly("READ_ONCE(kvm.mmu_gpc_invalidate_range_", "  start)");
        assertThat(TextTable.wrap("x".repeat(50), 20)).allMatch(line -> line.length() <= 20);
        assertThat(TextTable.wrap("one two", 20)).containsExactly("one two");
    }

    @Test
    void a_table_keeps_its_columns_when_there_is_no_room() {
        TextTable table = new TextTable(List.of("a", "b"), 10, Colour.OFF);
        table.add(List.of(Cell.of("one two three"), Cell.of("four five six")));
        assertThat(table.lines()).contains("one two  | four").allMatch(line -> line.length() <= 19);
    }

    private static void check(String file, List<String> lines) {
        Golden.check(GOLDEN.resolve(file), String.join("\n", lines));
    }

    @Test
    void an_empty_trace_is_a_table_of_headers() {
        TraceRecorder recorder = new TraceRecorder(WorldLifter.lift("sb", new StoreBuffering(
                StoreBuffering.Fence.NONE, 1, false)));
        assertThat(TraceTable.lines(recorder.trace(Optional.empty()), 80, Colour.OFF))
                .containsExactly("# | cpu0 | cpu1", "--+------+-----");
    }
}
