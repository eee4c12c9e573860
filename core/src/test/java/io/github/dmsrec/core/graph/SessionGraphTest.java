package io.github.dmsrec.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.session.Sessions;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionGraphTest {

    @Test
    void averagesPredecessorsAndSuccessors() {
        SessionGraph graph = SessionGraph.of(new int[] {3, 1, 3, 2});

        assertThat(graph.nodes()).containsExactly(3, 1, 2);
        assertThat(graph.alias()).containsExactly(0, 1, 0, 2);
        // 3 -> 1, 3 -> 2, 1 -> 3, by node number.
        assertThat(graph.from()).containsExactly(0, 0, 1);
        assertThat(graph.to()).containsExactly(1, 2, 0);
        assertThat(graph.inWeight()).containsExactly(1f, 1f, 1f);
        assertThat(graph.outWeight()).containsExactly(0.5f, 0.5f, 1f);
    }

    @Test
    void countsARepeatedTransitionOnceAndKeepsSelfLoops() {
        SessionGraph graph = SessionGraph.of(new int[] {4, 8, 4, 8, 8});

        assertThat(graph.from()).containsExactly(0, 1, 1);
        assertThat(graph.to()).containsExactly(1, 0, 1);
        assertThat(graph.inWeight()).containsExactly(0.5f, 1f, 0.5f);
        assertThat(graph.outWeight()).containsExactly(1f, 0.5f, 0.5f);
    }

    @Test
    void refusesAnEmptySession() {
        assertThatThrownBy(() -> SessionGraph.of(new int[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void typesTheNeighboursOfAPath() {
        LocalGraph graph = LocalGraph.of(new int[] {5, 9, 2});

        assertThat(graph.nodes()).containsExactly(5, 9, 2);
        assertThat(matrix(graph)).isDeepEqualTo(new int[][] {{1, 3, 0}, {2, 1, 3}, {0, 2, 1}});
    }

    @Test
    void typesAPairSeenInBothDirections() {
        LocalGraph graph = LocalGraph.of(new int[] {3, 1, 3, 2});

        assertThat(graph.nodes()).containsExactly(3, 1, 2);
        assertThat(matrix(graph)).isDeepEqualTo(new int[][] {{1, 4, 3}, {4, 1, 0}, {2, 0, 1}});
    }

    @Test
    void globalNeighboursAreTheMostFrequentWithinThreeClicks() {
        GlobalGraph graph =
                GlobalGraph.of(Sessions.of(List.of(new int[] {0, 1, 2, 3, 4}, new int[] {4, 3}, new int[] {5})), 6, 2);

        assertThat(graph.neighbours()[4]).containsExactly(3, 2);
        assertThat(graph.counts()[4]).containsExactly(2, 1);
        // All of count 1: distance one comes before distance two.
        assertThat(graph.neighbours()[0]).containsExactly(1, 2);
        assertThat(graph.neighbours()[5]).isEmpty();
    }

    private static int[][] matrix(LocalGraph graph) {
        int[][] matrix = new int[graph.nodes().length][graph.nodes().length];
        for (int e = 0; e < graph.node().length; e++) {
            matrix[graph.node()[e]][graph.neighbour()[e]] = graph.type()[e] + 1;
        }
        return matrix;
    }
}
