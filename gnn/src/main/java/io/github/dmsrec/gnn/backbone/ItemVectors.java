package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.gnn.engine.ItemGradients;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The item vectors of one forward pass: what backbones read clicked items from, and what session vectors are scored
 * against. Row 0 is padding, row {@code i + 1} is item {@code i}. Lives as long as the pass;
 * for one thread.
 */
public final class ItemVectors {

    private final ItemTable table;
    private final int firstScored;
    private final @Nullable Tensor chosen;
    private final UnaryOperator<Tensor> normalisation;
    private final Logits form;
    private final double scale;
    private final double dropout;
    private final double scoredDropout;
    /** Made when they are asked for: losses over a few items never ask for those of the whole catalogue. */
    private @Nullable Tensor candidates;

    private @Nullable Tensor scored;

    /**
     * @param table [N + 1, d]
     * @param firstScored the first row that is scored: 1, or 0 where the padding row competes
     * @param form how scores are made
     * @param scale what cosines are multiplied with
     * @param dropout on input vectors; 0 outside training
     */
    public ItemVectors(Tensor table, int firstScored, Logits form, double scale, double dropout) {
        this(ItemTable.of(table), firstScored, null, Tensor::normalised, form, scale, dropout, 0);
    }

    private ItemVectors(
            ItemTable table,
            int firstScored,
            @Nullable Tensor chosen,
            UnaryOperator<Tensor> normalisation,
            Logits form,
            double scale,
            double dropout,
            double scoredDropout) {
        this.table = table;
        this.firstScored = firstScored;
        this.chosen = chosen;
        this.normalisation = normalisation;
        this.form = form;
        this.scale = scale;
        this.dropout = dropout;
        this.scoredDropout = scoredDropout;
    }

    /**
     * The item vectors of parameters. Their lengths, which cosines need, are computed once if the parameters are frozen.
     *
     * @param parameters what the table is made of
     * @param table of them
     * @param firstScored the first row that is scored: 1, or 0 where the padding row competes
     * @param form how scores are made
     * @param scale what cosines are multiplied with
     * @param dropout on input vectors; 0 outside training
     * @param scoredDropout on the vectors that are scored, before they are normalised; 0 outside training
     */
    public static ItemVectors of(
            Parameters parameters,
            ItemTable table,
            int firstScored,
            Logits form,
            double scale,
            double dropout,
            double scoredDropout) {
        ItemVectors vectors = new ItemVectors(
                table,
                firstScored,
                null,
                rows -> parameters.derived("normalised items", rows::normalised),
                form,
                scale,
                dropout,
                scoredDropout);
        if (scoredDropout > 0 && parameters.itemGradients() == ItemGradients.DENSE) {
            // Now, so that drop-out draws for these vectors before it draws for clicked ones, whatever the backbone
            // asks for.
            vectors.candidates();
        }
        return vectors;
    }

    /**
     * The same item vectors, but other rows are scored.
     *
     * @param rows which ones, in that order; a row may stand there several times
     */
    public ItemVectors scoring(int... rows) {
        return new ItemVectors(
                table, firstScored, Tensor.indices(rows), Tensor::normalised, form, scale, dropout, scoredDropout);
    }

    /**
     * Of something that there is for each row of the table, what belongs to the rows that are scored.
     *
     * @param ofRows [N + 1, k]
     * @return [C, k]
     */
    public Tensor scoredOf(Tensor ofRows) {
        return chosen == null ? ofRows.rows(firstScored, ofRows.size(0)) : ofRows.gather(chosen);
    }

    /** The vectors of items, by row of the table, as they stand there: [rows, d], without drop-out. */
    public Tensor rows(int... rows) {
        return table.rows(Tensor.indices(rows));
    }

    /** The vectors of clicked items, by row of the table: [rows, d], with drop-out in training. */
    public Tensor of(int... rows) {
        return rows(rows).dropout(dropout);
    }

    /** The same, but vectors of a Euclidean norm above one are shortened to one before the drop-out. */
    public Tensor ofAtMostUnitNorm(int... rows) {
        Tensor vectors = rows(rows);
        return vectors.dividedBy(vectors.normOfEachRow().atLeast(1)).dropout(dropout);
    }

    /** The rows that are scored [C, d]; of length one if logits are cosines. */
    public Tensor scored() {
        Tensor made = scored;
        if (made == null) {
            made = form == Logits.COSINE ? normalisation.apply(candidates()) : candidates();
            scored = made;
        }
        return made;
    }

    /** The same rows [C, d] as they stand in the table but for drop-out in training, of any length. */
    public Tensor candidates() {
        Tensor made = candidates;
        if (made == null) {
            made = (chosen == null ? scoredOf(table.whole()) : table.rows(chosen)).dropout(scoredDropout);
            candidates = made;
        }
        return made;
    }

    /** How many rows are scored, C. */
    public long classes() {
        return scored().size(0);
    }

    /** How scores are made. */
    public Logits form() {
        return form;
    }

    /** What cosines are multiplied with. */
    public double scale() {
        return scale;
    }

    /** The scores of session vectors [B, d]: [B, C]. */
    public Tensor logits(Tensor sessions) {
        return queries(sessions).linear(scored());
    }

    /** The vectors [B, d] whose inner products with {@link #scored} are the scores of session vectors. */
    public Tensor queries(Tensor sessions) {
        return form == Logits.COSINE ? sessions.normalised().times(scale) : sessions;
    }

    /** The number type. */
    public Precision precision() {
        return table.precision();
    }
}
