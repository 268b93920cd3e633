package overtake.check.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of fingerprints, and what stands before and under it.
final class StateTableTest {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long MOST_BYTES = 1L << 28;

    /// Each kind of memory, with one and with several users; JUnit closes them.
    static Stream<StateTable> tables() {
        return Stream.of(new StateTable(MOST_BYTES, 1), new StateTable(MOST_BYTES, 3),
                new StateTable(MOST_BYTES, 1, new Room.Pieces()), new StateTable(MOST_BYTES, 3, new Room.Pieces()));
    }

    private static boolean addOne(StateTable table, long high, long low) {
        long stamp = table.enter(1);
        boolean fresh = table.add(high, low);
        table.leave(stamp, fresh ? 1 : 0);
        return fresh;
    }

    @ParameterizedTest
    @MethodSource("tables")
    void what_was_added_while_the_table_grew_is_found_again(StateTable table) {
        int entries = 2_000_000;
        for (long i = 1; i <= entries; i++) {
            assertThat(addOne(table, i * GOLDEN, i)).isTrue();
            assertThat(table.bytes()).isLessThanOrEqualTo(Math.max(StateTable.SMALL_BYTES, 24 * i));
        }
        assertThat(table.count()).isEqualTo(entries);
        for (long i = 1; i <= entries; i++) {
            assertThat(addOne(table, i * GOLDEN, i)).isFalse();
        }
        assertThat(addOne(table, 0, 0)).isTrue();
        assertThat(addOne(table, 0, 0)).isFalse();
        assertThat(addOne(table, GOLDEN, 2)).as("equal in the first word only").isTrue();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void lines_that_overflow_are_moved_whole(StateTable table) {
        for (long i = 1; i <= 4_000; i++) {
            assertThat(addOne(table, -i >> i % 2, i)).as("the last lines and, from there, the first ones").isTrue();
            assertThat(addOne(table, i, -i)).isTrue();
        }
        for (long i = 1; i <= 4_000; i++) {
            assertThat(addOne(table, -i >> i % 2, i)).isFalse();
            assertThat(addOne(table, i, -i)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void entries_stay_in_their_regions_whatever_the_table_grows_to(StateTable table) {
        int clusters = 64;
        for (long i = 1; i <= 200_000; i++) {
            assertThat(addOne(table, i * GOLDEN, i)).isTrue();
            if (i % 10 == 0) {
                assertThat(addOne(table, (i % clusters << Long.SIZE - 6) - i / clusters / 10, -i))
                        .as("the last lines of a region")
                        .isTrue();
            }
        }
        for (long i = 1; i <= 200_000; i++) {
            assertThat(addOne(table, i * GOLDEN, i)).isFalse();
            if (i % 10 == 0) {
                assertThat(addOne(table, (i % clusters << Long.SIZE - 6) - i / clusters / 10, -i)).isFalse();
            }
        }
        assertThat(table.isFull()).isFalse();
    }

    @Test
    void a_region_that_is_full_makes_the_table_full() {
        try (StateTable table = new StateTable(MOST_BYTES, 2)) {
            long tried = 0;
            while (!table.isFull()) {
                tried++;
                assertThat(addOne(table, tried * GOLDEN >>> 1, tried)).isEqualTo(!table.isFull());
            }
            assertThat(table.count()).as("each of those that were taken").isEqualTo(tried - 1);
            assertThat(32 * table.count()).as("half of the slots are taken").isEqualTo(table.bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void which_of_several_entries_are_new(StateTable table) {
        Additions additions = new Additions(table);
        long[] highs = {7, 8, 7, 7, 0, 1};
        long[] lows = {1, 1, 1, 2, 0, 1};
        int[] fresh = new int[6];
        additions.begin(6);
        int added = additions.add(highs, lows, 6, fresh);
        additions.end();
        assertThat(Arrays.copyOf(fresh, added)).containsExactly(0, 1, 3, 4);
        assertThat(table.count()).isEqualTo(4);
        additions.begin(6);
        assertThat(additions.add(highs, lows, 6, fresh)).isZero();
        additions.end();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void what_was_saved_is_restored(StateTable table) throws IOException {
        try (StateTable other = new StateTable(MOST_BYTES, 2)) {
            for (long i = 1; i <= 30_000; i++) {
                addOne(table, i * GOLDEN, i);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            table.save(new DataOutputStream(bytes));
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
            long entries = in.readLong();
            assertThat(other.makeRoom(entries)).isTrue();
            other.restore(in, entries);
            assertThat(other.count()).isEqualTo(30_000);
            for (long i = 1; i <= 30_000; i++) {
                assertThat(addOne(other, i * GOLDEN, i)).isFalse();
            }
        }
    }

    @Test
    void a_table_that_may_not_grow_takes_what_fits_and_says_that_it_is_full() {
        long mostBytes = 3 * StateTable.SMALL_BYTES / 5;
        try (StateTable table = new StateTable(mostBytes, 1)) {
            long tried = 0;
            while (!table.isFull()) {
                tried++;
                assertThat(addOne(table, tried * GOLDEN, tried)).isTrue();
            }
            assertThat(table.bytes()).isBetween(mostBytes - (1 << 12), mostBytes);
            assertThat(24 * table.count()).as("seven tenths are taken at least").isGreaterThan(table.bytes());
            assertThat(table.makeRoom(2 * tried)).as("there is none for as many again").isFalse();
        }
    }

    @Test
    void several_threads_that_add_the_same_entries_add_each_once() {
        try (StateTable table = new StateTable(MOST_BYTES, 4)) {
            long added = IntStream.range(0, 4).parallel()
                    .mapToLong(_ -> IntStream.rangeClosed(1, 400_000)
                            .filter(i -> addOne(table, i * GOLDEN, i % 3))
                            .count())
                    .sum();
            assertThat(added).isEqualTo(400_000);
            assertThat(table.count()).isEqualTo(added);
        }
    }

    @Test
    void several_threads_that_add_the_same_batches_add_each_entry_once() {
        int entries = 400_000;
        int batch = 500;
        try (StateTable table = new StateTable(MOST_BYTES, 4)) {
            long added = IntStream.range(0, 4).parallel()
                    .mapToLong(thread -> {
                        Additions additions = new Additions(table);
                        long[] highs = new long[batch];
                        long[] lows = new long[batch];
                        int[] fresh = new int[batch];
                        long mine = 0;
                        for (int from = 0; from < entries; from += batch) {
                            long turned = (from + thread * (entries / 4L)) % entries;
                            for (int i = 0; i < batch; i++) {
                                lows[i] = turned + i;
                                highs[i] = lows[i] * GOLDEN;
                            }
                            additions.begin(batch);
                            table.touch(highs, 0, batch);
                            mine += additions.add(highs, lows, batch, fresh);
                            additions.end();
                        }
                        return mine;
                    })
                    .sum();
            assertThat(added).isEqualTo(entries);
            assertThat(table.count()).isEqualTo(entries);
            assertThat(IntStream.range(0, entries).filter(i -> addOne(table, i * GOLDEN, i)))
                    .as("those that are found again")
                    .isEmpty();
        }
    }

    @Test
    void work_is_done_once_by_who_has_it_and_who_waits() throws InterruptedException {
        Together together = new Together();
        AtomicIntegerArray done = new AtomicIntegerArray(1_000);
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch helped = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        Thread other = Thread.ofPlatform().start(() -> {
            for (int looks = 1; !over.get(); looks++) {
                together.help(looks);
            }
        });
        together.work(done.length(), piece -> {
            done.incrementAndGet(piece);
            if (Thread.currentThread() != caller) {
                helped.countDown();
            } else if (piece == 0) {
                await(helped);
            }
        });
        assertThat(IntStream.range(0, done.length()).map(done::get)).containsOnly(1);
        assertThatThrownBy(() -> together.work(10, piece -> {
            done.incrementAndGet(piece);
            throw new IllegalStateException("piece");
        }))
                .hasMessage("piece");
        assertThat(IntStream.range(0, 10).map(done::get)).as("the others are done nevertheless").containsOnly(2);
        over.set(true);
        other.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The way of the launcher and of this build's tests, and the one where the C library may not be asked.
    static Stream<Room> rooms() {
        return Stream.of(Reserved.of(MOST_BYTES).orElseThrow(), new Room.Pieces());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void memory_keeps_what_it_has_when_it_grows_and_is_zero_behind(Room room) {
        MemorySegment small = room.grow(1 << 12);
        small.fill((byte) 7);
        MemorySegment large = room.grow(1 << 20);
        assertThat(large.byteSize()).isEqualTo(1 << 20);
        assertThat(large.address() % Room.ALIGNMENT).isZero();
        assertThat(large.get(ValueLayout.JAVA_BYTE, (1 << 12) - 1)).isEqualTo((byte) 7);
        assertThat(large.asSlice(1 << 12).mismatch(MemorySegment.ofArray(new byte[(1 << 20) - (1 << 12)])))
                .isEqualTo(-1);
    }

    @Test
    void nobody_has_all_memory() {
        assertThat(Reserved.of(1L << 60)).isEmpty();
        assertThat(Room.of(1L << 60)).isInstanceOf(Room.Pieces.class);
    }

    @Test
    void what_was_met_lately_is_known_as_long_as_nothing_took_its_place() {
        Recent recent = new Recent();
        assertThat(recent.meet(0, 0)).isFalse();
        assertThat(recent.meet(0, 0)).isTrue();
        assertThat(recent.meet(1, 0)).isFalse();
        assertThat(recent.meet(0, 1)).as("equal in one word").isFalse();
        assertThat(recent.meet(0, 0)).as("its place was taken").isFalse();
        assertThat(recent.meet(1, 0)).isTrue();
    }
}
