package io.github.dmsrec.stage;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.OutputFile;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.ScoreChunks;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The recommendations of a model for every row of a split, as a file. Rows stream; the file is written whole or not at all. */
public final class Predictions {

    private static final List<String> COLUMNS = List.of("session", "position", "items", "scores");
    private static final String TSV = ".tsv";
    private static final String PARQUET = ".parquet";

    /**
     * What is predicted.
     *
     * @param split the rows
     * @param k at most so many items for each row
     * @param excludeSessionItems whether items of the prefix are left out
     */
    public record Wanted(Split split, int k, boolean excludeSessionItems) {

        public Wanted {
            if (k < 1) {
                throw new UserMistakeException("-k is " + k + ".", "Use a number from 1 up.");
            }
        }
    }

    /** Takes the recommendations of the rows, one after the other. */
    @FunctionalInterface
    private interface Sink {
        void accept(int row, int[] items, float[] scores) throws IOException;
    }

    private final OpenModel model;
    private final SessionDataset dataset;
    private final Wanted wanted;
    private final long memoryBytes;
    private final Progress progress;

    private Predictions(OpenModel model, SessionDataset dataset, Wanted wanted, long memoryBytes, Progress progress) {
        this.model = model;
        this.dataset = dataset;
        this.wanted = wanted;
        this.memoryBytes = memoryBytes;
        this.progress = progress;
    }

    /**
     * Writes a file.
     *
     * @param modelPath the model, made from the data set
     * @param out ends in {@code .tsv} or {@code .parquet}
     * @param memoryBytes the limit of the buffer for scores
     * @return the number of rows
     * @throws UserMistakeException if model and data set do not belong together, the file has another ending, or an id cannot
     *     be written in it
     */
    public static long write(
            Path modelPath, Path datasetPath, Wanted wanted, Path out, int threads, long memoryBytes, Progress progress)
            throws IOException {
        String name = String.valueOf(out.getFileName());
        if (!name.endsWith(TSV) && !name.endsWith(PARQUET)) {
            throw new UserMistakeException(
                    "'" + out + "' ends neither in " + TSV + " nor in " + PARQUET + ".", "Use '" + out + TSV + "'.");
        }
        ArtefactFolder datasetFolder = ArtefactFolder.open(datasetPath, ArtefactKind.DATASET);
        ArtefactFolder modelFolder = ArtefactFolder.open(modelPath, ArtefactKind.MODEL);
        Provenance.requireMadeFrom(modelFolder, Provenance.DATASET, datasetFolder);
        try (OpenModel model = OpenModel.open(modelPath, threads)) {
            SessionDataset dataset = DatasetFolder.read(datasetPath);
            Predictions predictions = new Predictions(model, dataset, wanted, memoryBytes, progress);
            OutputFile.write(out, file -> {
                if (name.endsWith(TSV)) {
                    predictions.writeTsv(file);
                } else {
                    predictions.writeParquet(file);
                }
            });
            return predictions.rows().size();
        }
    }

    private Examples rows() {
        return dataset.examples(wanted.split());
    }

    private void writeTsv(Path file) throws IOException {
        refuseSeparatorsInIds();
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write(String.join("\t", COLUMNS) + "\n");
            forEachRow((row, items, scores) -> writer.write(writable("session", sessionId(row), "\t\r\n")
                    + "\t"
                    + position(row)
                    + "\t"
                    + Arrays.stream(items).mapToObj(dataset.catalogue()::id).collect(Collectors.joining(","))
                    + "\t"
                    + IntStream.range(0, scores.length)
                            .mapToObj(rank -> String.valueOf(scores[rank]))
                            .collect(Collectors.joining(","))
                    + "\n"));
        }
    }

    private void writeParquet(Path file) throws IOException {
        List<ParquetColumn> columns = List.of(
                new ParquetColumn(COLUMNS.get(0), ParquetColumn.Type.TEXT),
                new ParquetColumn(COLUMNS.get(1), ParquetColumn.Type.INTEGER),
                new ParquetColumn(COLUMNS.get(2), ParquetColumn.Type.TEXTS),
                new ParquetColumn(COLUMNS.get(3), ParquetColumn.Type.FLOATS));
        ParquetFiles.write(
                file,
                columns,
                writer -> forEachRow((row, items, scores) -> writer.beginRow()
                        .text(sessionId(row))
                        .integer(position(row))
                        .texts(Arrays.stream(items)
                                .mapToObj(dataset.catalogue()::id)
                                .toList())
                        .numbers(scores)
                        .endRow()));
    }

    private void forEachRow(Sink sink) throws IOException {
        Examples rows = rows();
        int n = dataset.catalogue().size();
        Recommender recommender = model.onRows(dataset, wanted.split());
        try (Progress.Stage stage = progress.stage("predict " + model.name(), "rows", rows.size())) {
            ScoreChunks.forEach(recommender, rows, memoryBytes, stage, (from, to, scores) -> {
                for (int row = from; row < to; row++) {
                    int offset = (row - from) * n;
                    int[] excluded = wanted.excludeSessionItems() ? rows.items(row) : new int[0];
                    int[] items = recommender.best(scores, offset, wanted.k(), excluded);
                    float[] ofItems = new float[items.length];
                    for (int rank = 0; rank < items.length; rank++) {
                        ofItems[rank] = scores[offset + items[rank]];
                    }
                    try {
                        sink.accept(row, items, ofItems);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
        } catch (UncheckedIOException e) {
            throw new IOException("cannot write the predictions: " + e.getMessage(), e);
        }
    }

    private String sessionId(int row) {
        return rows().sessions().id(rows().session(row));
    }

    private int position(int row) {
        return rows().length(row) - 1;
    }

    private void refuseSeparatorsInIds() {
        Catalogue catalogue = dataset.catalogue();
        for (int item = 0; item < catalogue.size(); item++) {
            writable("item", catalogue.id(item), ",\t\r\n");
        }
    }

    /** An id without the characters that separate values. */
    private static String writable(String what, String id, String separators) {
        for (int i = 0; i < id.length(); i++) {
            if (separators.indexOf(id.charAt(i)) >= 0) {
                throw new UserMistakeException(
                        "The " + what + " id '" + id
                                + "' has a comma, a tab or a line break, which separate values in a" + " .tsv file.",
                        "Name a file that ends in .parquet, in which items are lists.");
            }
        }
        return id;
    }
}
