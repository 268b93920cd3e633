package overtake.check.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import overtake.check.states.Frontier;
import overtake.check.states.Frontier.Chunk;

/// Who expands which chunk.
final class DealTest {
    private static List<Chunk> chunks(int count) {
        Frontier frontier = new Frontier(1 << 14);
        IntStream.range(0, count).forEach(i -> frontier.add(new int[1 << 14], i, i));
        List<Chunk> chunks = List.copyOf(frontier.chunks());
        assertThat(chunks).hasSizeGreaterThan(1);
        return chunks;
    }

    private static List<Chunk> all(Deal deal, int thread) {
        List<Chunk> taken = new ArrayList<>();
        for (Chunk chunk = deal.next(thread); chunk != null; chunk = deal.next(thread)) {
            taken.add(chunk);
        }
        return taken;
    }

    @Test
    void a_thread_takes_its_own_chunks_and_then_those_of_others() {
        List<Chunk> first = chunks(100);
        List<Chunk> second = chunks(200);
        Deal deal = new Deal(List.of(first, second));
        assertThat(deal.size()).isEqualTo(first.size() + second.size());
        assertThat(deal.next(0)).isSameAs(first.getFirst());
        assertThat(all(deal, 1))
                .isEqualTo(Stream.concat(second.stream(), first.stream().skip(1)).toList());
        assertThat(deal.next(0)).isNull();
    }

    @Test
    void chunks_that_are_nobodys_go_to_all() {
        List<Chunk> chunks = chunks(100);
        Deal deal = new Deal(List.of(chunks));
        assertThat(deal.next(1)).isSameAs(chunks.get(0));
        assertThat(deal.next(0)).isSameAs(chunks.get(1));
        assertThat(all(new Deal(List.of()), 0)).isEmpty();
    }

    @Test
    void each_chunk_is_taken_once() {
        List<Chunk> chunks = chunks(2000);
        Deal deal = new Deal(List.of(chunks, List.of(), chunks(500)));
        var taken = new ConcurrentLinkedQueue<Chunk>();
        IntStream.range(0, 3).parallel().forEach(thread -> taken.addAll(all(deal, thread)));
        assertThat(taken).hasSize(deal.size()).doesNotHaveDuplicates();
        assertThat(Collections.frequency(taken, chunks.getFirst())).isEqualTo(1);
    }
}
