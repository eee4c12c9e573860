package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Attention of each click over the clicks of its session up to itself. Sessions of like lengths form a block, which is
 * padded to its longest; as padding comes last, what hides later clicks hides it too.
 *
 * @param blocks the sessions, shorter ones first
 * @param place where each packed click stands in all blocks, one below the other
 */
record CausalBlocks(List<Block> blocks, int[] place) {

    /** The most logits of a block. */
    private static final int MOST_LOGITS = 1 << 20;
    /** Sessions of one block differ in length by at most this and the reciprocal of {@link #SPREAD}. */
    private static final int SLACK = 2;

    private static final int SPREAD = 4;
    /** Below any logit. */
    private static final double HIDDEN = -1e9;

    /**
     * Sessions of like lengths.
     *
     * @param length of the longest l
     * @param click the packed position of each place, [b * l]; any one where there is padding
     */
    record Block(int length, int[] click) {}

    /** The blocks of packed clicks. */
    static CausalBlocks of(PackedPositions positions) {
        int[] last = positions.last();
        int[] first = IntStream.range(0, last.length)
                .map(s -> s == 0 ? 0 : last[s - 1] + 1)
                .toArray();
        int[] shortestFirst = IntStream.range(0, last.length)
                .boxed()
                .sorted(Comparator.comparing(s -> last[s] - first[s]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Block> blocks = new ArrayList<>();
        int[] place = new int[positions.session().length];
        int placed = 0;
        int from = 0;
        while (from < shortestFirst.length) {
            int shortest = length(shortestFirst[from], first, last);
            int to = from + 1;
            while (to < shortestFirst.length) {
                int longest = length(shortestFirst[to], first, last);
                boolean alike = longest <= shortest + shortest / SPREAD + SLACK;
                if (!alike || (to + 1L - from) * longest * longest > MOST_LOGITS) {
                    break;
                }
                to++;
            }
            int length = length(shortestFirst[to - 1], first, last);
            IntList click = new IntList();
            for (int i = from; i < to; i++) {
                int s = shortestFirst[i];
                for (int step = 0; step < length; step++) {
                    boolean real = first[s] + step <= last[s];
                    if (real) {
                        place[first[s] + step] = placed + click.size();
                    }
                    click.add(real ? first[s] + step : last[s]);
                }
            }
            blocks.add(new Block(length, click.toArray()));
            placed += click.size();
            from = to;
        }
        return new CausalBlocks(blocks, place);
    }

    private static int length(int session, int[] first, int[] last) {
        return last[session] - first[session] + 1;
    }

    /**
     * The sums of values, weighed by the soft-max of scaled inner products.
     *
     * @param queries [clicks, d]
     * @param keys [clicks, d]
     * @param values [clicks, v]
     * @param scale of the logits
     * @param dropout on the weights; 0 outside training
     * @return [clicks, v]
     */
    Tensor attention(Tensor queries, Tensor keys, Tensor values, double scale, double dropout) {
        long d = queries.size(1);
        long v = values.size(1);
        List<Tensor> sums = new ArrayList<>();
        for (Block block : blocks) {
            long count = block.click.length / block.length;
            Tensor click = Tensor.indices(block.click);
            Tensor weights = queries.gather(click)
                    .reshape(count, block.length, d)
                    .matmul(keys.gather(click).reshape(count, block.length, d).transposed())
                    .times(scale)
                    .plus(laterClicks(block.length, queries))
                    .softmax(2)
                    .dropout(dropout);
            sums.add(weights.matmul(values.gather(click).reshape(count, block.length, v))
                    .reshape(count * block.length, v));
        }
        return Tensor.below(sums).gather(Tensor.indices(place));
    }

    /** [l, l]: what hides later clicks from each click. */
    private static Tensor laterClicks(int length, Tensor like) {
        float[] hidden = new float[length * length];
        for (int query = 0; query < length; query++) {
            for (int key = query + 1; key < length; key++) {
                hidden[query * length + key] = (float) HIDDEN;
            }
        }
        return Tensor.of(like.precision(), hidden, length, length);
    }
}
