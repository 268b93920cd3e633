package overtake.axiom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class RelationTest {
    private static final int SIZE = 130;

    private static Relation of(int... pairs) {
        Relation relation = new Relation(SIZE);
        for (int i = 0; i < pairs.length; i += 2) {
            relation.add(pairs[i], pairs[i + 1]);
        }
        return relation;
    }

    private static BitSet set(int... members) {
        BitSet set = new BitSet();
        for (int member : members) {
            set.set(member);
        }
        return set;
    }

    @Test
    void relations_compose_across_words() {
        assertThat(of(1, 70, 2, 3).then(of(70, 129, 3, 64))).isEqualTo(of(1, 129, 2, 64));
        assertThat(of(1, 70).inverse()).isEqualTo(of(70, 1));
    }

    @Test
    void relations_are_restricted_by_sets() {
        Relation relation = of(1, 70, 2, 3, 65, 128);
        assertThat(relation.from(set(1, 65))).isEqualTo(of(1, 70, 65, 128));
        assertThat(relation.to(set(3, 128))).isEqualTo(of(2, 3, 65, 128));
        assertThat(relation.and(of(2, 3, 5, 6))).isEqualTo(of(2, 3));
        assertThat(relation.minus(of(2, 3))).isEqualTo(of(1, 70, 65, 128));
        assertThat(Relation.product(SIZE, set(1, 2), set(66))).isEqualTo(of(1, 66, 2, 66));
    }

    @Test
    void a_closure_finds_cycles() {
        Relation chain = of(1, 70, 70, 129);
        assertThat(chain.plus()).isEqualTo(of(1, 70, 70, 129, 1, 129));
        assertThat(chain.isAcyclic()).isTrue();
        assertThat(chain.cycle()).isEmpty();
        Relation cycle = of(1, 70, 70, 129, 129, 1, 5, 6);
        assertThat(cycle.isAcyclic()).isFalse();
        assertThat(cycle.isIrreflexive()).isTrue();
        assertThat(cycle.cycle()).containsExactly(1, 70, 129);
        assertThat(chain.star().has(5, 5)).isTrue();
        assertThat(new Relation(SIZE).isEmpty()).isTrue();
    }
}
