package io.github.dmsrec.intent.answers.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.answers.exchange.IntentRecord;
import io.github.dmsrec.intent.answers.exchange.SmallRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgreementTest {

    private static final SessionDataset DATASET = SmallRecord.dataset(12);

    @TempDir
    Path work = Path.of("");

    @Test
    void aFolderAgreesWithItself() throws IOException {
        IntentRecord record = SmallRecord.write(
                DATASET, work.resolve("a"), (split, row) -> SmallRecord.picks(SmallRecord.rotated(row), 1, 3));
        JsonNode json = agreement(record, record).json();
        for (Split split : Split.values()) {
            JsonNode of = json.at("/splits/" + split.label());
            assertThat(of.path("compared").asInt()).isEqualTo(12);
            assertThat(of.path("identicalShare").asDouble()).isEqualTo(1);
            assertThat(of.path("jaccard").asDouble()).isEqualTo(1);
            assertThat(of.path("chanceCorrectedJaccard").asDouble()).isEqualTo(1);
            assertThat(of.path("sameFirstPick").asInt()).isEqualTo(12);
        }
        assertThat(json.path("differences")).isEmpty();
    }

    @Test
    void differencesAreCountedAndTheWorstAreShown() throws IOException {
        IntentRecord first = SmallRecord.write(
                DATASET,
                work.resolve("a"),
                (split, row) -> row == 0
                        ? SmallRecord.failed("empty answer")
                        : SmallRecord.picks(SmallRecord.candidates(), 1, 3));
        // Of the eleven rows that both answered, one has the same picks in another order, ten have one of three in
        // common.
        IntentRecord second = SmallRecord.write(
                DATASET,
                work.resolve("b"),
                (split, row) -> row == 5
                        ? SmallRecord.picks(SmallRecord.candidates(), 3, 1)
                        : SmallRecord.picks(SmallRecord.candidates(), 1, 4));
        Agreement agreement = agreement(first, second);
        JsonNode json = agreement.json().at("/splits/test");
        assertThat(json.path("onlySecondAnswered").asInt()).isEqualTo(1);
        assertThat(json.path("compared").asInt()).isEqualTo(11);
        assertThat(json.path("identical").asInt()).isEqualTo(1);
        assertThat(json.path("sameFirstPick").asInt()).isEqualTo(10);
        double mean = (1 + 10 / 3.0) / 11;
        // Two of four each: none, one or both in common with the probabilities 1/6, 4/6 and 1/6.
        double chance = 4 / 6.0 / 3 + 1 / 6.0;
        assertThat(json.path("jaccard").asDouble()).isCloseTo(mean, within(1e-12));
        assertThat(json.path("jaccardOfChance").asDouble()).isCloseTo(chance, within(1e-12));
        assertThat(json.path("chanceCorrectedJaccard").asDouble())
                .isCloseTo((mean - chance) / (1 - chance), within(1e-12));
        assertThat(json.path("explicitShareOfFirst").asDouble()).isEqualTo(0.5);

        assertThat(agreement.json().path("differences")).hasSize(10);
        assertThat(agreement.lines())
                .containsSubsequence(
                        "  row 1 of the split 'train', session 1: Jaccard index 0.33",
                        "    clicked a red tent > a blue tent",
                        "    A       a red tent; a globe",
                        "    B       a red tent; a novel");
    }

    @Test
    void foldersOfOtherRowsOrCandidatesAreRefusedNamingBoth() throws IOException {
        IntentRecord first = SmallRecord.write(
                DATASET, work.resolve("a"), (split, row) -> SmallRecord.picks(SmallRecord.candidates(), 1));
        IntentRecord other = SmallRecord.write(
                SmallRecord.dataset(3),
                work.resolve("b"),
                (split, row) -> SmallRecord.picks(SmallRecord.candidates(), 1));
        Agreement.requireComparable(first.folder(), first.folder());
        assertThatThrownBy(() -> Agreement.requireComparable(first.folder(), other.folder()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(
                        work.resolve("a").toString(),
                        work.resolve("b").toString(),
                        DATASET.fingerprint().substring(0, 12),
                        SmallRecord.dataset(3).fingerprint().substring(0, 12),
                        System.lineSeparator());
    }

    private static Agreement agreement(IntentRecord first, IntentRecord second) throws IOException {
        return Agreement.of(first, second, List.of(Split.values()), Progress.NONE);
    }
}
