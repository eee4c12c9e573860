package io.github.dmsrec.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreakdownTest {

    @Test
    void prefixLengthsAreDividedAtTheirEdges() {
        Examples rows = Examples.everyPrefixOf(Sessions.of(List.of(new int[14], new int[3])));

        Breakdown breakdown = Breakdown.byPrefixLength(rows);

        assertThat(breakdown.parts()).extracting(Breakdown.Part::name).containsExactly("1", "2", "3-4", "5-9", "10+");
        assertThat(breakdown.parts().get(0).rows()).containsExactly(0, 13);
        assertThat(breakdown.parts().get(2).rows()).containsExactly(2, 3);
        assertThat(breakdown.parts().get(4).rows()).containsExactly(9, 10, 11, 12);
        assertThat(Breakdown.byPrefixLength(Examples.everyPrefixOf(Sessions.of(List.of(new int[2]))))
                        .parts())
                .extracting(Breakdown.Part::name)
                .containsExactly("1");
    }

    @Test
    void aRowIsSeenBeforeIfItsWholePrefixAndItsTargetAre() {
        Examples rows = Examples.lastClickOf(
                Sessions.of(List.of(new int[] {1, 2, 3}, new int[] {2, 3}, new int[] {1, 2, 4}, new int[] {1, 2, 3})));
        Examples training = Examples.everyPrefixOf(Sessions.of(List.of(new int[] {1, 2, 3, 4}, new int[] {2, 4})));

        Breakdown breakdown = Breakdown.byRepetition(rows, List.of(training));

        assertThat(breakdown.parts().get(0)).extracting(Breakdown.Part::name).isEqualTo("new");
        assertThat(breakdown.parts().get(0).rows()).containsExactly(1, 2);
        assertThat(breakdown.parts().get(1).rows()).containsExactly(0, 3);
    }

    @Test
    void everyTestRowIsInOnePartOfEachBreakdownAndThePartsMakeTheWhole() {
        SessionDataset dataset = TinyDataset.create();
        Examples test = dataset.examples(Split.TEST);
        int[] ranks = IntStream.range(0, test.size()).map(row -> 1 + row % 30).toArray();
        Metrics whole = Metrics.ofRanks(ranks);

        List<Breakdown> all =
                Breakdown.ofTestRows(dataset, new ItemPopularity(dataset.sessions(Split.TRAIN), TinyDataset.ITEMS));

        assertThat(all).hasSize(3);
        for (Breakdown breakdown : all) {
            assertThat(breakdown.parts().size()).isGreaterThan(1);
            assertThat(breakdown.parts().stream()
                            .flatMapToInt(part -> IntStream.of(part.rows()))
                            .sorted())
                    .containsExactly(IntStream.range(0, test.size()).boxed().toArray(Integer[]::new));
            double weighted = breakdown.parts().stream()
                    .mapToDouble(
                            part -> part.rows().length * part.metrics(ranks).get("MRR@20"))
                    .sum();
            assertThat(weighted / test.size()).isCloseTo(whole.get("MRR@20"), within(1e-12));
        }
        assertThat(all.get(2).parts().get(1).rows())
                .hasSize(DatasetStatistics.of(dataset).test().rowsAlsoEarlier());
    }
}
