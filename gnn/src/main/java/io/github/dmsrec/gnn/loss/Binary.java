package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The binary cross entropy of each target against one item that its whole session does not hold, all such items being
 * equally probable (Kang and McAuley, ICDM 2018, section III.E).
 *
 * @param items the size of the catalogue
 */
public record Binary(int items) implements TrainingLoss {

    /** @throws IllegalArgumentException if a session holds the whole catalogue */
    @Override
    public int[] negatives(Examples examples, int[] rows, SplittableRandom random) {
        int[] drawn = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int[] held = itemsOf(examples.sessions(), examples.session(rows[i]));
            if (held.length == items) {
                throw new IllegalArgumentException("row " + rows[i] + " is of a session that holds all " + items
                        + " items, so it has no negative");
            }
            drawn[i] = missing(held, random.nextInt(items - held.length));
        }
        return drawn;
    }

    private static int[] itemsOf(Sessions sessions, int session) {
        return IntStream.range(0, sessions.length(session))
                .map(position -> sessions.item(session, position))
                .sorted()
                .distinct()
                .toArray();
    }

    /** The item with so many others before it that are not held; those held ascend. */
    private static int missing(int[] held, int before) {
        int item = before;
        for (int other : held) {
            if (other <= item) {
                item++;
            }
        }
        return item;
    }

    @Override
    public boolean canLeaveOut() {
        return false;
    }

    @Override
    public Tensor of(Scores scores, int[] targets, int[] negatives) {
        if (negatives.length != targets.length) {
            throw new IllegalArgumentException(
                    targets.length + " targets need as many negatives, but there are " + negatives.length);
        }
        BatchScores batch = BatchScores.of(scores, targets, negatives);
        // -ln sigmoid(x) is ln(1 + exp(-x)).
        Tensor ofTargets = softPlus(batch.diagonal(0).times(-1));
        Tensor ofNegatives = softPlus(batch.diagonal(targets.length));
        return ofTargets.plus(ofNegatives).sum().times(1.0 / targets.length);
    }

    private static Tensor softPlus(Tensor x) {
        return x.logOfSumOfPowers(Tensor.zeros(x.precision(), 1, 1));
    }
}
