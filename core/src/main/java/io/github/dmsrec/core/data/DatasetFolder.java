package io.github.dmsrec.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.provenance.ArtefactFolder;
import io.github.dmsrec.core.provenance.ArtefactKind;
import io.github.dmsrec.core.provenance.Origin;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A data set as a folder of Parquet files, which pandas and DuckDB open:
 *
 * <ul>
 *   <li>{@code items.parquet}: {@code item} (index), {@code id}, {@code title}, and a column per attribute
 *   <li>{@code sessions.parquet}: {@code split}, {@code session} (number within the split), {@code items} (indices in
 *       click order); where the data has them, also {@code id} (external), {@code place} (in the source, from 0),
 *       {@code times} (of the clicks, in seconds since 1970) and {@code user} (external)
 *   <li>{@code examples.parquet}: {@code split}, {@code row} (number within the split), {@code session},
 *       {@code prefix_length}; the target is the click at that position, counted from 0
 * </ul>
 *
 * <p>The manifest's facts tell how it was split ({@value #SPLIT_RULE}), what that leaks ({@value #LEAKS}), and whether all
 * splits have the same sessions.
 */
public final class DatasetFolder {

    /** The fact that tells how sessions and rows were divided among the splits: words without a full stop. */
    public static final String SPLIT_RULE = "splitRule";

    /** The fact that tells what models can know through the split that they could not know in use: sentences. */
    public static final String LEAKS = "leaks";

    private static final String ITEMS = "items.parquet";
    private static final String SESSIONS = "sessions.parquet";
    private static final String EXAMPLES = "examples.parquet";
    private static final String REMADE = "the folder was changed by hand or copied in part; make it again.";

    private static final ObjectMapper JSON = new ObjectMapper();

    private DatasetFolder() {}

    /**
     * Writes a data set.
     *
     * @param dataset its fingerprint is not written: the folder gets its own, over the files
     * @param facts where the data comes from, how it was filtered and split; added to the manifest beside the statistics
     * @throws UserMistakeException if something else than a data set is at the target
     */
    public static ArtefactFolder write(
            Path target, SessionDataset dataset, Origin origin, Map<String, ? extends Object> facts)
            throws IOException {
        return ArtefactFolder.write(target, ArtefactKind.DATASET, origin, folder -> {
            ItemsFile.write(folder.resolve(ITEMS), dataset.catalogue());
            Map<Split, Sessions> sessions = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                sessions.put(split, dataset.sessions(split));
            }
            SessionsFile.write(folder.resolve(SESSIONS), sessions);
            writeExamples(folder.resolve(EXAMPLES), dataset);
            ObjectNode all = JSON.createObjectNode();
            all.set("statistics", JSON.valueToTree(DatasetStatistics.of(dataset)));
            facts.forEach((key, value) -> all.set(key, JSON.valueToTree(value)));
            return all;
        });
    }

    /**
     * Reads a data set. The row counts are compared with the manifest; the bytes are not.
     *
     * @throws UserMistakeException if the folder is no data set, or a file is missing, cut off or inconsistent
     */
    public static SessionDataset read(Path path) {
        ArtefactFolder folder = ArtefactFolder.open(path, ArtefactKind.DATASET);
        Catalogue catalogue = ItemsFile.read(folder.file(ITEMS));
        JsonNode statistics = folder.manifest().facts().path("statistics");
        requireCount(folder.file(ITEMS), "items", catalogue.size(), statistics.path("items"));
        Map<Split, Sessions> sessions = SessionsFile.read(folder.file(SESSIONS), catalogue.size());
        Map<Split, Examples> examples = readExamples(folder.file(EXAMPLES), sessions);
        examples.forEach((split, rows) -> {
            JsonNode counts = statistics.path(split.label());
            String what = split.label() + " ";
            requireCount(
                    folder.file(SESSIONS), what + "sessions", rows.sessions().size(), counts.path("sessions"));
            requireCount(folder.file(SESSIONS), what + "clicks", rows.sessions().clicks(), counts.path("clicks"));
            requireCount(folder.file(EXAMPLES), what + "rows", rows.size(), counts.path("rows"));
        });
        boolean sameSessions = statistics.path("sameSessions").asBoolean(false);
        try {
            return new SessionDataset(
                    folder.manifest().name(), folder.manifest().fingerprint(), catalogue, examples, sameSessions);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("'" + folder.file(SESSIONS) + "': " + e.getMessage() + ".", REMADE, e);
        }
    }

    private static void writeExamples(Path file, SessionDataset dataset) throws IOException {
        List<ParquetColumn> columns = List.of(
                new ParquetColumn("split", ParquetColumn.Type.TEXT),
                new ParquetColumn("row", ParquetColumn.Type.INTEGER),
                new ParquetColumn("session", ParquetColumn.Type.INTEGER),
                new ParquetColumn("prefix_length", ParquetColumn.Type.INTEGER));
        ParquetFiles.write(file, columns, writer -> {
            for (Split split : Split.values()) {
                Examples rows = dataset.examples(split);
                for (int row = 0; row < rows.size(); row++) {
                    writer.beginRow()
                            .text(split.label())
                            .integer(row)
                            .integer(rows.session(row))
                            .integer(rows.length(row))
                            .endRow();
                }
            }
        });
    }

    private static Map<Split, Examples> readExamples(Path file, Map<Split, Sessions> sessions) {
        SplitRows order = new SplitRows(file);
        IntList session = new IntList();
        IntList length = new IntList();
        ParquetFiles.query(file, "SELECT split, row, session, prefix_length FROM content", row -> {
            order.next(row.text(0), row.integer(1));
            session.add(row.integer(2));
            length.add(row.integer(3));
        });
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        int first = 0;
        for (Map.Entry<Split, Sessions> entry : sessions.entrySet()) {
            int end = first + order.count(entry.getKey());
            try {
                examples.put(
                        entry.getKey(),
                        new Examples(entry.getValue(), session.range(first, end), length.range(first, end)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new UserMistakeException(
                        "'" + file + "', split '" + entry.getKey().label() + "': " + e.getMessage() + ".", REMADE, e);
            }
            first = end;
        }
        return examples;
    }

    private static void requireCount(Path file, String what, int found, JsonNode expected) {
        if (expected.asInt(-1) != found) {
            throw damaged(file, "it has " + found + " " + what + ", but the manifest says " + expected);
        }
    }

    /** A fault in a file of a folder that dmsrec has written. */
    static UserMistakeException damaged(Path file, String problem) {
        return new UserMistakeException("'" + file + "': " + problem + ".", REMADE);
    }
}
