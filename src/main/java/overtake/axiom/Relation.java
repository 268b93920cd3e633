package overtake.axiom;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// A relation between the events of a graph: a square matrix of bits, a row for each first event. Immutable but for [#add], which is for
/// whoever makes it.
final class Relation {
    private final int size;
    private final int words;
    private final long[] bits;

    Relation(int size) {
        this(size, new long[size * words(size)]);
    }

    private Relation(int size, long[] bits) {
        this.size = size;
        this.words = words(size);
        this.bits = bits;
    }

    private static int words(int size) {
        return (size + Long.SIZE - 1) / Long.SIZE;
    }

    /// Each event of the set with itself.
    static Relation identity(int size, BitSet set) {
        Relation identity = new Relation(size);
        set.stream().forEach(i -> identity.add(i, i));
        return identity;
    }

    static Relation product(int size, BitSet from, BitSet to) {
        Relation product = new Relation(size);
        from.stream().forEach(i -> to.stream().forEach(j -> product.add(i, j)));
        return product;
    }

    int size() {
        return size;
    }

    /// The same between the events of a graph that has one more.
    Relation larger() {
        Relation larger = new Relation(size + 1);
        for (int i = 0; i < size; i++) {
            System.arraycopy(bits, i * words, larger.bits, i * larger.words, words);
        }
        return larger;
    }

    void add(int from, int to) {
        bits[from * words + (to >> 6)] |= 1L << to;
    }

    boolean has(int from, int to) {
        return (bits[from * words + (to >> 6)] >>> to & 1) != 0;
    }

    boolean isEmpty() {
        for (long word : bits) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    Relation or(Relation... others) {
        long[] all = bits.clone();
        for (Relation other : others) {
            for (int i = 0; i < all.length; i++) {
                all[i] |= other.bits[i];
            }
        }
        return new Relation(size, all);
    }

    Relation and(Relation other) {
        long[] both = bits.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] &= other.bits[i];
        }
        return new Relation(size, both);
    }

    Relation minus(Relation other) {
        long[] rest = bits.clone();
        for (int i = 0; i < rest.length; i++) {
            rest[i] &= ~other.bits[i];
        }
        return new Relation(size, rest);
    }

    /// First this, then the other.
    Relation then(Relation other) {
        long[] both = new long[bits.length];
        for (int i = 0; i < size; i++) {
            for (int w = 0; w < words; w++) {
                for (long word = bits[i * words + w]; word != 0; word &= word - 1) {
                    orRow(both, i, other.bits, w * Long.SIZE + Long.numberOfTrailingZeros(word));
                }
            }
        }
        return new Relation(size, both);
    }

    private void orRow(long[] to, int row, long[] from, int other) {
        for (int v = 0; v < words; v++) {
            to[row * words + v] |= from[other * words + v];
        }
    }

    Relation then(Relation second, Relation... more) {
        Relation all = then(second);
        for (Relation next : more) {
            all = all.then(next);
        }
        return all;
    }

    Relation inverse() {
        Relation inverse = new Relation(size);
        for (int i = 0; i < size; i++) {
            for (int w = 0; w < words; w++) {
                for (long word = bits[i * words + w]; word != 0; word &= word - 1) {
                    inverse.add(w * Long.SIZE + Long.numberOfTrailingZeros(word), i);
                }
            }
        }
        return inverse;
    }

    /// Those pairs whose first event is in the set.
    Relation from(BitSet set) {
        long[] some = bits.clone();
        for (int i = 0; i < size; i++) {
            if (!set.get(i)) {
                Arrays.fill(some, i * words, (i + 1) * words, 0);
            }
        }
        return new Relation(size, some);
    }

    /// Those pairs whose second event is in the set.
    Relation to(BitSet set) {
        long[] mask = Arrays.copyOf(set.toLongArray(), words);
        long[] some = bits.clone();
        for (int i = 0; i < some.length; i++) {
            some[i] &= mask[i % words];
        }
        return new Relation(size, some);
    }

    /// This, or nothing: all events are related to themselves too.
    Relation maybe() {
        Relation with = new Relation(size, bits.clone());
        for (int i = 0; i < size; i++) {
            with.add(i, i);
        }
        return with;
    }

    /// Transitive closure.
    Relation plus() {
        long[] all = bits.clone();
        for (int k = 0; k < size; k++) {
            for (int i = 0; i < size; i++) {
                if ((all[i * words + (k >> 6)] >>> k & 1) != 0) {
                    orRow(all, i, all, k);
                }
            }
        }
        return new Relation(size, all);
    }

    /// Reflexive and transitive closure.
    Relation star() {
        return plus().maybe();
    }

    boolean isIrreflexive() {
        for (int i = 0; i < size; i++) {
            if (has(i, i)) {
                return false;
            }
        }
        return true;
    }

    boolean isAcyclic() {
        return plus().isIrreflexive();
    }

    /// The events that an event is related to, in order.
    BitSet row(int from) {
        return BitSet.valueOf(Arrays.copyOfRange(bits, from * words, (from + 1) * words));
    }

    /// A shortest cycle, its first event not repeated at its end; empty if there is none.
    List<Integer> cycle() {
        List<Integer> shortest = List.of();
        for (int i = 0; i < size; i++) {
            List<Integer> cycle = cycleThrough(i);
            if (!cycle.isEmpty() && (shortest.isEmpty() || cycle.size() < shortest.size())) {
                shortest = cycle;
            }
        }
        return shortest;
    }

    private List<Integer> cycleThrough(int start) {
        int[] before = new int[size];
        Arrays.fill(before, -1);
        int[] queue = new int[size + 1];
        int tail = 0;
        queue[tail++] = start;
        for (int head = 0; head < tail; head++) {
            int at = queue[head];
            if (has(at, start)) {
                java.util.LinkedList<Integer> cycle = new java.util.LinkedList<>();
                for (int i = at; i != start; i = before[i]) {
                    cycle.addFirst(i);
                }
                cycle.addFirst(start);
                return List.copyOf(cycle);
            }
            BitSet next = row(at);
            for (int i = next.nextSetBit(0); i >= 0; i = next.nextSetBit(i + 1)) {
                if (before[i] < 0 && i != start) {
                    before[i] = at;
                    queue[tail++] = i;
                }
            }
        }
        return List.of();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Relation relation && size == relation.size && Arrays.equals(bits, relation.bits);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bits);
    }
}
