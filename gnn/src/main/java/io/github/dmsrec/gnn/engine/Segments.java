package io.github.dmsrec.gnn.engine;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.T_TensorTensorTensorTensor_T;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Groups of neighbouring rows: the clicks of each session, or the edges of each node. Freed at the end of the enclosing
 * {@link Scope}.
 */
public final class Segments {

    static {
        EngineLibraries.load();
    }

    /** The engine's number for the sum among the ways to reduce a segment. */
    private static final int SUM = 0;

    private final int count;
    private final Tensor indices;
    private final Tensor lengths;
    private final Tensor starts;

    /**
     * @param segment the segment of each row, ascending
     * @param count the number of segments
     */
    public Segments(int[] segment, int count) {
        int[] rows = new int[count];
        for (int i = 0; i < segment.length; i++) {
            if (i > 0 && segment[i] < segment[i - 1]) {
                throw new IllegalArgumentException("row " + i + " of segment " + segment[i] + " comes after segment "
                        + segment[i - 1] + "; segments must ascend");
            }
            rows[segment[i]]++;
        }
        this.count = count;
        this.indices = Tensor.indices(segment);
        this.lengths = Tensor.indices(rows);
        int[] first = new int[count];
        for (int s = 1; s < count; s++) {
            first[s] = first[s - 1] + rows[s - 1];
        }
        this.starts = Tensor.indices(first);
    }

    /** The number of segments. */
    public int count() {
        return count;
    }

    /** The segment of each row. */
    public Tensor indices() {
        return indices;
    }

    /** The sum of each segment's rows: [n, d] to [count, d]. */
    public Tensor sum(Tensor rows) {
        return rows.sumInto(indices, count);
    }

    /**
     * The weighted sum of each segment's rows, which are taken from elsewhere, without a copy of them: [m, d] to [count, d].
     *
     * @param source what rows are taken from [m, d]
     * @param taken the row of the source for each row of the segments [n]
     * @param weights its weight [n, 1]
     */
    public Tensor weightedSum(Tensor source, Tensor taken, Tensor weights) {
        T_TensorTensorTensorTensor_T sums = torch.embedding_bag(
                source.handle(),
                taken.handle(),
                starts.handle(),
                false,
                SUM,
                false,
                new TensorOptional(weights.handle().reshape(weights.count())),
                false);
        // The tuple lends its members; a copy of the handle owns the tensor.
        return new Tensor(new org.bytedeco.pytorch.Tensor(sums.get0()));
    }

    /** Each segment's row, once for each row of the segment: [count, d] to [n, d]. */
    public Tensor spread(Tensor perSegment) {
        return perSegment.gather(indices);
    }

    /** The mean of each segment's rows: [n, d] to [count, d]; zero where a segment is empty. */
    public Tensor mean(Tensor rows) {
        org.bytedeco.pytorch.Tensor divisors = lengths.handle()
                .to(rows.precision().scalarType)
                .clamp_min(new Scalar(1.0))
                .reshape(count, 1);
        return sum(rows).dividedBy(new Tensor(divisors));
    }

    /** The soft-max of logits [n, heads] within each segment, column by column. */
    public Tensor softmax(Tensor logits) {
        // Subtracting the highest logit changes nothing but the range, so it needs no gradient.
        Tensor highest = new Tensor(torch.segment_reduce(
                logits.handle().detach(),
                "max",
                new TensorOptional(lengths.handle()),
                new TensorOptional(),
                new TensorOptional(),
                0,
                true,
                new ScalarOptional()));
        Tensor powers = logits.minus(spread(highest)).exp();
        return powers.dividedBy(spread(sum(powers)));
    }
}
