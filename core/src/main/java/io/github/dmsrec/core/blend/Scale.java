package io.github.dmsrec.core.blend;

import io.github.dmsrec.core.recommend.Ranking;

/**
 * Makes the scores of one row comparable to those of other models. Immutable; {@link Work} is for one thread.
 *
 * @param form what is done
 * @param constant c of {@link BlendForm#RECIPROCAL_RANK}, at least 0; other forms do not use it
 * @param listLength L of {@link BlendForm#RECIPROCAL_RANK}, at least 1; other forms do not use it
 */
public record Scale(BlendForm form, double constant, int listLength) {

    /** What the work on rows needs and keeps from row to row. For one thread. */
    public static final class Work {

        private final Ranking ranking = new Ranking();
    }

    /**
     * The values of a row.
     *
     * @param scores hold the row; finite
     * @param offset where the score of item 0 is
     * @param zeroIsUnknown whether a score of 0 says that nothing is known of an item
     * @param values receives one for each item, from index 0; as many as items
     * @param work is changed
     */
    public void values(float[] scores, int offset, boolean zeroIsUnknown, float[] values, Work work) {
        switch (form) {
            case MIN_MAX -> {
                Range range = Range.of(scores, offset, values.length);
                linear(scores, offset, range.least, range.greatest - range.least, values);
            }
            case Z_SCORE -> {
                Range range = Range.of(scores, offset, values.length);
                linear(scores, offset, range.least, deviation(scores, offset, values.length), values);
            }
            case PROBABILITY -> {
                if (zeroIsUnknown) {
                    shares(scores, offset, values);
                } else {
                    softMax(scores, offset, values);
                }
            }
            case RECIPROCAL_RANK -> reciprocalRanks(scores, offset, zeroIsUnknown, values, work.ranking);
        }
    }

    private record Range(float least, float greatest) {

        static Range of(float[] scores, int offset, int n) {
            float least = Float.POSITIVE_INFINITY;
            float greatest = Float.NEGATIVE_INFINITY;
            for (int i = offset; i < offset + n; i++) {
                least = Math.min(least, scores[i]);
                greatest = Math.max(greatest, scores[i]);
            }
            return new Range(least, greatest);
        }
    }

    private static void linear(float[] scores, int offset, double shift, double divisor, float[] values) {
        // A row of equal scores says nothing.
        double factor = divisor > 0 ? 1 / divisor : 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((scores[offset + i] - shift) * factor);
        }
    }

    private static double deviation(float[] scores, int offset, int n) {
        double sum = 0;
        for (int i = offset; i < offset + n; i++) {
            sum += scores[i];
        }
        double mean = sum / n;
        double squares = 0;
        for (int i = offset; i < offset + n; i++) {
            squares += (scores[i] - mean) * (scores[i] - mean);
        }
        return Math.sqrt(squares / n);
    }

    private static void shares(float[] scores, int offset, float[] values) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += Math.max(0, scores[offset + i]);
        }
        double factor = sum > 0 ? 1 / sum : 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (Math.max(0, scores[offset + i]) * factor);
        }
    }

    private static void softMax(float[] scores, int offset, float[] values) {
        float greatest = Range.of(scores, offset, values.length).greatest;
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double power = Math.exp(scores[offset + i] - (double) greatest);
            values[i] = (float) power;
            sum += power;
        }
        float factor = (float) (1 / sum);
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    private void reciprocalRanks(float[] scores, int offset, boolean zeroIsUnknown, float[] values, Ranking ranking) {
        int n = values.length;
        ranking.begin(Math.min(listLength, n));
        ranking.offerAll(scores, offset, n, zeroIsUnknown);
        float least = Range.of(scores, offset, n).least;
        double range = ranking.isFull() ? ranking.score(ranking.size() - 1) - (double) least : 0;
        double factor = range > 0 ? 1 / ((constant + listLength + 1) * range) : 0;
        for (int i = 0; i < n; i++) {
            float score = scores[offset + i];
            values[i] = zeroIsUnknown && score == 0 ? 0 : (float) ((score - (double) least) * factor);
        }
        for (int rank = 0; rank < ranking.size(); rank++) {
            values[ranking.item(rank)] = (float) (1 / (constant + rank + 1));
        }
    }
}
