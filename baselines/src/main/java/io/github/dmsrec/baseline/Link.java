package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionType;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * LINK: a linear map B from the clicks of a session to all items that takes what a trained neural network, its teacher, knows of
 * single clicks (Choi et al., SIGIR 2025, arXiv 2504.15057), in closed form.
 *
 * <ol>
 *   <li>A first map S is learned from sessions as sets (SLIS of Choi et al., WWW 2021), with rows of length 1 on the input side:
 *       {@code S = (X^T X + lambda I)^-1 X^T X'}, X' the same rows with ones.
 *   <li>The sessions are extended by what S predicts for them: {@link ExtendedSessions}, rows E (LIS, self-distillation).
 *   <li>T holds, for each item, the soft-max of the teacher's scores after a click on it alone, over the temperature (NIT).
 *   <li>B minimises {@code a |E - E1 B|^2 + (1 - a) |V - U B|^2 + w |T - B|^2}, with E1 the rows of E scaled to the sum 1, and U and V
 *       the beginnings and ends of sessions ({@link SessionProducts}):
 *       {@code B = (a E1^T E1 + (1 - a) U^T U + w I)^-1 (a E1^T E + (1 - a) U^T V + w T)}.
 * </ol>
 *
 * <p>As in the authors' code there is no other ridge in the last step, and B's diagonal is not limited unless that is asked for (the
 * paper: at most xi). Of the rows of S and B the greatest entries are kept. The score of an item is the sum of its entries in the rows
 * of the clicked items, later clicks counting more: what serves is {@link LinearRows}, without the teacher.
 */
public final class Link {

    /** How many single clicks the teacher is asked at once. */
    private static final int ASKED_AT_ONCE = 64;

    /** The folder of the teacher's model. */
    public static final Option<Optional<Path>> TEACHER = Option.optional(
            "teacher",
            "the folder of the trained neural model that it learns from; it must be given",
            "none",
            OptionType.path());

    static final Option<Double> TEACHER_WEIGHT =
            Option.positive("teacher-weight", "how much the teacher counts: w of the last regression", 100, 1e9);
    static final Option<Double> TEMPERATURE = Option.positive(
            "temperature", "what the teacher's scores are divided by before their soft-max", 1, Double.MAX_VALUE);
    static final Option<Double> REGULARISATION =
            Option.positive("regularisation", "lambda of the first map, which extends sessions", 10, 1e9);
    static final Option<Double> ALPHA = Option.share(
            "alpha", "how much extended sessions as sets count (LIS); the rest are clicks and what followed", 0.9);
    static final Option<Double> EXTENSION = Option.share(
            "extension",
            "the share of what the first map predicts in an extended session; the rest are its own items",
            1);
    static final Option<Optional<Double>> DIAGONAL = Option.optional(
            "diagonal",
            "the most that a click adds to the score of the same item, as xi in the paper; none for no limit",
            "none",
            OptionType.weight());

    /** Its entry beside those of {@link Baselines}, of which it is none: it learns with a teacher, as {@link #taughtBy} says. */
    public static final BaselineKind KIND = kind((sessions, catalogue, options, progress) -> {
        throw new IllegalStateException("link learns from a teacher");
    });

    private Link() {}

    private static BaselineKind kind(BaselineKind.Maker maker) {
        return new BaselineKind(
                "link",
                "linear item-item model with neural knowledge, Choi et al., SIGIR 2025",
                BaselineKind.Order.NONE,
                List.of(
                        TEACHER,
                        TEACHER_WEIGHT,
                        TEMPERATURE,
                        REGULARISATION,
                        ALPHA,
                        EXTENSION,
                        DIAGONAL,
                        Slist.INPUT,
                        Slist.POSITION_DECAY,
                        LinearRows.QUERY_DECAY,
                        Slist.ENTRIES),
                maker,
                new LinearRows.Store());
    }

    /**
     * The method with a teacher.
     *
     * @param teacher scores by logits, the catalogue that will be learned for; it is asked when learning begins
     */
    public static BaselineKind taughtBy(Recommender teacher) {
        return kind((sessions, catalogue, options, progress) -> learn(sessions, catalogue, options, teacher, progress));
    }

    private static Recommender learn(
            Sessions sessions, Catalogue catalogue, OptionValues options, Recommender teacher, Progress progress) {
        int n = catalogue.size();
        int entries = options.get(Slist.ENTRIES);
        if (teacher.catalogueSize() != n || teacher.isZeroUnknown()) {
            throw new IllegalArgumentException(
                    "the teacher '" + teacher.name() + "' does not score the " + n + " items by logits");
        }
        LinearMemory.requireWithTeacher(KIND.name(), sessions, n, entries);
        double[] weights = new double[sessions.size()];
        Arrays.fill(weights, 1);
        SessionProducts products = new SessionProducts(
                sessions,
                Postings.of(sessions, n),
                IntStream.range(0, n).toArray(),
                n,
                weights,
                options.get(Slist.INPUT),
                options.get(Slist.POSITION_DECAY));
        SparseRows first = firstMap(products, n, options, progress);
        ExtendedSessions extended;
        try (Progress.Stage stage = progress.stage("extend sessions", "sessions", sessions.size())) {
            extended = ExtendedSessions.of(sessions, first, options.get(EXTENSION), stage);
        }
        double weight = options.get(TEACHER_WEIGHT);
        float[][] right;
        try (Progress.Stage stage = progress.stage("ask the teacher", "items", n)) {
            right = transitions(teacher, options.get(TEMPERATURE), weight, stage);
        }
        double alpha = options.get(ALPHA);
        double[][] inverse = SymmetricInverse.triangle(n);
        products.fill(inverse, 0, SessionProducts.Norm.SUM, 1 - alpha).addTo(right);
        if (alpha > 0) {
            try (Progress.Stage stage = progress.stage("add up sessions", "items", n)) {
                extended.addProducts(inverse, right, alpha, stage);
            }
        }
        SymmetricInverse.addToDiagonal(inverse, weight);
        try (Progress.Stage stage = progress.stage("invert", "items", n)) {
            SymmetricInverse.invert(inverse, stage);
        }
        try (Progress.Stage stage = progress.stage("solve", "items", n)) {
            SparseRows map = DenseProduct.of(inverse, right, options.get(DIAGONAL), entries, stage);
            return new LinearRows(KIND.name(), map, options.get(LinearRows.QUERY_DECAY));
        }
    }

    /** SLIS, which extends sessions. */
    private static SparseRows firstMap(SessionProducts products, int n, OptionValues options, Progress progress) {
        double[][] inverse = SymmetricInverse.triangle(n);
        SparseRows cross = products.fill(inverse, 1, SessionProducts.Norm.LENGTH, 0);
        SymmetricInverse.addToDiagonal(inverse, options.get(REGULARISATION));
        try (Progress.Stage stage = progress.stage("learn the first map", "items", n)) {
            SymmetricInverse.invert(inverse, stage);
        }
        try (Progress.Stage stage = progress.stage("solve the first map", "items", n)) {
            return SparseRows.product(inverse, cross, options.get(Slist.ENTRIES), stage);
        }
    }

    /** What the teacher expects after each item alone: rows of probabilities, times a weight. */
    private static float[][] transitions(Recommender teacher, double temperature, double weight, Progress.Stage stage) {
        int n = teacher.catalogueSize();
        float[][] rows = new float[n][n];
        float[] scores = new float[Math.min(ASKED_AT_ONCE, n) * n];
        for (int from = 0; from < n; from += ASKED_AT_ONCE) {
            int to = Math.min(from + ASKED_AT_ONCE, n);
            Sessions clicks = Sessions.of(
                    IntStream.range(from, to).mapToObj(item -> new int[] {item}).toList());
            teacher.score(clicks, 0, to - from, scores);
            for (int item = from; item < to; item++) {
                softMax(scores, (item - from) * n, temperature, weight, rows[item]);
            }
            stage.advance(to - from);
        }
        return rows;
    }

    private static void softMax(float[] scores, int offset, double temperature, double weight, float[] out) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < out.length; i++) {
            greatest = Math.max(greatest, scores[offset + i]);
        }
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            double power = Math.exp((scores[offset + i] - greatest) / temperature);
            sum += power;
            out[i] = (float) power;
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (out[i] * weight / sum);
        }
    }
}
