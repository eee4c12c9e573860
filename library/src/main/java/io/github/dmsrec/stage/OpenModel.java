package io.github.dmsrec.stage;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Successors;
import io.github.dmsrec.gnn.model.SessionModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model of any kind, ready to score.
 *
 * @param folder where it is
 * @param recommender scores; for a fused model without any intent
 * @param catalogue the items
 * @param backbone the name of the method
 * @param popularity how often each item was clicked in the sessions that it has learned from
 * @param successors counts what followed what in the sessions that it has learned from; gives null if that is not known
 * @param network the trained network, if it is one
 */
public record OpenModel(
        ArtefactFolder folder,
        Recommender recommender,
        Catalogue catalogue,
        String backbone,
        long[] popularity,
        Supplier<@Nullable Successors> successors,
        Optional<SessionModel> network)
        implements AutoCloseable {

    /**
     * Opens a model.
     *
     * @param threads for a network
     * @throws io.github.dmsrec.core.UserMistakeException if there is none, or a file of it is missing or broken
     */
    public static OpenModel open(Path path, int threads) {
        ArtefactFolder folder = ArtefactFolder.open(path, ArtefactKind.MODEL);
        return Methods.of(folder).open(folder, threads);
    }

    /** What tables call it. */
    public String name() {
        return network.map(SessionModel::name).orElseGet(recommender::name);
    }

    /** Whether intents reach the score. */
    public boolean isFused() {
        return network.map(SessionModel::isFused).orElse(false);
    }

    /**
     * What scores the rows of a split of the data set that it was made from: a fused model with the intents that it
     * carries.
     */
    public Recommender onRows(SessionDataset dataset, Split split) {
        if (!isFused()) {
            return recommender;
        }
        IntentTable intents = Comparison.intents(folder, dataset);
        return network.orElseThrow().withIntents(intents.vectors(), intents.rows(split));
    }

    @Override
    public void close() {
        network.ifPresent(SessionModel::close);
    }
}
