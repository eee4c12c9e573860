package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.List;

/**
 * Item-KNN: recommends the items most similar to the last click, by the sessions that they share (Hidasi et al., ICLR
 * 2016; as in session-rec). With {@code n(i, j)} the clicks on i in sessions that hold j, however often, and {@code n(i)}
 * the clicks on i: {@code n(i, j) / ((n(i) + lambda)^alpha (n(j) + lambda)^(1 - alpha))}.
 */
final class ItemKnn {

    private static final Option<Integer> SIMILAR =
            Option.integer("similar-items", "how many items an item leads to at most", 100, 1, 1 << 20);
    private static final Option<Double> LAMBDA =
            Option.weight("lambda", "added to the clicks of both items, so that rare pairs count less", 20);
    private static final Option<Double> ALPHA =
            Option.share("alpha", "0.5 makes the similarity a cosine, 1 a confidence", 0.5);

    static final BaselineKind KIND = new BaselineKind(
            "item-knn",
            "item-KNN, Hidasi et al., ICLR 2016",
            BaselineKind.Order.NONE,
            List.of(SIMILAR, LAMBDA, ALPHA),
            ItemKnn::learn);

    private ItemKnn() {}

    private static Recommender learn(Sessions sessions, Catalogue catalogue, OptionValues options, Progress progress) {
        return ItemToItem.learn(
                rule(options, sessions.clicksPerItem(catalogue.size())), sessions, catalogue.size(), progress);
    }

    /**
     * How rows are filled.
     *
     * @param clicks on each item
     */
    static ItemToItem.Rule rule(OptionValues options, int[] clicks) {
        double lambda = options.get(LAMBDA);
        double alpha = options.get(ALPHA);
        int similar = options.get(SIMILAR);
        return new ItemToItem.Rule(
                KIND.name(),
                ItemKnn::addPairs,
                (source, row) -> {
                    for (int item : row.items()) {
                        double norm =
                                Math.pow(clicks[source] + lambda, alpha) * Math.pow(clicks[item] + lambda, 1 - alpha);
                        row.set(item, item == source ? 0 : row.weight(item) / (norm == 0 ? 1 : norm));
                    }
                },
                entries -> similar,
                false,
                ItemToItem.Rule.WHOLE_SESSION);
    }

    /** For every click on the source, each different item of the session counts once. */
    private static void addPairs(Sessions sessions, int session, int source, ItemToItem.Row row) {
        int[] clicks = sessions.items(session);
        int occurrences = 0;
        for (int click : clicks) {
            occurrences += click == source ? 1 : 0;
        }
        for (int item : Arrays.stream(clicks).distinct().toArray()) {
            row.add(item, occurrences);
        }
    }
}
