package io.github.dmsrec.predict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.OutputFile;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.session.Catalogue;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A file of recommendations, written whole or not at all: the session's id, items, scores, how many clicks were on unknown
 * items, and the name of the fallback where the model knows none of the items.
 */
final class PredictionFile {

    private static final String SESSION = "session";
    private static final String ITEMS = "items";
    private static final String SCORES = "scores";
    private static final String UNKNOWN = "unknown";
    private static final String FALLBACK = "fallback";

    /** Takes the recommendations, one session after the other. */
    @FunctionalInterface
    interface Sink {
        void accept(Prediction prediction) throws IOException;
    }

    /** Makes the recommendations. */
    @FunctionalInterface
    interface Content {
        void writeTo(Sink sink) throws IOException;
    }

    /** A format by the ending of a file's name. */
    enum Format {
        TSV,
        JSONL,
        PARQUET;

        /**
         * The format of a file.
         *
         * @throws UserMistakeException if the ending says none
         */
        static Format of(Path file) {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            if (name.endsWith(".tsv")) {
                return TSV;
            }
            if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
                return JSONL;
            }
            if (name.endsWith(".parquet")) {
                return PARQUET;
            }
            throw new UserMistakeException(
                    "The ending of '" + file + "' does not say what format to write. Name a file that"
                            + " ends in .tsv, .jsonl, .ndjson or .parquet.");
        }
    }

    private final Path file;
    private final Format format;
    private final Catalogue catalogue;
    private final String fallback;

    /**
     * @param file to be written
     * @param catalogue of the model
     * @param fallback the name of the fallback
     * @throws UserMistakeException if the ending of the file says no format, or an item's id cannot be written in it
     */
    PredictionFile(Path file, Catalogue catalogue, String fallback) {
        this.file = file;
        this.format = Format.of(file);
        this.catalogue = catalogue;
        this.fallback = fallback;
        if (format == Format.TSV) {
            for (int item = 0; item < catalogue.size(); item++) {
                requireWritable("item", catalogue.id(item), ",\t\r\n");
            }
        }
    }

    private void requireWritable(String what, String id, String separators) {
        for (int i = 0; i < id.length(); i++) {
            if (separators.indexOf(id.charAt(i)) >= 0) {
                throw new UserMistakeException("The " + what + " id '" + id
                        + "' has a tab, a comma or a line break, which" + " separate values in '" + file
                        + "'. Name a file that ends in .jsonl or .parquet instead.");
            }
        }
    }

    /**
     * Writes the file.
     *
     * @throws UserMistakeException if the system does not let it be written, or a session's id cannot be written in its
     *     format
     */
    void write(Content content) throws IOException {
        OutputFile.write(file, temporary -> {
            switch (format) {
                case TSV -> writeTsv(temporary, content);
                case JSONL -> writeJson(temporary, content);
                case PARQUET -> writeParquet(temporary, content);
            }
        });
    }

    private void writeTsv(Path temporary, Content content) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(temporary)) {
            writer.write(String.join("\t", SESSION, ITEMS, SCORES, UNKNOWN, FALLBACK) + "\n");
            StringBuilder line = new StringBuilder();
            content.writeTo(prediction -> {
                requireWritable("session", prediction.session(), "\t\r\n");
                line.setLength(0);
                line.append(prediction.session());
                for (int rank = 0; rank < prediction.items().length; rank++) {
                    line.append(rank == 0 ? '\t' : ',')
                            .append(catalogue.id(prediction.items()[rank]));
                }
                line.append(prediction.items().length == 0 ? "\t" : "");
                for (int rank = 0; rank < prediction.scores().length; rank++) {
                    line.append(rank == 0 ? '\t' : ',').append(prediction.scores()[rank]);
                }
                line.append(prediction.items().length == 0 ? "\t" : "");
                line.append('\t').append(prediction.unknown()).append('\t');
                line.append(prediction.fallback() ? fallback : "").append('\n');
                writer.append(line);
            });
        }
    }

    private void writeJson(Path temporary, Content content) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(temporary);
                JsonGenerator json = new JsonFactory().createGenerator(writer)) {
            // Nothing between two objects: each line is ended below.
            json.setPrettyPrinter(new MinimalPrettyPrinter(""));
            content.writeTo(prediction -> {
                json.writeStartObject();
                json.writeStringField(SESSION, prediction.session());
                json.writeArrayFieldStart(ITEMS);
                for (int item : prediction.items()) {
                    if (catalogue.hasIntegerIds()) {
                        json.writeNumber(catalogue.id(item));
                    } else {
                        json.writeString(catalogue.id(item));
                    }
                }
                json.writeEndArray();
                json.writeArrayFieldStart(SCORES);
                for (float score : prediction.scores()) {
                    json.writeNumber(score);
                }
                json.writeEndArray();
                json.writeNumberField(UNKNOWN, prediction.unknown());
                if (prediction.fallback()) {
                    json.writeStringField(FALLBACK, fallback);
                }
                json.writeEndObject();
                json.writeRaw('\n');
            });
        }
    }

    private void writeParquet(Path temporary, Content content) throws IOException {
        List<ParquetColumn> columns = List.of(
                new ParquetColumn(SESSION, ParquetColumn.Type.TEXT),
                new ParquetColumn(ITEMS, ParquetColumn.Type.TEXTS),
                new ParquetColumn(SCORES, ParquetColumn.Type.FLOATS),
                new ParquetColumn(UNKNOWN, ParquetColumn.Type.INTEGER),
                new ParquetColumn(FALLBACK, ParquetColumn.Type.TEXT));
        ParquetFiles.write(
                temporary,
                columns,
                writer -> content.writeTo(prediction -> {
                    writer.beginRow()
                            .text(prediction.session())
                            .texts(Arrays.stream(prediction.items())
                                    .mapToObj(catalogue::id)
                                    .toList())
                            .numbers(prediction.scores())
                            .integer(prediction.unknown());
                    if (prediction.fallback()) {
                        writer.text(fallback);
                    } else {
                        writer.nothing();
                    }
                    writer.endRow();
                }));
    }
}
