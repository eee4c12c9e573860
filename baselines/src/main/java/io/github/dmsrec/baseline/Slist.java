package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SLIST: a linear map B from the clicks of a session to all items, by ridge regression in closed form (Choi et al., WWW 2021,
 * equation 13). With X the sessions as sets (SLIS), S and T the beginnings and ends of sessions with weights that fade from
 * where they are cut (SLIT), and each row weighted by its age:
 * {@code B = (a X^T X + (1 - a) S^T S + lambda I)^-1 (a X^T X' + (1 - a) S^T T)}. As in the authors' code the rows of X and S on the
 * input side sum to 1, and X' are the same rows with ones; the paper's limit of B's diagonal, which that code switches off, is left
 * out. The score of an item is the sum of its entries in the rows of the clicked items, later clicks counting more.
 */
final class Slist {

    private static final double SECONDS_PER_DAY = 24 * 3600;

    static final Option<Double> REGULARISATION =
            Option.positive("regularisation", "lambda of the ridge regression", 10, 1e9);
    static final Option<Double> ALPHA = Option.share(
            "alpha", "how much sessions as sets count (SLIS); the rest are clicks and what followed (SLIT)", 0.2);
    static final Option<SessionProducts.Input> INPUT = Option.label(
            "input",
            "from what the clicks that followed are learned: the last click before, or all",
            SessionProducts.Input.class,
            SessionProducts.Input.LAST);
    static final Option<Double> POSITION_DECAY = Option.weight(
            "position-decay",
            "in training: after how many clicks from the cut a click counts e times less; 0 for never",
            1);
    static final Option<Double> SESSION_DECAY = Option.weight(
                    "session-decay", "in training: after which age a session counts e times less; 0 for never", 256)
            .unit("days");
    static final Option<Integer> ENTRIES =
            Option.integer("entries", "how many entries of B an item keeps, the greatest by amount", 500, 1, 1 << 20);

    static final BaselineKind KIND = new BaselineKind(
            "slist",
            "session-aware linear item-item model, Choi et al., WWW 2021",
            BaselineKind.Order.AGE,
            List.of(REGULARISATION, ALPHA, INPUT, POSITION_DECAY, LinearRows.QUERY_DECAY, SESSION_DECAY, ENTRIES),
            Slist::learn,
            new LinearRows.Store());

    private Slist() {}

    private static Recommender learn(Sessions sessions, Catalogue catalogue, OptionValues options, Progress progress) {
        Postings postings = Postings.of(sessions, catalogue.size());
        // Of others nothing is learned, so that only these are in the matrices, each at its place.
        int[] clicked = IntStream.range(0, catalogue.size())
                .filter(item -> postings.count(item) > 0)
                .toArray();
        LinearMemory.require(KIND.name(), sessions, clicked.length, options.get(ENTRIES));
        SessionProducts products = new SessionProducts(
                sessions,
                postings,
                clicked,
                catalogue.size(),
                ages(sessions, options.get(SESSION_DECAY) * SECONDS_PER_DAY),
                options.get(INPUT),
                options.get(POSITION_DECAY));
        double alpha = options.get(ALPHA);
        double[][] inverse = SymmetricInverse.triangle(clicked.length);
        SparseRows cross = products.fill(inverse, alpha, SessionProducts.Norm.SUM, 1 - alpha);
        SymmetricInverse.addToDiagonal(inverse, options.get(REGULARISATION));
        try (Progress.Stage stage = progress.stage("invert", "items", clicked.length)) {
            SymmetricInverse.invert(inverse, stage);
        }
        SparseRows map;
        try (Progress.Stage stage = progress.stage("solve", "items", clicked.length)) {
            map = SparseRows.product(inverse, cross, options.get(ENTRIES), stage);
        }
        return new LinearRows(KIND.name(), map.among(catalogue.size(), clicked), options.get(LinearRows.QUERY_DECAY));
    }

    /** The weight of each session by its age; 1 where nobody knows. */
    private static double[] ages(Sessions sessions, double decay) {
        double[] weights = new double[sessions.size()];
        double latest = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < weights.length; s++) {
            latest = sessions.length(s) > 0 ? Math.max(latest, sessions.time(s)) : latest;
        }
        for (int s = 0; s < weights.length; s++) {
            double age = sessions.length(s) > 0 ? latest - sessions.time(s) : Double.NaN;
            weights[s] = decay == 0 || Double.isNaN(age) ? 1 : Math.exp(-age / decay);
        }
        return weights;
    }
}
