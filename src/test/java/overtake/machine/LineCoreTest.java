package overtake.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import overtake.program.line.LineOperation;
import overtake.program.line.LineQuestion;

/// What each operation does to a line.
class LineCoreTest {
    private static final int BASE = 2;
    private static final int CPU = 0;
    private static final int OTHER = 5;

    private final LineCore line = new LineCore(7);
    private final int[] state = new int[BASE + LineCore.SIZE + 1];

    @BeforeEach
    void reset() {
        line.reset(state, BASE);
    }

    private int apply(int cpu, LineOperation operation, int value) {
        Request request = new Request();
        request.detail = operation.ordinal();
        request.value = value;
        return line.apply(state, BASE, cpu, request);
    }

    private int apply(LineOperation operation) {
        return apply(CPU, operation, 0);
    }

    private int ask(LineQuestion question) {
        Request request = new Request();
        request.detail = question.ordinal();
        return line.answer(state, BASE, request);
    }

    private void is(String shown) {
        assertThat(line.show(state, BASE)).isEqualTo(shown);
    }

    /// Memory holds 7, and the cache what the word says.
    private void given(String cache) {
        switch (cache) {
            case "clean" -> apply(LineOperation.FILL);
            case "dirty" -> apply(CPU, LineOperation.WRITE, 8);
            default -> assertThat(cache).isEqualTo("absent");
        }
    }

    @Test
    void memory_has_the_first_value_and_the_cache_nothing() {
        is("memory 7, cache empty");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        READ,            absent, 'memory 7, cache 7 clean'
        READ,            clean,  'memory 7, cache 7 clean'
        READ,            dirty,  'memory 7, cache 8 dirty'
        WRITE,           absent, 'memory 7, cache 9 dirty'
        WRITE,           clean,  'memory 7, cache 9 dirty'
        WRITE,           dirty,  'memory 7, cache 9 dirty'
        READ_UNCACHED,   absent, 'memory 7, cache empty'
        READ_UNCACHED,   clean,  'memory 7, cache 7 clean'
        READ_UNCACHED,   dirty,  'memory 7, cache 8 dirty'
        WRITE_UNCACHED,  absent, 'memory 9, cache empty'
        WRITE_UNCACHED,  clean,  'memory 9, cache 7 clean'
        WRITE_UNCACHED,  dirty,  'memory 9, cache 8 dirty'
        EVICT,           absent, 'memory 7, cache empty'
        EVICT,           clean,  'memory 7, cache empty'
        EVICT,           dirty,  'memory 8, cache empty'
        FILL,            absent, 'memory 7, cache 7 clean'
        FILL,            clean,  'memory 7, cache 7 clean'
        FILL,            dirty,  'memory 7, cache 8 dirty'
        COMPLETE,        dirty,  'memory 7, cache 8 dirty'
        COMPLETE_EARLY,  dirty,  'memory 7, cache 8 dirty'
        """)
    void an_operation_takes_effect_at_once(LineOperation operation, String cache, String after) {
        given(cache);
        apply(CPU, operation, 9);
        is(after);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        CLEAN,            absent, 'memory 7, cache empty'
        CLEAN,            clean,  'memory 7, cache 7 clean'
        CLEAN,            dirty,  'memory 8, cache 8 clean'
        CLEAN_INVALIDATE, absent, 'memory 7, cache empty'
        CLEAN_INVALIDATE, clean,  'memory 7, cache empty'
        CLEAN_INVALIDATE, dirty,  'memory 8, cache empty'
        INVALIDATE,       absent, 'memory 7, cache empty'
        INVALIDATE,       clean,  'memory 7, cache empty'
        INVALIDATE,       dirty,  'memory 7, cache empty'
        """)
    void maintenance_takes_effect_at_the_latest_at_the_barrier(LineOperation operation, String cache, String after) {
        given(cache);
        String before = line.show(state, BASE);
        apply(operation);
        is(before + ", " + operation.spelling() + " of CPU 0 pending");
        apply(LineOperation.COMPLETE);
        is(after);
    }

    @ParameterizedTest
    @EnumSource(value = LineOperation.class, names = {"CLEAN", "CLEAN_INVALIDATE"})
    void late_maintenance_writes_back_what_was_stored_since(LineOperation operation) {
        apply(operation);
        apply(OTHER, LineOperation.WRITE, 8);
        apply(LineOperation.COMPLETE);
        assertThat(ask(LineQuestion.MEMORY)).isEqualTo(8);
    }

    @Test
    void a_barrier_waits_for_nobody_elses_maintenance() {
        given("dirty");
        apply(LineOperation.CLEAN);
        apply(OTHER, LineOperation.COMPLETE, 0);
        is("memory 7, cache 8 dirty, dc_cvac of CPU 0 pending");
    }

    @Test
    void the_hardware_completes_the_maintenance_of_all() {
        given("dirty");
        apply(LineOperation.CLEAN);
        apply(OTHER, LineOperation.INVALIDATE, 0);
        is("memory 7, cache 8 dirty, dc_cvac of CPU 0 pending, dc_ivac of CPU 5 pending");
        apply(LineOperation.COMPLETE_EARLY);
        is("memory 8, cache empty");
    }

    @Test
    void cacheable_accesses_of_the_same_cpu_come_after_its_maintenance() {
        given("dirty");
        apply(LineOperation.CLEAN_INVALIDATE);
        assertThat(apply(LineOperation.READ)).isEqualTo(8);
        is("memory 8, cache 8 clean");
        apply(LineOperation.CLEAN_INVALIDATE);
        apply(CPU, LineOperation.WRITE, 9);
        is("memory 8, cache 9 dirty");
    }

    @Test
    void accesses_past_the_cache_do_not_wait_for_maintenance() {
        given("dirty");
        apply(LineOperation.CLEAN);
        assertThat(apply(LineOperation.READ_UNCACHED)).isEqualTo(7);
        apply(CPU, LineOperation.WRITE_UNCACHED, 9);
        apply(LineOperation.COMPLETE);
        is("memory 8, cache 8 clean");
    }

    @Test
    void loads_see_the_cache_or_memory() {
        given("dirty");
        assertThat(apply(LineOperation.READ)).isEqualTo(8);
        assertThat(apply(LineOperation.READ_UNCACHED)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"absent, 7, 0, 0, 7", "clean, 7, 0, 1, 7", "dirty, 7, 1, 1, 8"})
    void questions_are_answered(String cache, int memory, int dirty, int cached, int value) {
        given(cache);
        assertThat(ask(LineQuestion.MEMORY)).isEqualTo(memory);
        assertThat(ask(LineQuestion.DIRTY)).isEqualTo(dirty);
        assertThat(ask(LineQuestion.CACHED)).isEqualTo(cached);
        assertThat(ask(LineQuestion.VALUE)).isEqualTo(value);
    }

    @Test
    void nothing_is_written_outside_the_part() {
        given("dirty");
        apply(OTHER, LineOperation.CLEAN_INVALIDATE, 0);
        assertThat(new int[] {state[0], state[1], state[BASE + LineCore.SIZE]}).containsOnly(0);
    }
}
