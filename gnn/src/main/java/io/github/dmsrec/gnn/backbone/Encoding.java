package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.gnn.engine.Tensor;
import java.util.List;

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

    /** One view, whose session vector meets the item vectors and nothing else. */
    public static Encoding of(SessionVectors vectors) {
        return new Encoding(List.of(vectors), (sessions, items) -> items.logits(sessions.get(0)));
    }
}
