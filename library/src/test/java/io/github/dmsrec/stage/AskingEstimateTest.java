package io.github.dmsrec.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.answers.store.AnswerPace;
import io.github.dmsrec.intent.asking.AskingPlan;
import io.github.dmsrec.intent.asking.RunLimits;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AskingEstimateTest {

    @Test
    void moreAtOnceThanEarlierPromisesNoMore() {
        AnswerPace serial = new AnswerPace(20, 2, 0.5);
        assertThat(hours(serial, 8, Optional.empty())).isCloseTo(2, within(1e-9));
        AnswerPace parallel = new AnswerPace(400, 2, 4);
        assertThat(hours(parallel, 8, Optional.empty())).isCloseTo(0.25, within(1e-9));
        assertThat(hours(parallel, 64, Optional.empty())).isCloseTo(0.25, within(1e-9));
        assertThat(hours(parallel, 2, Optional.empty()))
                .as("two at once give one in a second")
                .isCloseTo(1, within(1e-9));
        assertThat(hours(serial, 8, Optional.of(10.0))).as("--rate").isCloseTo(0.1, within(1e-9));
    }

    @Test
    void withoutAnswersThatHaveATimeThePaceIsUnknown() {
        AskingEstimate estimate = new AskingEstimate(plan(null), RunLimits.NONE, 8, Optional.empty());
        assertThat(estimate.json().has("hours")).isFalse();
        assertThat(estimate.figures()).anyMatch(line -> line.matches("time +unknown.*"));
    }

    @Test
    void theLineOfTokensSaysHowTheyWereCounted() {
        AskingPlan byLength = plan(null);
        AskingPlan byAnswers = plan(true, null, AnswerFormat.TEXT);
        assertThat(new AskingEstimate(byLength, RunLimits.NONE, 8, Optional.empty()).figures())
                .anyMatch(line -> line.startsWith("tokens in") && line.contains("estimated at 4 characters"));
        assertThat(new AskingEstimate(byAnswers, RunLimits.NONE, 8, Optional.empty()).figures())
                .anyMatch(line -> line.startsWith("tokens in") && line.contains("by the answers so far"))
                .anyMatch(line -> line.matches("answer format +text, template indexed-1"));
    }

    @Test
    void thePriceIsInTheCurrencyOfTheGivenPricesAndInDollarsWithoutAny() {
        Map<String, String> free = Map.of("base-url", "http://localhost/v1", "model", "m", "answers", "a");
        AskingEstimate hosted = estimate(free);
        assertThat(hosted.figures()).anyMatch(line -> line.contains("0.08 dollars at 0.15 in, 0.60 out"));
        assertThat(hosted.json().path("hostedDollars").asDouble()).isCloseTo(0.0756, within(1e-9));
        assertThat(hosted.json().path("hoursOnH100").asDouble()).isCloseTo(360_000 / 25_000.0 / 3600, within(1e-9));
        assertThat(hosted.json().has("cost")).isFalse();
        Map<String, String> priced = new HashMap<>(free);
        priced.putAll(Map.of("price-in", "2", "price-out", "10"));
        AskingEstimate own = estimate(priced);
        assertThat(own.figures())
                .anyMatch(
                        line -> line.matches("cost +1\\.08 \\(2.0 in, 10.0 out .* in the currency of these prices\\)"))
                .noneMatch(line -> line.contains("dollars"));
        assertThat(own.json().path("cost").asDouble()).isCloseTo(1.08, within(1e-9));
        assertThat(own.json().at("/prices/out").asDouble()).isEqualTo(10);
        assertThat(own.json().has("hostedDollars")).isFalse();
    }

    @Test
    void whatNeitherProbeNorGuardWatchesIsSaid() {
        Map<String, String> published =
                Map.of("base-url", "http://localhost/v1", "model", "m", "answers", "a", "template", "published");
        assertThat(estimate(published).figures()).anyMatch(line -> line.startsWith("not watched "));
        assertThat(estimate(published).json().path("watched").asBoolean(true)).isFalse();
        for (Map<String, String> other :
                List.of(Map.of("titles", "matched"), Map.of("template", "indexed"), Map.of("template", "titles"))) {
            Map<String, String> watched = new HashMap<>(published);
            watched.putAll(other);
            assertThat(estimate(watched).figures()).noneMatch(line -> line.startsWith("not watched"));
            assertThat(estimate(watched).json().has("watched")).isFalse();
        }
    }

    private static AskingEstimate estimate(Map<String, String> options) {
        return AskingEstimate.of(plan(null), Inferrers.options("openai", options), Optional.empty());
    }

    private static double hours(AnswerPace pace, int concurrency, Optional<Double> rate) {
        return new AskingEstimate(plan(pace), RunLimits.NONE, concurrency, rate)
                .json()
                .path("hours")
                .asDouble();
    }

    private static AskingPlan plan(@Nullable AnswerPace pace) {
        return plan(false, pace, AnswerFormat.JSON_SCHEMA);
    }

    private static AskingPlan plan(boolean promptsKnown, @Nullable AnswerPace pace, AnswerFormat format) {
        return new AskingPlan(
                4000,
                0,
                4000,
                400,
                0,
                3600,
                360_000,
                36_000,
                0,
                promptsKnown,
                true,
                pace,
                "indexed-1",
                format,
                true,
                List.of());
    }
}
