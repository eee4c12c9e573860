package io.github.dmsrec.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.TinyDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlistTest {

    private static final double DAY = 24 * 3600;
    private static final int ITEMS = 5;

    private static final int[][] SESSIONS = {{0, 1, 2}, {0, 2, 0}, {1, 3, 1, 4}, {2, 3}, {4}};

    /** The sessions end on the days 0 to 4. */
    private static final Sessions LOG = new Sessions(
            new int[] {0, 3, 6, 10, 12, 13},
            Arrays.stream(SESSIONS).flatMapToInt(Arrays::stream).toArray(),
            Optional.of(new SessionLog(List.of("a", "b", "c", "d", "e"), new int[] {0, 1, 2, 3, 4}, new double[] {
                0, 0, 0, DAY, DAY, DAY, 2 * DAY, 2 * DAY, 2 * DAY, 2 * DAY, 3 * DAY, 3 * DAY, 4 * DAY
            })));

    private static Recommender learned(Map<String, String> options) {
        Catalogue catalogue = new Catalogue(IntStream.range(0, ITEMS)
                .mapToObj(item -> new Item(Integer.toString(item), "", Map.of()))
                .toList());
        return BaselineOptions.defaults("slist").with(options).learn(LOG, catalogue);
    }

    /** Rows of the regression by the paper's definitions, one for each session and one for each cut, and a direct solve. */
    private static double[][] direct(double lambda, double alpha, boolean last, double position, double age) {
        double[][] gram = new double[ITEMS][ITEMS];
        double[][] cross = new double[ITEMS][ITEMS];
        for (int s = 0; s < SESSIONS.length; s++) {
            double ofAge = age == 0 ? 1 : Math.exp(-(4 - s) / age);
            double[] set = new double[ITEMS];
            for (int item : SESSIONS[s]) {
                set[item] = 1;
            }
            add(gram, cross, set, set, alpha * ofAge);
            for (int cut = 1; cut < SESSIONS[s].length; cut++) {
                double[] before = new double[ITEMS];
                double[] after = new double[ITEMS];
                for (int i = last ? cut - 1 : 0; i < cut; i++) {
                    before[SESSIONS[s][i]] += position == 0 ? 1 : Math.exp(-(cut - 1 - i) / position);
                }
                for (int i = cut; i < SESSIONS[s].length; i++) {
                    after[SESSIONS[s][i]] += position == 0 ? 1 : Math.exp(-(i - cut) / position);
                }
                add(gram, cross, before, after, (1 - alpha) * ofAge);
            }
        }
        for (int i = 0; i < ITEMS; i++) {
            gram[i][i] += lambda;
        }
        return DirectSolve.solve(gram, cross);
    }

    private static void add(double[][] gram, double[][] cross, double[] input, double[] target, double weight) {
        double sum = Arrays.stream(input).sum();
        for (int i = 0; i < ITEMS; i++) {
            for (int j = 0; j < ITEMS; j++) {
                gram[i][j] += weight * input[i] / sum * input[j] / sum;
                cross[i][j] += weight * input[i] / sum * target[j];
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10, 0.2, last, 1, 256",
        "0.5, 0.7, prefix, 2, 3",
        "0.1, 0, prefix, 0, 0",
        "1, 1, last, 1, 2",
        "0.01, 0.5, last, 0.25, 0"
    })
    void theClosedFormIsWhatADirectSolveGives(double lambda, double alpha, String input, double position, double age) {
        Recommender slist = learned(Map.of(
                "regularisation", Double.toString(lambda),
                "alpha", Double.toString(alpha),
                "input", input,
                "position-decay", Double.toString(position),
                "session-decay", Double.toString(age),
                "query-decay", "2"));
        double[][] expected = direct(lambda, alpha, input.equals("last"), position, age);

        for (int item = 0; item < ITEMS; item++) {
            float[] scores = slist.score(item);
            for (int other = 0; other < ITEMS; other++) {
                assertThat((double) scores[other])
                        .as("%d to %d", item, other)
                        .isCloseTo(Math.max(0, expected[item][other]), within(1e-5));
            }
        }
        float[] two = slist.score(3, 0);
        for (int other = 0; other < ITEMS; other++) {
            assertThat((double) two[other])
                    .isCloseTo(Math.max(0, Math.exp(-0.5) * expected[3][other] + expected[0][other]), within(1e-5));
        }
    }

    @Test
    void onlyTheGreatestEntriesAreKept() {
        float[] all = learned(Map.of()).score(1);
        float[] few = learned(Map.of("entries", "2")).score(1);

        double[] sorted =
                IntStream.range(0, ITEMS).mapToDouble(i -> all[i]).sorted().toArray();
        for (int item = 0; item < ITEMS; item++) {
            assertThat(few[item]).isEqualTo(all[item] >= sorted[ITEMS - 2] ? all[item] : 0);
        }
    }

    @Test
    void whatWasLearnedIsReadBackAndNotLearnedAgain(@TempDir Path folder) throws IOException {
        SessionDataset tiny = TinyDataset.create();
        BaselineOptions options = BaselineOptions.defaults("slist").with(Map.of("query-decay", "3"));
        ArtefactFolder model = BaselineModel.write(
                folder.resolve("m"), tiny, options, Origin.of("slist", "a test", 1, 1), Progress.NONE);

        Recommender read = BaselineModel.load(model, Slist.KIND).recommender();

        assertThat(model.path().resolve("learned.safetensors")).exists();
        assertThat(read.score(3, 7, 3))
                .isEqualTo(options.learn(options.sessionsOf(tiny), tiny.catalogue())
                        .score(3, 7, 3));
    }

    @ParameterizedTest
    @CsvSource({"1", "63", "64", "65", "200"})
    void theInverseTimesTheMatrixIsOne(int n) {
        Random random = new Random(n);
        double[][] matrix = SymmetricInverse.triangle(n);
        double[][] inverse = SymmetricInverse.triangle(n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = random.nextGaussian() + (i == j ? 4 * Math.sqrt(n) : 0);
                inverse[i][j] = matrix[i][j];
            }
        }

        SymmetricInverse.invert(inverse);

        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += at(matrix, i, k) * at(inverse, k, j);
                }
                assertThat(sum).isCloseTo(i == j ? 1 : 0, within(1e-9));
            }
        }
    }

    private static double at(double[][] triangle, int i, int j) {
        return i >= j ? triangle[i][j] : triangle[j][i];
    }

    @Test
    void whatIsNotPositiveDefiniteIsRefused() {
        assertThatThrownBy(() -> SymmetricInverse.invert(new double[][] {{1}, {2, 1}}))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void moreThanTheMemoryHoldsIsRefusedBeforeTheStart() {
        long needed = LinearMemory.bytes(LOG, 43_097, 500);

        assertThat(needed).isBetween(7_000_000_000L, 9_000_000_000L);
        assertThatThrownBy(() -> LinearMemory.require("slist", 43_097, needed, 4_000_000_000L))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("43,097 x 43,097")
                .hasMessageContaining("4.0 GB are free")
                .hasMessageContaining("-Xmx");
        assertThatThrownBy(() -> LinearMemory.require("slist", 1_000_000, 1, 2))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("at most 100,000 items");
    }

    @Test
    void stagesAreReported() {
        CountedStages progress = new CountedStages();
        Catalogue catalogue = TinyDataset.create().catalogue();
        int n = catalogue.size();

        BaselineOptions.defaults("slist")
                .learn(Sessions.of(List.of(new int[] {0, 1, 2}, new int[] {2, 3})), catalogue, progress);
        BaselineOptions.defaults("sr").learn(Sessions.of(List.of(new int[] {0, 1})), catalogue, progress);

        assertThat(progress.ended())
                .as("of items that were clicked, and of all")
                .containsExactly(
                        "invert: 4 of 4 items", "solve: 4 of 4 items", "learn sr: " + n + " of " + n + " items");
    }
}
