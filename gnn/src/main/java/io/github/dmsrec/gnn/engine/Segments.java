package io.github.dmsrec.gnn.engine;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Groups of neighbouring rows: the clicks of each session, or the edges of each node. Freed at the end of the enclosing
 * {@link Scope}.
 */
public final class Segments {

    private final int count;
    private final Tensor indices;
    private final Tensor lengths;

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
        this.lengths = Tensor.classes(rows);
    }

    /** The number of segments. */
    public int count() {
        return count;
    }

    /** The segment of each row. */
    public Tensor indices() {
        return indices;
    }

    /** The sum of each segment's rows: [n, ...] to [count, ...]. */
    public Tensor sum(Tensor rows) {
        return rows.sumInto(indices, count);
    }

    /** Each segment's row, once for each row of the segment: [count, ...] to [n, ...]. */
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
