package io.github.dmsrec.stage;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.blend.Blend;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Successors;
import io.github.dmsrec.gnn.model.SessionModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
 * @param members the models that a blend adds up, in its order; none of any other
 */
public record OpenModel(
        ArtefactFolder folder,
        Recommender recommender,
        Catalogue catalogue,
        String backbone,
        long[] popularity,
        Supplier<@Nullable Successors> successors,
        Optional<SessionModel> network,
        List<OpenModel> members)
        implements AutoCloseable {

    /** Copies the members. */
    public OpenModel {
        members = List.copyOf(members);
    }

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

    /** Whether intents reach the score; of a blend, whether they do in a member. */
    public boolean isFused() {
        return network.map(SessionModel::isFused).orElse(false)
                || members.stream().anyMatch(OpenModel::isFused);
    }

    /** Whether several rows cost less together than one by one: a network scores them in common passes. */
    public boolean scoresInPasses() {
        return network.isPresent() || members.stream().anyMatch(OpenModel::scoresInPasses);
    }

    /** The members' scores as one: null unless it is a blend. */
    public @Nullable Blend blend() {
        return recommender instanceof Blend blend ? blend : null;
    }

    /**
     * What scores the rows of a split of the data set that it was made from: a fused model with the intents that it
     * carries.
     */
    public Recommender onRows(SessionDataset dataset, Split split) {
        return onRows(dataset, rows -> rows.rows(split));
    }

    /**
     * What scores some rows of a split of the data set that it was made from: a fused model with the intents that it
     * carries.
     *
     * @param rows of the split, in the order in which they will be scored
     */
    public Recommender onRows(SessionDataset dataset, Split split, int... rows) {
        return onRows(dataset, intents -> intents.rows(split).select(rows));
    }

    private Recommender onRows(SessionDataset dataset, Function<IntentTable, IntentRows> chosen) {
        if (!isFused()) {
            return recommender;
        }
        Blend blend = blend();
        if (blend != null) {
            return blend.of(members.stream()
                    .map(member -> member.onRows(dataset, chosen))
                    .toList());
        }
        IntentTable intents = Comparison.intents(folder, dataset);
        return network.orElseThrow().withIntents(intents.vectors(), chosen.apply(intents));
    }

    @Override
    public void close() {
        network.ifPresent(SessionModel::close);
        members.forEach(OpenModel::close);
    }
}
