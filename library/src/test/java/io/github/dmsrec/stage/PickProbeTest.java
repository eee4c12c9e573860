package io.github.dmsrec.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.asking.PickHabits;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.reply.AnswerForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PickProbeTest {

    private static final int SHOWN = 30;
    private static final int PICKS = 3;

    @Test
    void picksByChanceAreRefusedAndPicksThatKnowAreNot() {
        PickProbe chance = new PickProbe(100, 100, List.of(form(100, row -> false)));
        assertThat(chance.chosen().chance()).isCloseTo(10, within(1e-9));
        assertThat(chance.chosen().chanceBound()).isEqualTo(16);
        assertThat(chance.chosen().likeChance()).isTrue();
        assertThatThrownBy(chance::refuseChance)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("of 100 rows of the probe")
                .hasMessageContaining(PickHabits.VERDICT)
                .hasMessageContaining("--no-probe");
        PickProbe knowing = new PickProbe(100, 100, List.of(form(100, row -> row % 3 == 0)));
        assertThat(knowing.chosen().hits()).isGreaterThanOrEqualTo(34);
        knowing.refuseChance();
        assertThat(knowing.lines()).anyMatch(line -> line.contains("95 % interval"));
        assertThat(knowing.json().at("/forms/0/low").asDouble()).isGreaterThan(0.2);
    }

    @Test
    void theBaseModelsFirstArePickedAsOftenAsTheModelPicks() {
        PickProbe.Form form = form(90, row -> false);
        // The target has rank row % 30, so that the first three hold it in every tenth row.
        assertThat(form.baseHits()).isEqualTo(9);
        assertThat(form.picks()).isEqualTo(90 * PICKS);
    }

    @Test
    void fewRowsDecideNothing() {
        PickProbe probe = new PickProbe(19, 19, List.of(form(19, row -> false)));
        probe.refuseChance();
        assertThat(probe.lines()).anyMatch(line -> line.contains("fewer than 20 rows"));
        PickProbe.Form none = PickProbe.Form.of(
                AnswerForm.NUMBERS,
                "text",
                List.of(new IntentRequest(new int[] {1}, new int[] {1, 2})),
                new int[] {1},
                List.of(InferredRow.without(RowStatus.FAILED, "empty answer")));
        assertThat(none.rows()).isZero();
        assertThat(new PickProbe(1, 1, List.of(none)).lines()).isNotEmpty();
    }

    @Test
    void thePaceIsThatOfQuestionsAskedNow() {
        List<PickProbe.Form> forms = List.of(form(100, row -> false));
        assertThat(new PickProbe(100, 100, forms).pace(3600, 50)).endsWith("the 3,600 take about 30 min 0 s");
        assertThat(new PickProbe(100, 5, forms).pace(3600, 50))
                .isEqualTo("at the pace of the probe, which asked 5 questions now, the 3,600 take about 10 h 0 min");
        assertThat(new PickProbe(100, 0, forms).pace(3600, 0.01)).contains("kept before", "no pace");
    }

    @Test
    void theBoundIsThatOfRowsWithTheirOwnChances() {
        // Binomial: P(X <= 5) = 0.9893 for n = 10, p = 0.25 and P(X <= 4) = 0.9219.
        assertThat(PickProbe.Form.bound(Collections.nCopies(10, 0.25))).isEqualTo(5);
        assertThat(PickProbe.Form.bound(List.of(1.0, 1.0, 0.0))).isEqualTo(2);
        assertThat(PickProbe.Form.bound(List.of())).isZero();
    }

    /** Rows of 30 candidates, three picks by chance each; some rows pick the target, too, in place of one. */
    private static PickProbe.Form form(int rows, IntPredicate knows) {
        List<IntentRequest> requests = new ArrayList<>();
        List<InferredRow> answers = new ArrayList<>();
        int[] targets = new int[rows];
        int[] candidates = IntStream.range(0, SHOWN).toArray();
        for (int row = 0; row < rows; row++) {
            targets[row] = row % SHOWN;
            int[] shown = new RandomStreams(1).permutation(SHOWN, "shown", row);
            int[] numbers = Arrays.stream(new RandomStreams(2).permutation(SHOWN, "picks", row))
                    .limit(PICKS)
                    .map(i -> i + 1)
                    .toArray();
            int target = targets[row];
            int place = 1
                    + IntStream.range(0, SHOWN)
                            .filter(i -> shown[i] == target)
                            .findFirst()
                            .orElseThrow();
            if (knows.test(row) && Arrays.stream(numbers).noneMatch(number -> number == place)) {
                numbers[0] = place;
            }
            requests.add(new IntentRequest(new int[] {0}, candidates));
            answers.add(new InferredRow(RowStatus.ANSWERED, "", List.of(), List.of(), shown, numbers, List.of()));
        }
        return PickProbe.Form.of(AnswerForm.NUMBERS, "json-schema", requests, targets, answers);
    }
}
