package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * TAGNN's attention with each item as the query: {@code score_i = (u + t_i)·v_i} with {@code t_i = sum_t beta_it H_t} and
 * {@code beta_i = softmax_t(v_iᵀ T H_t)} (Yu et al., SIGIR 2020, equations 8 to 11).
 *
 * <p>No {@code t_i} is ever made. As beta adds up to one, {@code u + t_i = sum_t beta_it (H_t + u)}, so with one matrix
 * product for the logits {@code (T H_t)·v_i} and one for the values {@code (H_t + u)·v_i}, both [P, C] for P slots and C
 * classes, the score is the sum of their product. T is applied to the slots, of which there are fewer than items.
 *
 * <p>With cosine logits, {@code score_i = scale cos(u + t_i, v_i)}, and the squared length of {@code u + t_i} is {@code
 * beta_i G beta_iᵀ}, G being the inner products of the session's vectors {@code H_t + u}. The items that ask are the rows
 * of the table as they stand, so that their lengths continue to say how sharply they choose.
 *
 * <p>Items are taken in blocks, and sessions with equally many slots together: [S, L, block] needs neither padding nor
 * segment sums.
 *
 * @param slots of a batch
 * @param values the slots' vectors [P, d], zero for padding
 * @param keys T times those vectors, [P, d]
 */
record TargetAttention(Slots slots, Tensor values, Tensor keys) {

    /** The numbers of a block of logits: few enough for the operations on a block to find it in the processor's cache. */
    private static final long BLOCK = 1 << 20;

    /** The items that a block has at least, so that the BLAS has something to do however long the sessions. */
    private static final long FEWEST_ITEMS = 64;

    private static final double SMALLEST_SQUARE = 1e-24;

    /** Neighbouring sessions with equally many slots. */
    private record Group(long sessions, long slots) {

        long rows() {
            return sessions * slots;
        }
    }

    /**
     * The scores of all classes, [B, C].
     *
     * @param sessions the session vectors u, [B, d]
     */
    Tensor logits(Tensor sessions, ItemVectors items) {
        List<Group> groups = groups();
        boolean cosine = items.form() == Logits.COSINE;
        int[] origin = new int[slots.count()];
        for (int slot = 0; slot < origin.length; slot++) {
            origin[slot] = slots.origin()[slots.session()[slot]];
        }
        Tensor joined = values.plus(sessions.gather(Tensor.indices(origin)));
        List<Tensor> grams = cosine ? grams(joined, groups) : List.of();
        Tensor scoring = cosine ? joined.times(items.scale()) : joined;
        long[] blocks = blocks(items.classes());
        List<Tensor> asking = items.candidates().split(blocks);
        List<Tensor> scored = cosine ? items.scored().split(blocks) : asking;
        List<Tensor> scores = new ArrayList<>();
        for (int block = 0; block < blocks.length; block++) {
            Tensor queries = asking.get(block);
            Tensor rows = scored.get(block);
            scores.add(Scope.part(() -> block(groups, grams, logits(queries), scoring.linear(rows))));
        }
        return Tensor.beside(scores).gather(Tensor.indices(slots.place()));
    }

    private Tensor logits(Tensor queries) {
        return slots.isWeighed()
                ? slots.logarithms(keys.precision()).plusProduct(keys, queries.transposed())
                : keys.linear(queries);
    }

    private static Tensor block(List<Group> groups, List<Tensor> grams, Tensor logits, Tensor values) {
        long[] rows = groups.stream().mapToLong(Group::rows).toArray();
        List<Tensor> logitsOf = logits.split(rows);
        List<Tensor> valuesOf = values.split(rows);
        List<Tensor> scores = new ArrayList<>();
        for (int g = 0; g < rows.length; g++) {
            Group group = groups.get(g);
            if (group.slots == 1) {
                Tensor alone = valuesOf.get(g);
                scores.add(
                        grams.isEmpty()
                                ? alone
                                : alone.dividedBy(length(grams.get(g).reshape(group.sessions, 1))));
                continue;
            }
            Tensor beta =
                    logitsOf.get(g).reshape(group.sessions, group.slots, -1).softmax(1);
            Tensor sum = beta.times(valuesOf.get(g).reshape(group.sessions, group.slots, -1))
                    .sumOver(1);
            scores.add(
                    grams.isEmpty()
                            ? sum
                            : sum.dividedBy(
                                    length(grams.get(g).matmul(beta).times(beta).sumOver(1))));
        }
        return Tensor.below(scores);
    }

    private static Tensor length(Tensor squares) {
        return squares.atLeast(SMALLEST_SQUARE).sqrt();
    }

    /** The inner products of each session's vectors with each other, [S, L, L] for each group. */
    private static List<Tensor> grams(Tensor joined, List<Group> groups) {
        List<Tensor> parts = joined.split(groups.stream().mapToLong(Group::rows).toArray());
        List<Tensor> grams = new ArrayList<>();
        for (int g = 0; g < parts.size(); g++) {
            Tensor vectors = parts.get(g).reshape(groups.get(g).sessions, groups.get(g).slots, -1);
            grams.add(vectors.matmul(vectors.transposed()));
        }
        return grams;
    }

    private List<Group> groups() {
        int[] length = new int[slots.sessions()];
        for (int session : slots.session()) {
            length[session]++;
        }
        List<Group> groups = new ArrayList<>();
        for (int first = 0, next = 0; first < length.length; first = next) {
            while (next < length.length && length[next] == length[first]) {
                next++;
            }
            groups.add(new Group(next - first, length[first]));
        }
        return Collections.unmodifiableList(groups);
    }

    private long[] blocks(long classes) {
        long width = Math.min(classes, Math.max(FEWEST_ITEMS, BLOCK / slots.count()));
        long[] blocks = new long[Math.toIntExact((classes + width - 1) / width)];
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = Math.min(width, classes - block * width);
        }
        return blocks;
    }
}
