package io.github.dmsrec.baseline;

import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;

/**
 * The matrix products that a linear model's regression needs: inputs by inputs and inputs by targets, summed over sessions
 * as sets (SLIS) and over the cuts of sessions (SLIT), as in SLIST (Choi et al., WWW 2021). Only some items are in the matrices,
 * each at its place. For one thread.
 */
final class SessionProducts {

    /** What the beginnings of sessions are. */
    enum Input {
        /** The last click before the cut, as in all configurations that the authors publish. */
        LAST,
        /** All clicks before the cut, as in the paper. */
        PREFIX
    }

    /** What is 1 in each row of a session as a set, on the input's side. */
    enum Norm {
        /** The sum of its entries. */
        SUM,
        /** Its Euclidean length. */
        LENGTH;

        /** Of the entries of a set of so many items. */
        private double entry(int items) {
            return this == SUM ? 1.0 / items : 1 / Math.sqrt(items);
        }
    }

    private final Sessions sessions;
    private final Postings postings;
    private final int[] included;
    private final int[] places;
    private final double[] weights;
    private final Input input;
    /** {@code e^(-d / decay)} for a distance of d clicks. */
    private final double[] fading;

    /**
     * @param sessions whose items are all included
     * @param postings of the sessions
     * @param included the items in the matrices, ascending
     * @param items the number of items in the catalogue
     * @param weights one for each session
     * @param input what the beginnings of sessions are
     * @param decay after how many clicks from the cut a click counts e times less; 0 for never
     */
    SessionProducts(
            Sessions sessions,
            Postings postings,
            int[] included,
            int items,
            double[] weights,
            Input input,
            double decay) {
        this.sessions = sessions;
        this.postings = postings;
        this.included = included;
        this.places = new int[items];
        for (int place = 0; place < included.length; place++) {
            places[included[place]] = place;
        }
        this.weights = weights;
        this.input = input;
        this.fading = LinearRows.fading(decay, sessions.longest());
    }

    /**
     * Adds the products of inputs to a triangle, and gives those of inputs and targets.
     *
     * @param gram the lower triangle, row i with i + 1 numbers
     * @param sets how much sessions as sets count (SLIS)
     * @param norm of the sessions as sets
     * @param cuts how much the cuts of sessions count (SLIT)
     */
    SparseRows fill(double[][] gram, double sets, Norm norm, double cuts) {
        int n = included.length;
        SparseRows.Builder cross = new SparseRows.Builder();
        SparseRows.Accumulator inputs = new SparseRows.Accumulator(n);
        SparseRows.Accumulator targets = new SparseRows.Accumulator(n);
        for (int source = 0; source < n; source++) {
            for (int i = postings.from(included[source]); i < postings.to(included[source]); i++) {
                int session = postings.session(i);
                int[] clicks = sessions.items(session);
                Arrays.setAll(clicks, position -> places[clicks[position]]);
                if (sets > 0) {
                    addAsSet(clicks, norm, sets * weights[session], inputs, targets);
                }
                if (cuts > 0) {
                    addCuts(clicks, source, cuts * weights[session], inputs, targets);
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
            int[] clicks, Norm norm, double weight, SparseRows.Accumulator inputs, SparseRows.Accumulator targets) {
        int[] items = Arrays.stream(clicks).distinct().toArray();
        double entry = norm.entry(items.length);
        for (int item : items) {
            inputs.add(item, weight * entry * entry);
            targets.add(item, weight * entry);
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
