package io.github.dmsrec.experiment.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.experiment.tune.TrialRecord.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {

    private static final MedianRule RULE = new MedianRule(2);

    @ParameterizedTest
    @CsvSource({"3, 9, '[9, 3, 1]'", "3, 26, '[9, 3, 1]'", "2, 9, '[8, 4, 2, 1]'", "3, 2, '[1]'", "10, 10, '[10, 1]'"})
    void rungsGrowByTheFactorUpToTheWholeBudget(int factor, int epochs, String divisors) {
        assertThat(new Search.Halving(factor, 1).divisors(epochs)).hasToString(divisors);
    }

    @ParameterizedTest
    @CsvSource({"4, 20, 5, '[4, 1]'", "4, 20, 6, '[1]'", "3, 18, 2, '[9, 3, 1]'", "2, 3, 10, '[1]'"})
    void theFirstRungHasTheFewestEpochsThatAreAllowed(int factor, int epochs, int fewest, String divisors) {
        assertThat(new Search.Halving(factor, fewest).divisors(epochs)).hasToString(divisors);
    }

    @Test
    void theBestThirdGoesOnAndTheDefaultsWithThem() {
        List<TrialRecord> rung = new ArrayList<>();
        double[] values = {0.1, 0.3, 0.3, 0.5, 0.2, 0.05, 0.6};
        for (int trial = 0; trial < values.length; trial++) {
            rung.add(trial(trial, values[trial], trial == 6 ? Status.STOPPED : Status.DONE));
        }

        // Of equals the earlier; a stopped trial never, however good.
        assertThat(new Search.Halving(3, 1).survivors(rung)).containsExactly(0, 1, 3);
        assertThat(new Search.Halving(7, 1).survivors(rung)).containsExactly(0, 3);
        assertThat(new Search.Halving(100, 1).survivors(rung)).containsExactly(0, 3);
        assertThat(new Search.Halving(2, 1).survivors(rung.subList(0, 2))).containsExactly(0, 1);
    }

    private static TrialRecord trial(int number, double value, Status status) {
        TrialRecord.Key key = new TrialRecord.Key("d", "v", 1, 1, "s", "m", number, 0, Map.of());
        return new TrialRecord(
                key,
                new TrialRecord.Resource("epochs", 1),
                status,
                value,
                Map.of(),
                Map.of(),
                1,
                0,
                List.of(value),
                "");
    }

    @Test
    void aTrialStopsWhereItsBestLiesBelowTheMedianOfWhatOthersHadReached() {
        List<List<Double>> others = List.of(List.of(0.1, 0.2, 0.9), List.of(0.3, 0.1), List.of(0.4), List.of(0.0, 0.0));

        // By epoch 2 the others had reached 0.2, 0.3, 0.4 and 0: the median is 0.25.
        assertThat(RULE.stops(List.of(0.24, 0.1), others)).isTrue();
        assertThat(RULE.stops(List.of(0.25, 0.1), others)).isFalse();
        assertThat(RULE.stops(List.of(0.1, 0.26), others)).isFalse();
        // By epoch 3 they had reached 0.9, 0.3, 0.4 and 0: 0.35.
        assertThat(RULE.stops(List.of(0.1, 0.26, 0.3), others)).isTrue();
        assertThat(RULE.stops(List.of(0.1, 0.36, 0.3), others)).isFalse();
        // Of three it is the middle one.
        assertThat(RULE.stops(List.of(0.29, 0.1), others.subList(0, 3))).isTrue();
        assertThat(RULE.stops(List.of(0.3, 0.1), others.subList(0, 3))).isFalse();
    }

    @Test
    void noTrialStopsTooEarlyOrWithoutAnyToCompareWith() {
        assertThat(RULE.stops(List.of(0.0), List.of(List.of(0.5, 0.5)))).isFalse();
        assertThat(RULE.stops(List.of(0.0, 0.0), List.of())).isFalse();
    }
}
