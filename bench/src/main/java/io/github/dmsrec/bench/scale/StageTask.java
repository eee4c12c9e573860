package io.github.dmsrec.bench.scale;

import java.nio.file.Path;

/**
 * What a process is to measure.
 *
 * @param cell the shop
 * @param stage of {@link Stage#ALL}
 * @param folder of the shop
 * @param settings how
 */
record StageTask(Cell cell, Stage stage, String folder, Settings settings) {

    /**
     * How stages are measured.
     *
     * @param threads of every stage
     * @param seed of all draws
     * @param steps of an epoch that are measured at most
     * @param rows that are scored at most
     * @param calls how many live calls
     */
    record Settings(int threads, long seed, int steps, int rows, int calls) {}

    /** The folder of the log: {@code clicks.csv} and {@code items.csv}. */
    Path log() {
        return Path.of(folder, "log");
    }

    /** The data set. */
    Path data() {
        return Path.of(folder, "data");
    }

    /** The model of the stage's method. */
    Path model() {
        return Path.of(folder, stage.method());
    }

    /** Where the stage writes what others read; the folder itself where none do. */
    Path output() {
        return switch (stage.work()) {
            case IMPORT -> data();
            case EPOCH, LEARN -> model();
            case CHECK, CANDIDATES, EVALUATION, PREDICT, OPEN, CALL -> Path.of(folder);
        };
    }

    /** The same in the same folder for another stage. */
    StageTask of(Stage other) {
        return new StageTask(cell, other, folder, settings);
    }
}
