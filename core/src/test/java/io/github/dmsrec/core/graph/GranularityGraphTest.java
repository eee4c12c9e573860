package io.github.dmsrec.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.graph.GranularityGraph.Edges;
import io.github.dmsrec.core.graph.GranularityGraph.Granularity;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GranularityGraphTest {

    @Test
    void pairsStandBesideItems() {
        List<Granularity> graph = GranularityGraph.of(new int[] {4, 7, 9}, 2).granularities();

        assertThat(graph).hasSize(2);
        Granularity items = graph.get(0);
        assertThat(items.items()).containsExactly(4, 7, 9);
        assertThat(edges(items.intra())).containsExactly("0>1", "1>2");
        assertThat(edges(items.fromItems())).isEmpty();
        assertThat(edges(items.toItems())).isEmpty();
        assertThat(items.last()).isEqualTo(2);
        Granularity pairs = graph.get(1);
        assertThat(pairs.items()).containsExactly(4, 7, 7, 9);
        assertThat(edges(pairs.intra())).containsExactly("0>1");
        // 4 -> (7,9) and (4,7) -> 9.
        assertThat(edges(pairs.fromItems())).containsExactly("0>1");
        assertThat(edges(pairs.toItems())).containsExactly("0>2");
        assertThat(pairs.last()).isEqualTo(1);
    }

    @Test
    void repeatedRunsAreOneNodeAndRepeatedEdgesOneEdge() {
        List<Granularity> graph =
                GranularityGraph.of(new int[] {8, 3, 8, 3, 3, 8, 3}, 3).granularities();

        Granularity items = graph.get(0);
        assertThat(items.items()).containsExactly(3, 8);
        assertThat(edges(items.intra())).containsExactly("0>0", "1>0", "0>1");
        assertThat(items.last()).isEqualTo(0);
        // The runs are (8,3) (3,8) (8,3) (3,3) (3,8) (8,3).
        Granularity pairs = graph.get(1);
        assertThat(pairs.items()).containsExactly(8, 3, 3, 8, 3, 3);
        assertThat(edges(pairs.intra())).containsExactly("1>0", "0>1", "2>1", "0>2");
        assertThat(edges(pairs.fromItems())).containsExactly("0>0", "0>1", "1>1", "1>2");
        // To 3 from (8,3) and (3,8); to 8 from (8,3) and (3,3).
        // To 3 from (8,3) and (3,8); to 8 from (8,3) and (3,3).
        assertThat(edges(pairs.toItems())).containsExactly("0>0", "1>0", "0>1", "2>1");
        assertThat(pairs.last()).isZero();
        Granularity triples = graph.get(2);
        assertThat(triples.items()).containsExactly(8, 3, 8, 3, 8, 3, 8, 3, 3, 3, 3, 8);
        assertThat(triples.last()).isEqualTo(1);
    }

    @Test
    void aSessionTooShortForARunHasOneNodeWithoutEdges() {
        List<Granularity> graph = GranularityGraph.of(new int[] {6, 5}, 3).granularities();

        assertThat(graph.get(1).items()).containsExactly(6, 5);
        assertThat(edges(graph.get(1).intra())).isEmpty();
        Granularity triples = graph.get(2);
        assertThat(triples.items()).containsExactly(5, 5, 5);
        assertThat(edges(triples.intra())).isEmpty();
        assertThat(edges(triples.fromItems())).isEmpty();
        assertThat(edges(triples.toItems())).isEmpty();
        assertThat(triples.last()).isZero();
    }

    @Test
    void reversedEdgesAscendByTheNodeThatTheyLeadTo() {
        Edges edges = GranularityGraph.of(new int[] {3, 1, 3, 2}, 1)
                .granularities()
                .get(0)
                .intra();

        // Nodes 1, 2, 3: 3 -> 1 -> 3 -> 2.
        assertThat(edges(edges)).containsExactly("2>0", "2>1", "0>2");
        assertThat(edges(edges.reversed())).containsExactly("2>0", "0>2", "1>2");
    }

    @Test
    void refusesAnEmptySession() {
        assertThatThrownBy(() -> GranularityGraph.of(new int[0], 2)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> edges(Edges edges) {
        return IntStream.range(0, edges.from().length)
                .mapToObj(e -> edges.from()[e] + ">" + edges.to()[e])
                .toList();
    }
}
