package io.github.dmsrec.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.RecommenderContractTest;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.TinyDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTest {

    private static final int ITEMS = 6;

    /** Item 5 is in no session: what is known of it is the teacher's. */
    private static final List<int[]> SESSIONS =
            List.of(new int[] {0, 1, 2}, new int[] {0, 2, 0}, new int[] {1, 3, 1, 4}, new int[] {2, 3}, new int[] {4});

    /** Scores by the last click alone, with logits that follow from both items. */
    private record Toy(int catalogueSize) implements Recommender {

        static double logit(int clicked, int item) {
            return 3 * Math.sin(1 + 2.3 * clicked + 1.7 * item * (clicked + 1));
        }

        @Override
        public String name() {
            return "toy";
        }

        @Override
        public void score(Prefixes prefixes, int from, int to, float[] scores) {
            prefixes.check(from, to, catalogueSize);
            for (int row = from; row < to; row++) {
                for (int item = 0; item < catalogueSize; item++) {
                    scores[(row - from) * catalogueSize + item] =
                            (float) logit(prefixes.item(row, prefixes.length(row) - 1), item);
                }
            }
        }
    }

    @Nested
    class Contract extends RecommenderContractTest {

        @Override
        protected Recommender recommender(SessionDataset dataset) {
            BaselineOptions options = taught(dataset.catalogue().size(), Map.of());
            return options.learn(options.sessionsOf(dataset), dataset.catalogue());
        }
    }

    private static BaselineOptions taught(int items, Map<String, String> options) {
        return BaselineOptions.defaults(Link.taughtBy(new Toy(items))).with(options);
    }

    private static Recommender learned(Map<String, String> options) {
        return taught(ITEMS, options).learn(Sessions.of(SESSIONS), catalogue(ITEMS));
    }

    private static Catalogue catalogue(int items) {
        return new Catalogue(IntStream.range(0, items)
                .mapToObj(item -> new Item(Integer.toString(item), "", Map.of()))
                .toList());
    }

    /** The least squares of some rows, column by column, by a direct solve. */
    private static final class Regression {

        private final double[][] gram = new double[ITEMS][ITEMS];
        private final double[][] cross = new double[ITEMS][ITEMS];

        /** A row of the problem: a weight times the square of {@code target - input B}. */
        void add(double weight, double[] input, double[] target) {
            for (int i = 0; i < ITEMS; i++) {
                for (int j = 0; j < ITEMS; j++) {
                    gram[i][j] += weight * input[i] * input[j];
                    cross[i][j] += weight * input[i] * target[j];
                }
            }
        }

        double[][] solve() {
            return DirectSolve.solve(copy(gram), copy(cross));
        }

        /** Where the diagonal would be above the limit it is set, and the rest of the column is solved for. */
        double[][] solveWithDiagonalUpTo(double limit) {
            double[][] solution = solve();
            for (int column = 0; column < ITEMS; column++) {
                if (solution[column][column] > limit) {
                    int fixed = column;
                    int[] free =
                            IntStream.range(0, ITEMS).filter(i -> i != fixed).toArray();
                    double[][] a = new double[free.length][free.length];
                    double[][] b = new double[free.length][free.length];
                    for (int i = 0; i < free.length; i++) {
                        for (int j = 0; j < free.length; j++) {
                            a[i][j] = gram[free[i]][free[j]];
                        }
                        b[i][0] = cross[free[i]][column] - gram[free[i]][column] * limit;
                    }
                    double[][] x = DirectSolve.solve(a, b);
                    for (int i = 0; i < free.length; i++) {
                        solution[free[i]][column] = x[i][0];
                    }
                    solution[column][column] = limit;
                }
            }
            return solution;
        }

        private static double[][] copy(double[][] matrix) {
            return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        }
    }

    private static double[] set(int[] session) {
        double[] set = new double[ITEMS];
        for (int item : session) {
            set[item] = 1;
        }
        return set;
    }

    private static double[] scaled(double[] row, double norm) {
        return Arrays.stream(row).map(value -> value / norm).toArray();
    }

    /** The paper's problem, row by row. */
    private static double[][] direct(
            double lambda,
            double alpha,
            double extension,
            double weight,
            double temperature,
            boolean last,
            double decay,
            Optional<Double> diagonal) {
        Regression first = new Regression();
        for (int[] session : SESSIONS) {
            double[] set = set(session);
            first.add(1, scaled(set, Math.sqrt(Arrays.stream(set).sum())), set);
        }
        Regression all = new Regression();
        for (int item = 0; item < ITEMS; item++) {
            double[] one = new double[ITEMS];
            one[item] = 1;
            first.add(lambda, one, new double[ITEMS]);
            int clicked = item;
            double[] powers = IntStream.range(0, ITEMS)
                    .mapToDouble(other -> Math.exp(Toy.logit(clicked, other) / temperature))
                    .toArray();
            all.add(weight, one, scaled(powers, Arrays.stream(powers).sum()));
        }
        double[][] similar = first.solve();
        for (int[] session : SESSIONS) {
            double[] predicted = new double[ITEMS];
            for (int item : new LinkedHashSet<>(Arrays.stream(session).boxed().toList())) {
                for (int other = 0; other < ITEMS; other++) {
                    predicted[other] += similar[item][other];
                }
            }
            double total = Arrays.stream(predicted).filter(score -> score > 0).sum();
            double[] set = set(session);
            double[] extended = new double[ITEMS];
            for (int item = 0; item < ITEMS; item++) {
                extended[item] = (1 - extension) * set[item] + extension * Math.max(0, predicted[item]) / total;
            }
            all.add(alpha, scaled(extended, Arrays.stream(extended).sum()), extended);
            for (int cut = 1; cut < session.length; cut++) {
                double[] before = new double[ITEMS];
                double[] after = new double[ITEMS];
                for (int i = last ? cut - 1 : 0; i < cut; i++) {
                    before[session[i]] += Math.exp(-(cut - 1 - i) / decay);
                }
                for (int i = cut; i < session.length; i++) {
                    after[session[i]] += Math.exp(-(i - cut) / decay);
                }
                all.add(1 - alpha, scaled(before, Arrays.stream(before).sum()), after);
            }
        }
        return diagonal.map(all::solveWithDiagonalUpTo).orElseGet(all::solve);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 0.9, 1, 100, 1, last, 1, none",
        "0.5, 0.7, 0.4, 0.3, 0.5, prefix, 2, none",
        "0.1, 0, 1, 2, 4, prefix, 3, none",
        "1, 1, 0, 0.1, 1, last, 2, none",
        "2, 0.5, 0.8, 0.2, 1, last, 1, 0.1",
        "2, 0.8, 0.3, 0.5, 2, prefix, 1, 0"
    })
    void theClosedFormIsWhatADirectSolveGives(
            double lambda,
            double alpha,
            double extension,
            double weight,
            double temperature,
            String input,
            double decay,
            String diagonal) {
        Recommender link = learned(Map.of(
                "regularisation", Double.toString(lambda),
                "alpha", Double.toString(alpha),
                "extension", Double.toString(extension),
                "teacher-weight", Double.toString(weight),
                "temperature", Double.toString(temperature),
                "input", input,
                "position-decay", Double.toString(decay),
                "diagonal", diagonal,
                "query-decay", "2"));
        double[][] expected = direct(
                lambda,
                alpha,
                extension,
                weight,
                temperature,
                input.equals("last"),
                decay,
                diagonal.equals("none") ? Optional.empty() : Optional.of(Double.valueOf(diagonal)));

        for (int item = 0; item < ITEMS; item++) {
            float[] scores = link.score(item);
            for (int other = 0; other < ITEMS; other++) {
                assertThat((double) scores[other])
                        .as("%d to %d", item, other)
                        .isCloseTo(Math.max(0, expected[item][other]), within(1e-5));
            }
        }
        float[] two = link.score(3, 0);
        for (int other = 0; other < ITEMS; other++) {
            assertThat((double) two[other])
                    .isCloseTo(Math.max(0, Math.exp(-0.5) * expected[3][other] + expected[0][other]), within(1e-5));
        }
    }

    @Test
    void aTeacherOfGreatWeightIsRepeated() {
        float[] scores = learned(Map.of("teacher-weight", "1e7")).score(5);

        double sum = IntStream.range(0, ITEMS)
                .mapToDouble(item -> Math.exp(Toy.logit(5, item)))
                .sum();
        for (int item = 0; item < ITEMS; item++) {
            assertThat((double) scores[item]).isCloseTo(Math.exp(Toy.logit(5, item)) / sum, within(1e-5));
        }
    }

    @Test
    void theBitsDoNotDependOnTheNumberOfThreads() throws ExecutionException, InterruptedException {
        SessionDataset tiny = TinyDataset.create();
        BaselineOptions options = taught(tiny.catalogue().size(), Map.of("extension", "0.5", "diagonal", "0.2"));
        Sessions sessions = options.sessionsOf(tiny);
        ForkJoinPool alone = new ForkJoinPool(1);
        ForkJoinPool four = new ForkJoinPool(4);
        try {
            float[] one = alone.submit(
                            () -> options.learn(sessions, tiny.catalogue()).score(3, 7, 3))
                    .get();
            float[] other = four.submit(
                            () -> options.learn(sessions, tiny.catalogue()).score(3, 7, 3))
                    .get();
            assertThat(one).isEqualTo(other);
        } finally {
            alone.shutdown();
            four.shutdown();
        }
    }

    @Test
    void stagesAreReported() {
        CountedStages progress = new CountedStages();

        BaselineOptions.defaults(Link.taughtBy(new Toy(ITEMS)))
                .learn(Sessions.of(SESSIONS), catalogue(ITEMS), progress);

        assertThat(progress.ended())
                .containsExactly(
                        "learn the first map: 6 of 6 items",
                        "solve the first map: 6 of 6 items",
                        "extend sessions: 5 of 5 sessions",
                        "ask the teacher: 6 of 6 items",
                        "add up sessions: 6 of 6 items",
                        "invert: 6 of 6 items",
                        "solve: 6 of 6 items");
    }

    @Test
    void whatWasLearnedIsReadBackWithoutTheTeacher(@TempDir Path folder) throws IOException {
        SessionDataset tiny = TinyDataset.create();
        BaselineOptions options = taught(tiny.catalogue().size(), Map.of("query-decay", "3"));
        ArtefactFolder model = BaselineModel.write(
                folder.resolve("m"), tiny, options, Origin.of("link", "a test", 1, 1), Progress.NONE);

        Recommender read = BaselineModel.load(model, Link.KIND).recommender();

        assertThat(read.name()).isEqualTo("link");
        assertThat(read.score(3, 7, 3))
                .isEqualTo(options.learn(options.sessionsOf(tiny), tiny.catalogue())
                        .score(3, 7, 3));
    }

    @Test
    void aTeacherOfOtherItemsIsRefused() {
        BaselineOptions options = taught(ITEMS + 1, Map.of());

        assertThatThrownBy(() -> options.learn(Sessions.of(SESSIONS), catalogue(ITEMS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'toy'");
    }

    @Test
    void twelveThousandItemsFitFourGigabytes() {
        long needed = LinearMemory.bytesWithTeacher(Sessions.of(SESSIONS), 12_101, 500);

        assertThat(needed).isBetween(1_100_000_000L, 2_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"1", "7", "8", "65", "1030"})
    void theDenseProductIsWhatIsSummedUp(int n) {
        SplittableRandom random = new RandomStreams(n).stream("matrix");
        double[][] triangle = SymmetricInverse.triangle(n);
        float[][] right = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                right[i][j] = (float) random.nextGaussian();
                if (j <= i) {
                    triangle[i][j] = random.nextGaussian();
                }
            }
        }

        SparseRows product = DenseProduct.of(triangle, right, Optional.empty(), n, Progress.Stage.NONE);

        for (int i = 0; i < n; i += 1 + n / 10) {
            double[] row = new double[n];
            for (int k = 0; k < n; k++) {
                double factor = i >= k ? triangle[i][k] : triangle[k][i];
                for (int j = 0; j < n; j++) {
                    row[j] += factor * right[k][j];
                }
            }
            for (int e = product.offsets()[i]; e < product.offsets()[i + 1]; e++) {
                assertThat((double) product.values()[e]).isCloseTo(row[product.items()[e]], within(1e-3));
            }
        }
    }
}
