package io.github.dmsrec.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateSearchTest {

    private final List<Double> tried = new ArrayList<>();

    private double search(double guess, double truth) throws IOException, InterruptedException {
        return new RateSearch(1, 6000, 0.05).greatest(guess, rate -> {
            tried.add(rate);
            return rate <= truth;
        });
    }

    @ParameterizedTest
    @CsvSource({"1000, 1234", "1000, 333", "20, 5000", "1500, 7.5", "200, 200", "200, 1.2"})
    void theResultIsBorneAndNotFarFromTheTruth(double guess, double truth) throws IOException, InterruptedException {
        double found = search(guess, truth);

        assertThat(found).isLessThanOrEqualTo(truth).isGreaterThan(truth / 1.06);
        assertThat(tried).doesNotHaveDuplicates().hasSizeLessThan(25);
    }

    @Test
    void theEndsOfTheRangeAreTheEndsOfTheSearch() throws IOException, InterruptedException {
        assertThat(search(1000, 1e9)).isEqualTo(6000);
        assertThat(search(1e9, 1e9)).isEqualTo(6000);
        assertThat(search(1000, 0.5)).isZero();
        assertThat(tried).allMatch(rate -> rate >= 1 && rate <= 6000);
    }

    @Test
    void theSameSearchTriesTheSameRates() throws IOException, InterruptedException {
        search(700, 1111);
        List<Double> first = List.copyOf(tried);
        tried.clear();
        search(700, 1111);
        assertThat(tried).isEqualTo(first);
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new RateSearch(0, 1, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateSearch(2, 1, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateSearch(1, 2, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
