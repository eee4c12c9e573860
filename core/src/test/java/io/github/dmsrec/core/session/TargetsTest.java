package io.github.dmsrec.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetsTest {

    // Imported with targets of its own: the second click of session 0, the last one of session 2.
    private static final Sessions SESSIONS =
            Sessions.of(List.of(new int[] {5, 6, 7}, new int[] {8}, new int[] {1, 2, 3}));
    private static final SessionDataset DATASET = dataset();

    @Test
    void viewsHaveOtherTrainingRowsOfTheSameSessions() {
        SessionDataset last = DATASET.withTrainingTargets(Targets.LAST);
        assertThat(rows(last)).containsExactly("[5, 6] > 7", "[1, 2] > 3");
        SessionDataset every = DATASET.withTrainingTargets(Targets.EVERY_PREFIX);
        assertThat(rows(every)).containsExactly("[5] > 6", "[5, 6] > 7", "[1] > 2", "[1, 2] > 3");
        for (SessionDataset view : List.of(last, every)) {
            assertThat(view.sessions(Split.TRAIN)).isSameAs(SESSIONS);
            assertThat(view.examples(Split.VALIDATION)).isSameAs(DATASET.examples(Split.VALIDATION));
            assertThat(view.examples(Split.TEST)).isSameAs(DATASET.examples(Split.TEST));
        }
    }

    @Test
    void viewsThatDifferHaveFingerprintsOfTheirOwn() {
        SessionDataset last = DATASET.withTrainingTargets(Targets.LAST);
        SessionDataset every = DATASET.withTrainingTargets(Targets.EVERY_PREFIX);
        assertThat(List.of(DATASET.fingerprint(), last.fingerprint(), every.fingerprint()))
                .doesNotHaveDuplicates();
        assertThat(DATASET.withTrainingTargets(Targets.LAST).fingerprint()).isEqualTo(last.fingerprint());
        assertThat(DATASET.withTrainingTargets(Targets.AS_IMPORTED)).isSameAs(DATASET);
        assertThat(last.withTrainingTargets(Targets.LAST)).isSameAs(last);
        SessionDataset tiny = TinyDataset.create();
        assertThat(tiny.withTrainingTargets(Targets.EVERY_PREFIX)).isSameAs(tiny);
    }

    @Test
    void everyPositionHasTheRowsOfEveryPrefix() {
        SessionDataset every = DATASET.withTrainingTargets(Targets.EVERY_PREFIX);
        SessionDataset positions = DATASET.withTrainingTargets(Targets.EVERY_POSITION);
        assertThat(rows(positions)).isEqualTo(rows(every));
        assertThat(positions.fingerprint()).isEqualTo(every.fingerprint());
    }

    @Test
    void labelsAreReadBack() {
        assertThat(Targets.labels()).containsExactly("as-imported", "last", "every-prefix", "every-position");
        for (Targets targets : Targets.values()) {
            assertThat(Targets.ofLabel(targets.label())).contains(targets);
        }
        assertThat(Targets.ofLabel("first")).isEmpty();
    }

    private static List<String> rows(SessionDataset dataset) {
        Examples rows = dataset.examples(Split.TRAIN);
        return java.util.stream.IntStream.range(0, rows.size())
                .mapToObj(row -> java.util.Arrays.toString(rows.items(row)) + " > " + rows.target(row))
                .toList();
    }

    private static SessionDataset dataset() {
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        examples.put(Split.TRAIN, new Examples(SESSIONS, new int[] {0, 2}, new int[] {1, 2}));
        examples.put(Split.VALIDATION, Examples.lastClickOf(Sessions.of(List.of(new int[] {1, 2, 3}))));
        examples.put(Split.TEST, Examples.lastClickOf(Sessions.of(List.of(new int[] {3, 2, 1}))));
        return new SessionDataset("d", "f", new Catalogue(List.of()), examples);
    }
}
