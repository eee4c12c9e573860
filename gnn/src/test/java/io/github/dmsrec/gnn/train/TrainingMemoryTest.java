package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.model.Networks;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TrainingMemoryTest {

    private static final int MILLION = 1_000_000;
    private static final long GIGABYTE = 1_000_000_000;

    private static TrainingMemory of(Map<String, String> choices, int items) {
        TrainingOptions options =
                TrainingOptions.defaults("sr-gnn", Recipe.CORRECTED).with(choices);
        long[] clicks = new long[items];
        clicks[0] = 1;
        return TrainingMemory.of(
                Networks.create(options, items, Optional.empty(), OptionalInt.empty(), OptionalInt.empty()),
                options.loss(clicks),
                options,
                items);
    }

    @Test
    void aMillionItemsTakeThreeTablesBesideTheHeapIfFewAreScored() {
        TrainingMemory sampled = of(Map.of(), MILLION);
        TrainingMemory full = of(Map.of("loss", "full"), MILLION);

        // Values, two moments and a copy of 0.4 GB each; the file's copy in the heap.
        assertThat(sampled.engine()).isBetween(16 * GIGABYTE / 10, 19 * GIGABYTE / 10);
        assertThat(sampled.heap()).isBetween(8 * GIGABYTE / 10, 11 * GIGABYTE / 10);
        assertThat(full.heap()).isGreaterThan(2 * sampled.heap());
        assertThat(full.engine()).isGreaterThan(sampled.engine());
        assertThatCode(() -> sampled.require("sr-gnn", 2 * GIGABYTE, 4 * GIGABYTE))
                .doesNotThrowAnyException();
    }

    @Test
    void tooMuchIsRefusedWithWhatWouldFit() {
        TrainingMemory full = of(Map.of("loss", "full"), MILLION);

        assertThatThrownBy(() -> full.require("sr-gnn", 2 * GIGABYTE, 12 * GIGABYTE))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(
                        "sr-gnn on 1,000,000 items with dimension 100 needs about 2.8 GB of heap",
                        "2.0 GB of heap and 12.0 GB of memory in all are free",
                        "DMSREC_JAVA_OPTS=-Xmx5g",
                        "dimension=71",
                        "loss=sampled-softmax");
        assertThatCode(() -> of(Map.of("loss", "full", "dimension", "71"), MILLION)
                        .require("sr-gnn", 2 * GIGABYTE, 12 * GIGABYTE))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> of(Map.of(), MILLION).require("sr-gnn", 2 * GIGABYTE, GIGABYTE))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("1.0 GB of memory in all")
                .message()
                .doesNotContain("loss=sampled-softmax", "DMSREC_JAVA_OPTS");
    }

    @Test
    void whatNoFileHoldsIsRefused() {
        TrainingMemory memory = of(Map.of("dimension", "1000"), MILLION);

        assertThatThrownBy(() -> memory.require("sr-gnn", 100 * GIGABYTE, 200 * GIGABYTE))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("at most 536,870,911", "dimension=52");
    }
}
