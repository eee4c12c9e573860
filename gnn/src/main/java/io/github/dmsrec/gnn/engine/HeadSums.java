package io.github.dmsrec.gnn.engine;

import java.util.Optional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Sums over the incoming edges of n nodes, for each of several attention heads: {@code sum_e weight_e W_head x_e}. Edges are
 * added in place and what is made on the way is freed at once: blocks of the size [nodes, heads, d] are most of a step's
 * memory, and writing them much of its time. Lives as long as the enclosing {@link Scope}. For one thread.
 */
public final class HeadSums {

    private final long heads;
    private final long d;
    private final org.bytedeco.pytorch.Tensor sums;

    /**
     * Sums without any edge yet.
     *
     * @param bias [heads * d], what every node starts from
     * @param heads the number of heads
     * @param nodes the number of nodes n
     */
    public HeadSums(Tensor bias, long heads, long nodes) {
        this.heads = heads;
        this.d = bias.count() / heads;
        this.sums = bias.handle()
                .reshape(1, heads, d)
                .expand(nodes, heads, d)
                .clone(new MemoryFormatOptional(torch.MemoryFormat.Contiguous));
    }

    /**
     * Adds edges.
     *
     * @param x [edges, in]: the vector that each edge brings
     * @param map [heads * d, in]: W of all heads, one below the other
     * @param weights [edges, heads]; empty if all are one
     * @param nodes the node that each edge leads to, as {@link Tensor#indices}
     */
    public void add(Tensor x, Tensor map, Optional<Tensor> weights, Tensor nodes) {
        org.bytedeco.pytorch.Tensor mapped = torch.linear(x.handle(), map.handle());
        org.bytedeco.pytorch.Tensor blocks = mapped.view(x.size(0), heads, d);
        if (weights.isPresent()) {
            org.bytedeco.pytorch.Tensor weight = weights.get().handle().unsqueeze(2);
            if (weight.requires_grad()) {
                org.bytedeco.pytorch.Tensor weighted = blocks.mul(weight);
                sums.index_add_(0, nodes.handle(), weighted);
                weighted.close();
            } else {
                sums.index_add_(0, nodes.handle(), blocks.mul_(weight));
            }
        } else {
            sums.index_add_(0, nodes.handle(), blocks);
        }
        blocks.close();
        mapped.close();
    }

    /** The highest head of each coordinate: [n, d]. Nothing may be added afterwards. */
    public Tensor highest() {
        return new Tensor(sums).highest(1);
    }
}
