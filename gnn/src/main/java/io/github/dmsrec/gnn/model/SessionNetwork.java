package io.github.dmsrec.gnn.model;

import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.BackboneSpec;
import io.github.dmsrec.gnn.backbone.Encoding;
import io.github.dmsrec.gnn.backbone.ItemTable;
import io.github.dmsrec.gnn.backbone.ItemVectors;
import io.github.dmsrec.gnn.backbone.Logits;
import io.github.dmsrec.gnn.backbone.ReadOutForm;
import io.github.dmsrec.gnn.backbone.SessionVectors;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.ParameterSpec.Start;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.fusion.IntentFusion;
import io.github.dmsrec.gnn.loss.Scores;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.loss.UnseenScores;
import io.github.dmsrec.gnn.recipe.SeenScoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A whole model: backbone, intent fusion if there is one, read-out map, scores over the catalogue. Stateless, so safe for
 * use by several threads; the parameters come from outside.
 */
public final class SessionNetwork {

    private static final String READ_OUT_WEIGHT = "linear_transform.weight";
    private static final String READ_OUT_BIAS = "linear_transform.bias";

    private static final String ITEM_TEXT_WEIGHT = "item_text.weight";
    /** The size of offsets where scores have no scale. */
    private static final double OFFSET_OF_INNER_PRODUCTS = 10;

    /** The encoder's title vectors [N + 1, T]; row 0 is padding. */
    private static final String ITEM_TEXT_VECTORS = "item_text.vectors";

    private final Backbone backbone;
    private final Optional<IntentFusion> fusion;
    private final ItemOptions items;
    private final ReadOutForm readOut;
    private final int d;

    /**
     * How items enter and are scored.
     *
     * @param count the number of items N
     * @param dropout on the vectors of clicked items, in training
     * @param scoredDropout on the vectors of items that are scored, in training
     * @param logits how a session vector scores an item vector
     * @param logitScale what cosines are multiplied with
     * @param textDimension the length T of the title vectors in the item table; empty for none
     * @param textBeside whether they stand beside the first d - T numbers of the table, in place of its others; else they are
     *     projected and added
     * @param seen how the items that a session has clicked are treated
     */
    public record ItemOptions(
            int count,
            double dropout,
            double scoredDropout,
            Logits logits,
            double logitScale,
            OptionalInt textDimension,
            boolean textBeside,
            SeenScoring seen) {}

    /**
     * @param backbone the session encoder
     * @param fusion the intent fusion, or none for the base model
     * @param items how items enter and are scored
     * @param d the length of all vectors
     * @param biasForFusedMap whether a fused read-out map that is published without a bias gets one
     */
    public SessionNetwork(
            Backbone backbone, Optional<IntentFusion> fusion, ItemOptions items, int d, boolean biasForFusedMap) {
        this.backbone = backbone;
        this.fusion = fusion;
        this.items = items;
        this.d = d;
        BackboneSpec spec = backbone.spec();
        ReadOutForm form = intentsJoin() ? spec.fusedReadOut() : spec.baseReadOut();
        this.readOut = form == ReadOutForm.LINEAR && biasForFusedMap ? ReadOutForm.LINEAR_WITH_BIAS : form;
    }

    /** The session encoder. */
    public Backbone backbone() {
        return backbone;
    }

    /** Whether intents enter. */
    public boolean isFused() {
        return fusion.isPresent();
    }

    private boolean intentsJoin() {
        return fusion.map(IntentFusion::joinsScore).orElse(false);
    }

    /** All parameters, under the papers' names. */
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>(backbone.spec().parameters());
        double bound = 1 / Math.sqrt(d);
        if (readOut != ReadOutForm.NONE) {
            BackboneSpec spec = backbone.spec();
            int parts = intentsJoin() ? spec.fusedParts() + 2 : spec.baseParts();
            // Published: a map without bias was made after the optimiser, like the projection, and stays at its start.
            boolean frozen = readOut == ReadOutForm.LINEAR
                    && fusion.isPresent()
                    && !fusion.get().mapIsTrained();
            specs.add(ParameterSpec.uniform(READ_OUT_WEIGHT, bound, d, (long) parts * d)
                    .as(frozen ? Role.FROZEN : Role.TRAINED));
            if (readOut == ReadOutForm.LINEAR_WITH_BIAS) {
                specs.add(ParameterSpec.uniform(READ_OUT_BIAS, bound, d));
            } else if (readOut == ReadOutForm.LINEAR_WITH_BIAS_NOT_DECAYED) {
                specs.add(ParameterSpec.uniform(READ_OUT_BIAS, bound, d).as(Role.TRAINED_WITHOUT_DECAY));
            }
        }
        fusion.ifPresent(intents -> specs.addAll(intents.parameters()));
        if (items.seen() == SeenScoring.OFFSET) {
            specs.add(ClickedItems.parameter());
        }
        items.textDimension().ifPresent(dimension -> {
            if (!items.textBeside()) {
                specs.add(ParameterSpec.uniform(ITEM_TEXT_WEIGHT, bound, d, dimension));
            }
            specs.add(ParameterSpec.uniform(ITEM_TEXT_VECTORS, 0, items.count() + 1L, dimension)
                    .startingAs(new Start.Constant(0))
                    .as(Role.FROZEN));
        });
        return specs;
    }

    /**
     * Puts the title vectors of a catalogue into the parameters: where they stay, or, in a network that keeps none, where the
     * item table starts. A zero vector, that of an item without a title, leaves its row as it is.
     *
     * @param titles vector {@code i} is that of item {@code i}'s title; further ones are left out
     */
    public void setItemTexts(Parameters parameters, IntentVectors titles) {
        if (items.textDimension().isEmpty()) {
            startItemTable(parameters, titles);
            return;
        }
        int dimension = items.textDimension().getAsInt();
        float[] rows = new float[(items.count() + 1) * dimension];
        System.arraycopy(titles.values(), 0, rows, dimension, items.count() * dimension);
        parameters.set(ITEM_TEXT_VECTORS, rows);
    }

    private void startItemTable(Parameters parameters, IntentVectors titles) {
        if (titles.dimension() != d) {
            throw new IllegalArgumentException("title vectors of dimension " + titles.dimension()
                    + " cannot start item vectors of dimension " + d);
        }
        float[] rows = parameters.get(Backbone.ITEM_TABLE).floats();
        for (int item = 0; item < items.count(); item++) {
            int from = item * d;
            boolean blank = true;
            for (int i = from; i < from + d; i++) {
                blank &= titles.values()[i] == 0;
            }
            if (!blank) {
                System.arraycopy(titles.values(), from, rows, from + d, d);
            }
        }
        parameters.set(Backbone.ITEM_TABLE, rows);
    }

    /**
     * What a batch of B sessions gives; scores are computed when they are asked for, and lie in the scope of the forward
     * pass.
     *
     * @param scorer of the backbone
     * @param sessions the session vector [B, d] of each view
     * @param items what is scored
     * @param firstItem the class of item 0: 1 where the padding row competes, else 0
     * @param weightedAlignment lambda times the alignment; empty if there is none
     * @param clicked whose scores get an offset; null where none do
     * @param leftOut the items of each session, which the loss leaves out; none of all sessions where they compete
     */
    public record Output(
            Encoding.Scorer scorer,
            List<Tensor> sessions,
            ItemVectors items,
            int firstItem,
            Optional<Tensor> weightedAlignment,
            @Nullable ClickedItems clicked,
            int[][] leftOut)
            implements Scores {

        /** A score for each class [B, C]; the classes are the items, and before them the padding row where it competes. */
        @Override
        public Tensor logits() {
            Tensor logits = scorer.logits(sessions, items);
            return clicked == null ? logits : clicked.addedTo(logits, firstItem);
        }

        /** The scores of all items [B, N]. */
        public Tensor scores() {
            Tensor logits = logits();
            return firstItem == 0 ? logits : logits.columns(firstItem, logits.size(1));
        }

        /** Whether an item's score does not depend on which others are scored. */
        boolean scoresItemsApart() {
            return scorer instanceof Encoding.InnerProduct;
        }

        /** The vectors that meet the item vectors, where scores are such products: then there is one view. */
        Tensor queries() {
            return items.queries(sessions.get(0));
        }

        @Override
        public Tensor of(int... chosen) {
            int[] rows = Arrays.stream(chosen).map(item -> item + 1).toArray();
            Tensor some = scorer.logits(sessions, items.scoring(rows));
            return clicked == null ? some : clicked.addedTo(some, chosen);
        }

        /**
         * What training minimises: a loss and the weighted alignment.
         *
         * @param targets the item that followed each session
         * @param negatives what the loss drew
         */
        public Tensor loss(TrainingLoss loss, int[] targets, int[] negatives) {
            Scores competing = leftOut.length == 0 ? this : UnseenScores.of(this, leftOut, targets);
            Tensor ofTargets = loss.of(competing, targets, negatives);
            return weightedAlignment.map(ofTargets::plus).orElse(ofTargets);
        }
    }

    /**
     * The different items of rows, the latest first, for {@link #forward}; none of all rows where the network asks for none.
     *
     * @param training whether a loss is wanted
     */
    public int[][] clickedItems(Prefixes prefixes, int[] rows, boolean training) {
        return asksForClickedItems(training) ? ClickedItems.latestFirst(prefixes, rows) : new int[0][];
    }

    private boolean asksForClickedItems(boolean training) {
        return switch (items.seen()) {
            case COMPETE -> false;
            case MASKED -> training;
            case OFFSET -> true;
        };
    }

    /**
     * Scores a batch inside the caller's scope.
     *
     * @param intents the sessions' intents; present if and only if the model is fused
     * @param clicked from {@link #clickedItems} for the same rows
     */
    public Output forward(
            Parameters parameters,
            Backbone.PackedBatch batch,
            Optional<IntentBatch> intents,
            int[][] clicked,
            boolean training) {
        if (asksForClickedItems(training) && clicked.length != batch.sessions()) {
            throw new IllegalArgumentException(
                    "the items of " + clicked.length + " sessions are there, but " + batch.sessions() + " are needed");
        }
        if (intents.isPresent() != fusion.isPresent()) {
            throw new IllegalArgumentException(
                    fusion.isPresent() ? "a fused model needs intents" : "a base model takes no intents");
        }
        int firstItem = backbone.spec().paddingCompetes() ? 1 : 0;
        ItemVectors vectors = itemVectors(parameters, training);
        Encoding encoding = Encoding.of(backbone, parameters, vectors, batch, training);
        List<Tensor> joining = List.of();
        Optional<Tensor> alignment = Optional.empty();
        if (fusion.isPresent() && intents.isPresent()) {
            IntentFusion.Projected projected = fusion.get().project(parameters, intents.get(), training);
            if (intentsJoin()) {
                joining = List.of(projected.explicit(), projected.latent());
            }
            if (fusion.get().aligns()) {
                alignment = Optional.of(fusion.get().weightedAlignment(encoding.views(), projected));
            }
        }
        List<Tensor> sessions = new ArrayList<>();
        for (SessionVectors view : encoding.views()) {
            List<Tensor> parts = new ArrayList<>(intentsJoin() ? view.fusedParts() : view.baseParts());
            parts.addAll(joining);
            sessions.add(readOut(parameters, Tensor.beside(parts)));
        }
        return new Output(
                encoding.scorer(),
                sessions,
                vectors,
                firstItem,
                alignment,
                items.seen() == SeenScoring.OFFSET ? new ClickedItems(clicked, seenOffsets(parameters)) : null,
                training && items.seen() == SeenScoring.MASKED ? clicked : new int[0][]);
    }

    /** What is added to the scores of clicked items, inside the caller's scope. */
    private Tensor seenOffsets(Parameters parameters) {
        // As large as scores are, so that the optimiser's small steps lead from one end of them to the other.
        double size = items.logits() == Logits.COSINE ? items.logitScale() : OFFSET_OF_INNER_PRODUCTS;
        return parameters.get(ClickedItems.PARAMETER).times(size);
    }

    /**
     * The vectors of all items [N, d], as clicks read them, inside the caller's scope.
     *
     * @param parameters of this network
     */
    Tensor itemVectors(Parameters parameters) {
        Tensor table = itemTable(parameters).whole();
        return table.rows(1, table.size(0));
    }

    private ItemVectors itemVectors(Parameters parameters, boolean training) {
        int firstScored = backbone.spec().paddingCompetes() ? 0 : 1;
        return ItemVectors.of(
                parameters,
                itemTable(parameters),
                firstScored,
                items.logits(),
                items.logitScale(),
                training ? items.dropout() : 0,
                training ? items.scoredDropout() : 0);
    }

    /**
     * The scores of some items for session vectors that an earlier pass gave, inside the caller's scope.
     *
     * @param scorer of that pass, which scores items apart
     * @param sessions [B, d]
     * @param chosen items in any order
     * @return [B, items]
     */
    Tensor scoresOf(Parameters parameters, Encoding.Scorer scorer, Tensor sessions, int... chosen) {
        int[] rows = Arrays.stream(chosen).map(item -> item + 1).toArray();
        return scorer.logits(List.of(sessions), itemVectors(parameters, false).scoring(rows));
    }

    /** The vectors of all items that are scored [N, d], as scores meet them, inside the caller's scope. */
    Tensor scoredItems(Parameters parameters) {
        Tensor scored = itemVectors(parameters, false).scored();
        return scored.rows(backbone.spec().paddingCompetes() ? 1 : 0, scored.size(0));
    }

    /** What is added to the inner products with all items [N], inside the caller's scope; null if nothing is. */
    static @Nullable Tensor bias(Encoding.InnerProduct scorer) {
        Tensor bias = scorer.bias();
        return bias == null ? null : bias.rows(1, bias.size(0)).reshape(-1);
    }

    private ItemTable itemTable(Parameters parameters) {
        Tensor table = parameters.get(Backbone.ITEM_TABLE);
        if (items.textDimension().isEmpty()) {
            return ItemTable.of(table);
        }
        TitledRows rows = new TitledRows(
                table, parameters.get(ITEM_TEXT_VECTORS), (trained, titles) -> withTexts(parameters, trained, titles));
        return parameters.readsRowsAlone() ? rows : ItemTable.of(parameters.derived("items with texts", rows::whole));
    }

    /** The vectors of some rows, or of all. */
    private Tensor withTexts(Parameters parameters, Tensor trained, Tensor titles) {
        return items.textBeside()
                ? Tensor.beside(List.of(trained.columns(0, d - titles.size(1)), titles))
                : trained.plusProduct(titles, parameters.get(ITEM_TEXT_WEIGHT).transposed());
    }

    private Tensor readOut(Parameters parameters, Tensor joined) {
        return switch (readOut) {
            case NONE -> joined;
            case LINEAR -> joined.linear(parameters.get(READ_OUT_WEIGHT));
            case LINEAR_WITH_BIAS, LINEAR_WITH_BIAS_NOT_DECAYED ->
                joined.linear(parameters.get(READ_OUT_WEIGHT), parameters.get(READ_OUT_BIAS));
        };
    }
}
