package io.github.dmsrec.gnn.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Graph attention's sums over the incoming edges of n nodes for several heads, {@code bias_head + sum_e weight_e,head W_head
 * x_e}, of which the highest head is kept for each coordinate.
 *
 * <p>The sums of all heads are many times greater than what goes in and comes out, so they exist for a stretch of nodes at a
 * time only: blocks that stay in the cache, and that the allocator keeps instead of giving them back and having every page
 * of them cleared again, which takes longer than the arithmetic. For one thread.
 */
public final class HeadSums {

    static {
        EngineLibraries.load();
    }

    /** A block's greatest number of values, 16 MiB of floats: the C library gives blocks above 32 MiB back. */
    private static final long BLOCK = 4L << 20;

    private final Tensor bias;
    private final int heads;
    private final long block;
    private final List<Edges> edges = new ArrayList<>();

    /**
     * @param x [edges, in]: the vector that each edge brings
     * @param map [heads * d, in]: W of all heads, one below the other
     * @param weights [edges, heads]; empty if all are one
     * @param to the node that each edge leads to, ascending
     */
    private record Edges(Tensor x, Tensor map, Optional<Tensor> weights, int[] to) {}

    /**
     * Sums without any edge yet.
     *
     * @param bias [heads * d], what every node starts from
     * @param heads the number of heads
     */
    public HeadSums(Tensor bias, int heads) {
        this(bias, heads, BLOCK);
    }

    HeadSums(Tensor bias, int heads, long block) {
        this.bias = bias;
        this.heads = heads;
        this.block = block;
    }

    /**
     * Adds edges, at least one.
     *
     * @param x [edges, in]: the vector that each edge brings
     * @param map [heads * d, in]: W of all heads, one below the other
     * @param weights [edges, heads]; empty if all are one
     * @param to the node that each edge leads to, ascending
     */
    public void add(Tensor x, Tensor map, Optional<Tensor> weights, int[] to) {
        edges.add(new Edges(x, map, weights, to));
    }

    /**
     * The highest head of each coordinate.
     *
     * @param nodes the number of nodes n
     * @return [n, d]
     */
    public Tensor highest(int nodes) {
        int stretch = (int) Math.max(1, block / bias.count());
        int[] starts = new int[(nodes + stretch - 1) / stretch];
        Arrays.setAll(starts, i -> i * stretch);
        List<List<Tensor>> x = new ArrayList<>();
        List<List<Tensor>> weights = new ArrayList<>();
        for (Edges kind : edges) {
            long[] counts = counts(kind.to, starts);
            x.add(kind.x.split(counts));
            weights.add(kind.weights.map(tensor -> tensor.split(counts)).orElse(List.of()));
        }
        int[] next = new int[edges.size()];
        List<Tensor> highest = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            int count = Math.min(stretch, nodes - starts[i]);
            org.bytedeco.pytorch.Tensor sums = started(count);
            for (int e = 0; e < next.length; e++) {
                Tensor part = x.get(e).get(i);
                int edgeCount = (int) part.size(0);
                if (edgeCount > 0) {
                    int[] to = Arrays.copyOfRange(edges.get(e).to, next[e], next[e] + edgeCount);
                    for (int k = 0; k < to.length; k++) {
                        to[k] -= starts[i];
                    }
                    next[e] += edgeCount;
                    addTo(sums, part, edges.get(e).map, weights.get(e), i, to);
                }
            }
            highest.add(new Tensor(sums.amax(new long[] {1}, false)));
            sums.close();
        }
        return Tensor.below(highest);
    }

    private org.bytedeco.pytorch.Tensor started(int nodes) {
        long d = bias.count() / heads;
        return bias.handle()
                .reshape(1, heads, d)
                .expand(nodes, heads, d)
                .clone(new MemoryFormatOptional(torch.MemoryFormat.Contiguous));
    }

    private void addTo(
            org.bytedeco.pytorch.Tensor sums, Tensor x, Tensor map, List<Tensor> weights, int stretch, int[] to) {
        org.bytedeco.pytorch.Tensor mapped = torch.linear(x.handle(), map.handle());
        org.bytedeco.pytorch.Tensor blocks = mapped.view(x.size(0), heads, bias.count() / heads);
        org.bytedeco.pytorch.Tensor index = Tensor.indices(to).handle();
        if (weights.isEmpty()) {
            sums.index_add_(0, index, blocks);
        } else {
            org.bytedeco.pytorch.Tensor weight = weights.get(stretch).handle().unsqueeze(2);
            if (weight.requires_grad()) {
                org.bytedeco.pytorch.Tensor weighted = blocks.mul(weight);
                sums.index_add_(0, index, weighted);
                weighted.close();
            } else {
                // The product before the weight is needed for the weight's gradient alone.
                sums.index_add_(0, index, blocks.mul_(weight));
            }
        }
        blocks.close();
        mapped.close();
    }

    /** How many of the edges lead to each stretch of nodes. */
    private static long[] counts(int[] to, int[] starts) {
        long[] counts = new long[starts.length];
        int stretch = 0;
        for (int node : to) {
            while (stretch + 1 < starts.length && node >= starts[stretch + 1]) {
                stretch++;
            }
            counts[stretch]++;
        }
        return counts;
    }
}
