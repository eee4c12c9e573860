package io.github.dmsrec.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final LoadPlan PLAN = new LoadPlan(10, 10, Arrivals.Kind.CONSTANT, 1, 4, 1);
    private static final String GOOD = "{\"fallback\":null,\"degraded\":null,\"items\":[{\"id\":\"1\"}]}";
    private static final long BEGIN = 1_000;

    private final Tally tally = new Tally();

    private static ResponseParser answer(int status, String body) {
        ResponseParser parser = new ResponseParser();
        try {
            assertThat(parser.feed(ByteBuffer.wrap(
                            ("HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.UTF_8))))
                    .isTrue();
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
        return parser;
    }

    private void answered(int status, String body, double millis) {
        tally.due(0);
        tally.answered(answer(status, body), (long) (millis * 1e6), BEGIN + 1);
    }

    private LoadReport report() {
        return tally.report(PLAN, BEGIN, 0);
    }

    @Test
    void percentilesAreThoseOfAllThatWereDue() {
        for (int millis = 1; millis <= 100; millis++) {
            answered(200, GOOD, millis);
        }

        LoadReport report = report();
        assertThat(report.due()).isEqualTo(100);
        assertThat(report.due50()).isCloseTo(50, within(0.1));
        assertThat(report.due90()).isCloseTo(90, within(0.1));
        assertThat(report.due99()).isCloseTo(99, within(0.1));
        assertThat(report.due999()).isCloseTo(100, within(0.1));
        assertThat(report.within()).isEqualTo(Map.of("7", 0.07, "20", 0.2, "50", 0.5));
        assertThat(report.achieved()).isCloseTo(10, within(1e-9));
        assertThat(report.failed()).isZero();
        assertThat(report.failure()).isNull();
    }

    @Test
    void requestsWithoutAGoodAnswerAreSlowerThanAnyLimit() {
        for (int i = 0; i < 90; i++) {
            answered(200, GOOD, 1);
        }
        for (int i = 0; i < 5; i++) {
            answered(429, "{}", 0.1);
        }
        for (int i = 0; i < 5; i++) {
            tally.due(0);
            tally.missed(Miss.DROPPED, "full");
        }

        LoadReport report = report();
        assertThat(report.due90()).isCloseTo(1, within(0.01));
        assertThat(report.due99()).isNull();
        assertThat(report.within()).containsEntry("7", 0.9);
        assertThat(report.failed()).isEqualTo(10);
        assertThat(report.answers()).containsOnlyKeys("200", "429");
        assertThat(report.answersOf("429").count()).isEqualTo(5);
        assertThat(report.answersOf("429").p50()).isCloseTo(0.1, within(0.001));
        assertThat(report.misses()).isEqualTo(Map.of(Miss.DROPPED, 5L));
        assertThat(report.failure()).isEqualTo("status 429: {}");
    }

    @Test
    void answersOfAnotherThanTheModelAreNotGood() {
        answered(200, GOOD, 1);
        answered(200, "{\"fallback\":null,\"degraded\":\"overload\",\"items\":[{}]}", 2);
        answered(200, "{\"fallback\":\"pop\",\"degraded\":null,\"items\":[{}]}", 3);
        answered(200, "{\"degraded\":null,\"items\":[]}", 4);
        answered(200, "{}", 5);
        // Whatever the order of the fields.
        answered(200, "{\"items\":[{\"id\":\"1\"}],\"degraded\":\"deadline\"}", 6);

        LoadReport report = report();
        assertThat(report.good()).isEqualTo(1);
        assertThat(report.answersOf("200 degraded").count()).isEqualTo(2);
        assertThat(report.answersOf("200 fallback").count()).isEqualTo(1);
        assertThat(report.answersOf("200 empty").count()).isEqualTo(2);
    }

    @Test
    void aRunWithoutRequestsHasNoPercentiles() {
        LoadReport report = report();
        assertThat(report.due90()).isNull();
        assertThat(report.achieved()).isZero();
        assertThat(report.within()).containsEntry("50", 0.0);
    }

    @Test
    void latenessOfTheGeneratorIsTold() {
        tally.due(2_000_000);
        tally.due(-5);
        assertThat(report().late().max()).isCloseTo(2, within(0.01));
        assertThat(report().late().count()).isEqualTo(2);
    }

    @Test
    void theRunLastsUntilTheLastAnswer() {
        tally.due(0);
        tally.answered(answer(200, GOOD), 1, BEGIN + 20_000_000_000L);
        assertThat(report().elapsedSeconds()).isCloseTo(20, within(1e-9));
        assertThat(report().achieved()).isCloseTo(0.05, within(1e-9));
    }
}
