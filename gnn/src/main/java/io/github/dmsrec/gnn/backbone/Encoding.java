package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch of B sessions as a backbone sees it.
 *
 * @param views the vectors of each view of the sessions; most backbones have one, those of several granularities one for
 *     each
 * @param scorer scores the catalogue, once the read-out map has made a session vector of each view
 */
public record Encoding(List<SessionVectors> views, Scorer scorer) {

    public Encoding {
        views = List.copyOf(views);
    }

    /** Scores the catalogue. */
    public interface Scorer {

        /**
         * Scores of every class.
         *
         * @param sessions the session vector [B, d] of each view
         * @param items what to score
         * @return [B, C]; their soft-max is the predicted distribution
         */
        Tensor logits(List<Tensor> sessions, ItemVectors items);
    }

    /**
     * The inner product or cosine of the one view's session vector with each item vector, plus a number of the item's own:
     * the score of an item does not depend on which others are scored.
     */
    public static final class InnerProduct implements Scorer {

        private final @Nullable Tensor bias;

        private InnerProduct(@Nullable Tensor bias) {
            this.bias = bias;
        }

        /** What is added to the scores by row of the item table [N + 1, 1]; null if nothing is. */
        public @Nullable Tensor bias() {
            return bias;
        }

        @Override
        public Tensor logits(List<Tensor> sessions, ItemVectors items) {
            Tensor products = items.logits(sessions.get(0));
            return bias == null ? products : products.plus(items.scoredOf(bias).transposed());
        }
    }

    /**
     * Encodes a batch, or some sessions of one, inside the caller's scope: see {@link Backbone#forward}.
     */
    public static Encoding of(
            Backbone backbone, Parameters parameters, ItemVectors items, Backbone.PackedBatch batch, boolean training) {
        if (!(batch instanceof Backbone.SomeSessions some)) {
            return backbone.forward(parameters, items, batch, training);
        }
        Encoding all = backbone.forward(parameters, items, some.all(), training);
        return new Encoding(all.views.stream().map(view -> view.of(some.kept())).toList(), all.scorer);
    }

    /** One view, whose session vector meets the item vectors and nothing else. */
    public static Encoding of(SessionVectors vectors) {
        return new Encoding(List.of(vectors), new InnerProduct(null));
    }

    /**
     * One view, whose session vector meets the item vectors, and a number of each item is added.
     *
     * @param bias the numbers by row of the item table [N + 1, 1]
     */
    public static Encoding of(SessionVectors vectors, Tensor bias) {
        return new Encoding(List.of(vectors), new InnerProduct(bias));
    }
}
