package io.github.dmsrec.intent.answers.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.answers.exchange.IntentRecord;
import io.github.dmsrec.intent.answers.exchange.SmallRecord;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntentStatisticsTest {

    @TempDir
    Path work = Path.of("");

    @Test
    void ratesAreThoseCountedByHand() throws IOException {
        SessionDataset dataset = SmallRecord.dataset(4);
        // The items 3 and 1; the target alone; a failure; titles, one of which no candidate has.
        List<InferredRow> rows = List.of(
                SmallRecord.picks(new int[] {3, 1, 0, 2}, 1, 2),
                SmallRecord.picks(new int[] {2, 0, 1, 3}, 1),
                SmallRecord.failed("empty answer"),
                new InferredRow(
                        RowStatus.ANSWERED,
                        "",
                        List.of(),
                        List.of(new IntentText.Title(4), new IntentText.Written("a boat"), new IntentText.Title(0)),
                        new int[] {0, 1, 2, 3},
                        new int[0],
                        List.of()));
        JsonNode json = statistics(dataset, List.of(Split.TEST), (split, row) -> rows.get(row))
                .json();
        JsonNode test = json.at("/splits/test");

        assertThat(json.path("splits")).hasSize(1);
        assertThat(test.path("rows").asInt()).isEqualTo(4);
        assertThat(test.at("/rowsByStatus/answered").asInt()).isEqualTo(3);
        assertThat(test.at("/rowsWithoutIntentsByReason/empty answer").asInt()).isEqualTo(1);
        assertThat(test.path("picks").asInt()).isEqualTo(4);
        assertThat(test.path("inventions").asInt()).isEqualTo(2);
        assertThat(test.path("explicitShare").asDouble()).isEqualTo(1.0 / 6);
        assertThat(test.path("withoutExplicit").asInt()).isEqualTo(2);
        assertThat(test.path("withoutLatent").asInt()).isZero();
        assertThat(json.path("picksByNumberShown").findValuesAsText("picks")).containsExactly("3", "1", "0", "0");
        assertThat(json.path("picksByRank").findValuesAsText("picks")).containsExactly("1", "1", "1", "1");
        // 2/4 and 1/4 and 1/4 at each place.
        assertThat(json.path("picksByRank"))
                .allSatisfy(place -> assertThat(place.path("even").asDouble()).isCloseTo(1, within(1e-12)));
        JsonNode target = test.path("target");
        assertThat(target.path("hits").asInt()).isEqualTo(1);
        assertThat(target.path("exposed").asInt()).isEqualTo(3);
        assertThat(target.path("shareOfPicks").asDouble()).isEqualTo(1.0 / 4);
        assertThat(target.path("hitsOfEvenPicks").asDouble()).isCloseTo(1, within(1e-12));
        // The target has rank 3 in three rows, and one of three picks that rank.
        assertThat(target.path("hitsOfRanksAlone").asDouble()).isCloseTo(1, within(1e-12));
        assertThat(json.path("answers").asText()).isEqualTo("no language model was asked");
        assertThat(json.path("warnings")).isEmpty();
    }

    @Test
    void aModelThatAlwaysPicksTheFirstNumberIsSeen() throws IOException {
        IntentStatistics biased = statistics(
                SmallRecord.dataset(40),
                List.of(Split.values()),
                (split, row) -> SmallRecord.picks(SmallRecord.rotated(row), 1));
        assertThat(biased.warnings())
                .singleElement()
                .asString()
                .contains("the first tenth of the candidates shown gets 4.0 times its even share");
        assertThat(biased.lines()).anyMatch(line -> line.matches(" +1 #{10}\\|?#{29,30}.* 120 picks, even ones 30.0"));

        IntentStatistics even = statistics(
                SmallRecord.dataset(40),
                List.of(Split.values()),
                (split, row) -> SmallRecord.picks(SmallRecord.candidates(), row % 4 + 1));
        assertThat(even.warnings()).isEmpty();
    }

    @Test
    void trainingRowsThatPickTheirTargetsRaiseTheAlarm() throws IOException {
        BiFunction<Split, Integer, InferredRow> leaking = (split, row) -> {
            int[] shown = SmallRecord.rotated(row);
            boolean knows = split == Split.TRAIN && row % 2 == 0;
            return SmallRecord.picks(shown, knows ? number(shown, SmallRecord.TARGET) : (row * 7 + row / 4) % 4 + 1);
        };
        IntentStatistics leak = statistics(SmallRecord.dataset(80), List.of(Split.values()), leaking);
        assertThat(leak.warnings())
                .singleElement()
                .asString()
                .contains(
                        "62.5 % of the training rows, but in 25.0 % of the validation rows",
                        "in-sample", "in the prompt");

        IntentStatistics everywhere = statistics(SmallRecord.dataset(40), List.of(Split.values()), (split, row) -> {
            int[] shown = SmallRecord.rotated(row);
            return SmallRecord.picks(shown, number(shown, SmallRecord.TARGET));
        });
        assertThat(everywhere.warnings())
                .hasSize(3)
                .allMatch(warning -> warning.contains("100.0 % of the") && warning.contains("is in the prompt"));
    }

    @Test
    void theReasonOfTheAlarmIsNamed() {
        TargetPicks validation = new TargetPicks(1000, 300, 60, 3000, 30, 40);
        TargetPicks exposed = new TargetPicks(1000, 800, 160, 3000, 80, 107);
        TargetPicks told = new TargetPicks(1000, 300, 240, 3000, 30, 40);
        TargetPicks alike = new TargetPicks(1000, 320, 66, 3000, 32, 43);
        assertThat(LeakAlarm.of(Map.of(Split.TRAIN, exposed, Split.VALIDATION, validation)))
                .singleElement()
                .asString()
                .contains("80.0 % against 30.0 % of the rows", "--cross-fit 5")
                .doesNotContain("prompt");
        assertThat(LeakAlarm.of(Map.of(Split.TRAIN, told, Split.VALIDATION, validation)))
                .singleElement()
                .asString()
                .contains("6.0 times as often as the ranks alone would give, against 1.5 times", "in the prompt")
                .doesNotContain("cross-fit");
        assertThat(LeakAlarm.of(Map.of(Split.TRAIN, alike, Split.VALIDATION, validation)))
                .isEmpty();
    }

    private static int number(int[] shown, int item) {
        for (int i = 0; i < shown.length; i++) {
            if (shown[i] == item) {
                return i + 1;
            }
        }
        throw new AssertionError("item " + item + " is not shown");
    }

    @Test
    void intentsThatNoModelMadeAreCountedByRank() throws IOException {
        SessionDataset dataset = SmallRecord.dataset(3);
        IntentRecord record = SmallRecord.open(
                dataset,
                SmallRecord.write(
                        dataset,
                        work.resolve("similar"),
                        Inferrers.options("embedding-similarity", Map.of()).create()));
        IntentStatistics statistics = IntentStatistics.of(record, List.of(Split.TEST), Progress.NONE);
        assertThat(statistics.json().path("picksByNumberShown")).isEmpty();
        assertThat(statistics.json().path("picksByRank")).hasSize(4);
        assertThat(statistics.lines()).contains("answers: no language model was asked");
    }

    private IntentStatistics statistics(
            SessionDataset dataset, List<Split> splits, BiFunction<Split, Integer, InferredRow> rows)
            throws IOException {
        return IntentStatistics.of(SmallRecord.write(dataset, work.resolve("intents"), rows), splits, Progress.NONE);
    }
}
