package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
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

    /** What the beginnings of sessions are. */
    enum Input {
        /** The last click before the cut, as in all configurations that the authors publish. */
        LAST,
        /** All clicks before the cut, as in the paper. */
        PREFIX
    }

    static final Option<Double> REGULARISATION =
            Option.positive("regularisation", "lambda of the ridge regression", 10, 1e9);
    static final Option<Double> ALPHA = Option.share(
            "alpha", "how much sessions as sets count (SLIS); the rest are clicks and what followed (SLIT)", 0.2);
    static final Option<Input> INPUT = Option.label(
            "input",
            "from what the clicks that followed are learned: the last click before, or all",
            Input.class,
            Input.LAST);
    static final Option<Double> POSITION_DECAY = Option.weight(
            "position-decay",
            "in training: after how many clicks from the cut a click counts e times less; 0 for never",
            1);
    static final Option<Double> QUERY_DECAY = Option.weight(
            "query-decay", "of the session: after how many later clicks a click counts e times less; 0 for never", 2);
    static final Option<Double> SESSION_DECAY = Option.weight(
                    "session-decay", "in training: after which age a session counts e times less; 0 for never", 256)
            .unit("days");
    static final Option<Integer> ENTRIES =
            Option.integer("entries", "how many entries of B an item keeps, the greatest by amount", 500, 1, 1 << 20);

    static final BaselineKind KIND = new BaselineKind(
            "slist",
            "session-aware linear item-item model, Choi et al., WWW 2021",
            BaselineKind.Order.AGE,
            List.of(REGULARISATION, ALPHA, INPUT, POSITION_DECAY, QUERY_DECAY, SESSION_DECAY, ENTRIES),
            Slist::learn,
            new LinearRows.Store(QUERY_DECAY));

    private final Sessions sessions;
    private final Postings postings;
    /** The items that were clicked: of others nothing is learned, so that only these are in the matrices, each at its place. */
    private final int[] clicked;

    private final int[] places;
    private final double[] ages;
    private final double alpha;
    private final Input input;
    /** {@code e^(-d / position-decay)} for a distance of d clicks. */
    private final double[] fading;

    private Slist(Sessions sessions, int items, OptionValues options) {
        this.sessions = sessions;
        this.postings = Postings.of(sessions, items);
        this.clicked = IntStream.range(0, items)
                .filter(item -> postings.count(item) > 0)
                .toArray();
        this.places = new int[items];
        for (int place = 0; place < clicked.length; place++) {
            places[clicked[place]] = place;
        }
        this.alpha = options.get(ALPHA);
        this.input = options.get(INPUT);
        this.ages = ages(sessions, options.get(SESSION_DECAY) * SECONDS_PER_DAY);
        this.fading = LinearRows.fading(options.get(POSITION_DECAY), sessions.longest());
    }

    private static Recommender learn(Sessions sessions, Catalogue catalogue, OptionValues options) {
        Slist slist = new Slist(sessions, catalogue.size(), options);
        int clicked = slist.clicked.length;
        LinearMemory.require(KIND.name(), sessions, clicked, options.get(ENTRIES));
        double[][] inverse = SymmetricInverse.triangle(clicked);
        SparseRows cross = slist.fill(inverse);
        double lambda = options.get(REGULARISATION);
        for (int i = 0; i < clicked; i++) {
            inverse[i][i] += lambda;
        }
        SymmetricInverse.invert(inverse);
        SparseRows map = SparseRows.product(inverse, cross, options.get(ENTRIES));
        return new LinearRows(KIND.name(), map.among(catalogue.size(), slist.clicked), options.get(QUERY_DECAY));
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

    /** Adds the products of inputs to a triangle, and gives those of inputs and targets. */
    private SparseRows fill(double[][] gram) {
        int n = clicked.length;
        SparseRows.Builder cross = new SparseRows.Builder();
        SparseRows.Accumulator inputs = new SparseRows.Accumulator(n);
        SparseRows.Accumulator targets = new SparseRows.Accumulator(n);
        for (int source = 0; source < n; source++) {
            for (int i = postings.from(clicked[source]); i < postings.to(clicked[source]); i++) {
                int session = postings.session(i);
                int[] clicks = sessions.items(session);
                Arrays.setAll(clicks, position -> places[clicks[position]]);
                if (alpha > 0) {
                    addAsSet(clicks, alpha * ages[session], inputs, targets);
                }
                if (alpha < 1) {
                    addCuts(clicks, source, (1 - alpha) * ages[session], inputs, targets);
                }
            }
            inputs.addTo(gram[source], source);
            cross.add(targets);
            inputs.clear();
            targets.clear();
        }
        return cross.build();
    }

    /** SLIS: each different item predicts each. */
    private static void addAsSet(
            int[] clicks, double weight, SparseRows.Accumulator inputs, SparseRows.Accumulator targets) {
        int[] items = Arrays.stream(clicks).distinct().toArray();
        double share = 1.0 / items.length;
        for (int item : items) {
            inputs.add(item, weight * share * share);
            targets.add(item, weight * share);
        }
    }

    /** SLIT: the source, where it stands before a cut, predicts what stands behind. */
    private void addCuts(
            int[] clicks, int source, double weight, SparseRows.Accumulator inputs, SparseRows.Accumulator targets) {
        for (int cut = 0; cut + 1 < clicks.length; cut++) {
            int first = input == Input.LAST ? cut : 0;
            double norm = 0;
            double ofSource = 0;
            for (int i = first; i <= cut; i++) {
                norm += fading[cut - i];
                ofSource += clicks[i] == source ? fading[cut - i] : 0;
            }
            if (ofSource == 0) {
                continue;
            }
            double share = ofSource / norm;
            for (int i = first; i <= cut; i++) {
                inputs.add(clicks[i], weight * share * fading[cut - i] / norm);
            }
            for (int i = cut + 1; i < clicks.length; i++) {
                targets.add(clicks[i], weight * share * fading[i - cut - 1]);
            }
        }
    }
}
