package io.github.dmsrec.bench.scale;

import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a stage will need, before it starts. Memory and disk follow from what is known to be kept; time from the largest cell
 * that was measured and is not larger in either direction, in proportion to the clicks of work that sees them all and to the
 * items of a network. Where no such cell was measured, time is not estimated.
 *
 * @param memory MiB
 * @param disk MiB
 * @param seconds by the clock; 0 where it is not estimated
 */
record Estimate(double memory, double disk, double seconds) {

    private static final double MEBIBYTE = 1 << 20;
    private static final double BASE_BYTES = 450 * MEBIBYTE;
    private static final double IMPORT_BYTES = 1200 * MEBIBYTE;
    private static final double BYTES_OF_CLICK = 16;
    private static final double BYTES_OF_ITEM = 400;

    /** A line of the log, its row in the data set, and the tables of the import between them. */
    private static final double DISK_OF_CLICK = 150;

    /** Weights, gradients and both moments of Adam. */
    private static final int COPIES_IN_TRAINING = 4;

    /** Weights, and their normalised or half-precise form. */
    private static final int COPIES_IN_USE = 2;

    /** Scores, soft-max, their gradients and what the loss makes on the way: measured with 10,000 and 100,000 items. */
    private static final int COPIES_OF_SCORES = 9;

    /** Estimates a stage. */
    static Estimate of(Cell cell, Stage stage, List<ScaleFigure.Measured> measured) {
        double disk = DISK_OF_CLICK * cell.clicks() + BYTES_OF_ITEM * cell.items();
        double memory = BASE_BYTES + BYTES_OF_CLICK * cell.clicks() + BYTES_OF_ITEM * cell.items();
        if (stage.work() == Work.IMPORT) {
            memory += IMPORT_BYTES;
        }
        if (stage.isNeural()) {
            TrainingOptions options = TrainingOptions.defaults(stage.method(), Recipe.CORRECTED);
            double table = (double) Float.BYTES * cell.items() * options.dimension();
            disk += table;
            memory += stage.work() == Work.EPOCH
                    ? COPIES_IN_TRAINING * table
                            + COPIES_OF_SCORES * (double) Float.BYTES * options.batchSize() * cell.items()
                    : COPIES_IN_USE * table + StageProcess.SCORE_BYTES;
        }
        return new Estimate(memory / MEBIBYTE, disk / MEBIBYTE, seconds(cell, stage, measured));
    }

    private static double seconds(Cell cell, Stage stage, List<ScaleFigure.Measured> measured) {
        return measured.stream()
                .filter(figure ->
                        figure.stage().equals(stage.name()) && figure.cell().fitsIn(cell))
                .max(Comparator.comparingDouble(figure ->
                        (double) figure.cell().clicks() * figure.cell().items()))
                .map(figure -> figure.wallOfPart()
                        * (stage.work().isWhole()
                                ? (double) cell.clicks() / figure.cell().clicks()
                                : 1)
                        * (stage.isNeural()
                                ? (double) cell.items() / figure.cell().items()
                                : 1))
                .orElse(0.0);
    }

    /** Why the stage is refused, if it is. */
    Optional<ScaleFigure.Refused> refusal(Cell cell, Stage stage, Limits limits) {
        if (memory > limits.memory()) {
            return refused(cell, stage, ScaleFigure.Resource.MEMORY, memory, limits.memory());
        }
        if (disk > limits.disk()) {
            return refused(cell, stage, ScaleFigure.Resource.DISK, disk, limits.disk());
        }
        return seconds > limits.seconds()
                ? refused(cell, stage, ScaleFigure.Resource.TIME, seconds, limits.seconds())
                : Optional.empty();
    }

    private static Optional<ScaleFigure.Refused> refused(
            Cell cell, Stage stage, ScaleFigure.Resource lacking, double needed, double limit) {
        return Optional.of(new ScaleFigure.Refused(cell, stage.name(), lacking, needed, limit));
    }
}
