package io.github.dmsrec.gnn.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.model.ModelFolder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The new items of a training that continues from a model. Their rows start from their titles, or from the mean of the
 * learned rows. The loss moves an item that no training session clicks only away from every session, so such an item gets
 * its row again, from the rows as they are by then, at the end of every epoch. Immutable; for one thread.
 */
final class UnclickedItems {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ModelFolder.Contents earlier;
    private final Optional<IntentVectors> titles;
    private final Optional<TitleProjection.Choice> choice;
    private final List<ParameterSpec> tables;
    private final long[] clicksBefore;
    private final long[] clicks;
    private final int[] fresh;
    private final int[] unclicked;

    private UnclickedItems(
            ModelFolder.Contents earlier,
            Optional<IntentVectors> titles,
            Optional<TitleProjection.Choice> choice,
            List<ParameterSpec> tables,
            long[] clicksBefore,
            long[] clicks) {
        this.earlier = earlier;
        this.titles = titles;
        this.choice = choice;
        this.tables = tables;
        this.clicksBefore = clicksBefore;
        this.clicks = clicks;
        this.fresh = IntStream.range(clicksBefore.length, clicks.length).toArray();
        this.unclicked = IntStream.range(firstItems(earlier), clicks.length)
                .filter(item -> clicks[item] == 0 && (item >= clicksBefore.length || clicksBefore[item] == 0))
                .toArray();
    }

    /**
     * @param earlier the model
     * @param longer with the longer catalogue and its clicks in training
     * @param titles of the longer catalogue; empty for the mean
     * @param tables the trained parameters with a row for each item
     * @param values of these at the start
     */
    static UnclickedItems of(
            ModelFolder.Contents earlier,
            ModelFolder.Description longer,
            Optional<IntentVectors> titles,
            List<ParameterSpec> tables,
            Map<String, float[]> values) {
        long[] before = earlier.description().popularity();
        Optional<TitleProjection.Choice> choice = titles.map(vectors -> {
            ParameterSpec table = tables.stream()
                    .filter(spec -> spec.name().equals(Backbone.ITEM_TABLE))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("a network without an item table"));
            int[] known = TitleProjection.learnable(vectors, before);
            return TitleProjection.choose(
                    vectors, known, values.getOrDefault(table.name(), new float[0]), (int) table.shape()[1]);
        });
        return new UnclickedItems(earlier, titles, choice, tables, before, longer.popularity());
    }

    /** The items of the model at the beginning of the chain: their rows are never given. */
    private static int firstItems(ModelFolder.Contents earlier) {
        JsonNode before = earlier.folder().manifest().facts().path(Continuation.FACT);
        return before.path(Continuation.FIRST_ITEMS)
                .asInt(earlier.description().catalogue().size());
    }

    /** Gives all new items their rows, from those that the earlier model learned. */
    void start(Parameters parameters) {
        give(parameters, clicksBefore, fresh);
    }

    /** Gives the items that no training session clicks their rows again, from those that are learned by now. */
    void endEpoch(Parameters parameters) {
        long[] learned = clicks.clone();
        for (int item = 0; item < clicksBefore.length; item++) {
            learned[item] += clicksBefore[item];
        }
        give(parameters, learned, unclicked);
    }

    private void give(Parameters parameters, long[] learned, int... items) {
        if (items.length == 0) {
            return;
        }
        Optional<TitleProjection> projection = titles.map(vectors -> new TitleProjection(
                vectors,
                TitleProjection.learnable(vectors, learned),
                choice.orElseThrow().strength()));
        int[] all = IntStream.range(0, learned.length)
                .filter(item -> learned[item] > 0)
                .toArray();
        for (ParameterSpec spec : tables) {
            int width = (int) spec.shape()[1];
            float[] table = values(parameters, spec.name());
            float[] rows = projection
                    .map(known -> known.rows(table, width, items))
                    .orElseGet(() -> repeated(TitleProjection.meanRow(all, table, width), items.length));
            for (int i = 0; i < items.length; i++) {
                System.arraycopy(rows, i * width, table, (items[i] + 1) * width, width);
            }
            parameters.set(spec.name(), table);
        }
    }

    private static float[] values(Parameters parameters, String name) {
        try (Scope scope = Scope.inference()) {
            return parameters.get(name).floats();
        }
    }

    private static float[] repeated(double[] row, int times) {
        float[] rows = new float[row.length * times];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) row[i % row.length];
        }
        return rows;
    }

    /** What the model's manifest says of them. */
    ObjectNode facts() {
        ObjectNode facts = JSON.createObjectNode()
                .put("from", earlier.folder().manifest().fingerprint())
                .put("items", clicksBefore.length)
                .put(Continuation.FIRST_ITEMS, firstItems(earlier))
                .put("newItems", fresh.length)
                .put("unclicked", unclicked.length);
        choice.ifPresent(found -> facts.put("strength", found.strength()).put("explained", found.explained()));
        titles.ifPresent(vectors -> facts.put(
                "unclickedWithoutTitle",
                IntStream.of(unclicked)
                        .filter(item -> !TitleProjection.hasTitle(vectors, item))
                        .count()));
        return facts;
    }
}
