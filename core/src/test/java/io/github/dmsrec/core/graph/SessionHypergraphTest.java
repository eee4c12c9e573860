package io.github.dmsrec.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionHypergraphTest {

    @Test
    void everyClickAndEveryPairOfSuccessiveClicksIsAnEdge() {
        assertThat(edges(1, 1, 2, 3)).containsExactly(List.of(1), List.of(2), List.of(3), List.of(1, 2), List.of(2, 3));
    }

    @Test
    void anItemStandsOnceInAnEdgeAndHasAnEdgeForEachOfItsClicks() {
        assertThat(edges(2, 7, 7, 4, 7))
                .containsExactly(
                        List.of(7),
                        List.of(7),
                        List.of(4),
                        List.of(7),
                        List.of(7),
                        List.of(7, 4),
                        List.of(4, 7),
                        List.of(7, 4),
                        List.of(7, 4));
    }

    @Test
    void runsEndWithTheSession() {
        assertThat(edges(0, 1, 2)).containsExactly(List.of(1), List.of(2));
        assertThat(edges(5, 1, 2)).containsExactly(List.of(1), List.of(2), List.of(1, 2));
        assertThat(edges(5, 9)).containsExactly(List.of(9));
    }

    @Test
    void refusesAnEmptySessionAndANegativeWindow() {
        assertThatThrownBy(() -> SessionHypergraph.of(new int[0], 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SessionHypergraph.of(new int[] {1}, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The items of each hyperedge. */
    private static List<List<Integer>> edges(int window, int... items) {
        SessionHypergraph graph = SessionHypergraph.of(items, window);
        List<List<Integer>> edges = new ArrayList<>();
        for (int e = 0; e < graph.edges(); e++) {
            edges.add(new ArrayList<>());
        }
        for (int pair = 0; pair < graph.edge().length; pair++) {
            edges.get(graph.edge()[pair]).add(graph.nodes()[graph.node()[pair]]);
        }
        assertThat(graph.edge()).isSorted();
        return edges;
    }
}
