package io.github.dmsrec.core.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * A data set as a folder of Parquet files, which pandas and DuckDB open:
 *
 * <ul>
 *   <li>{@code items.parquet}: {@code item} (index), {@code id}, {@code title}, and a column per attribute
 *   <li>{@code sessions.parquet}: {@code split}, {@code session} (number within the split), {@code items} (indices in
 *       click order); where the data has them, also {@code id} (external), {@code place} (in the source, from 0),
 *       {@code times} (of the clicks, in seconds since 1970) and {@code user} (external)
 *   <li>{@code examples.parquet}, unless every click but the first of each session is a target: {@code split}, {@code row}
 *       (number within the split), {@code session}, {@code prefix_length}; the target is the click at that position, counted
 *       from 0
 * </ul>
 *
 * <p>The manifest's facts say how it was split ({@value #SPLIT_RULE}), what that leaks ({@value #LEAKS}), whether all splits
 * have the same sessions, and where the rows are ({@value #ROWS}): {@value #EVERY_PREFIX} if all splits have one row per
 * click but the first of each session, in the sessions' order, so that none is listed; {@value #LISTED} if {@code
 * examples.parquet} lists them. A folder without that fact lists them.
 */
public final class DatasetFolder {

    /** The fact that says how sessions and rows were divided among the splits: words without a full stop. */
    public static final String SPLIT_RULE = "splitRule";

    /** The fact that says what models can know through the split that they could not know in use: sentences. */
    public static final String LEAKS = "leaks";

    /** The fact that says where the rows are. */
    public static final String ROWS = "rows";

    /** As {@link #ROWS}: every click but the first of each session is a target, in every split. */
    public static final String EVERY_PREFIX = "every-prefix";

    /** As {@link #ROWS}: the folder lists the rows. */
    public static final String LISTED = "listed";

    private static final String ITEMS = "items.parquet";
    private static final String SESSIONS = "sessions.parquet";
    private static final String EXAMPLES = "examples.parquet";
    private static final String REMADE = "Make the folder again: it may have been edited or copied in part.";

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
        return write(target, origin, facts, (items, sessions, rows) -> {
            ItemsFile.write(items, dataset.catalogue());
            Map<Split, Sessions> ofSplits = new EnumMap<>(Split.class);
            Map<Split, Examples> examples = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                ofSplits.put(split, dataset.sessions(split));
                examples.put(split, dataset.examples(split));
            }
            SessionsFile.write(sessions, ofSplits);
            if (!examples.values().stream().allMatch(Examples::isEveryPrefix)) {
                ExamplesFile.write(rows, examples);
            }
            return DatasetStatistics.of(dataset);
        });
    }

    /** Writes the files of a data set that is not in memory. */
    @FunctionalInterface
    public interface Content {

        /**
         * Writes them.
         *
         * @param items where the catalogue belongs
         * @param sessions where the sessions belong
         * @param rows where the rows belong; unless every click but the first of each session is a target
         * @return the counts of what was written
         */
        DatasetStatistics write(Path items, Path sessions, Path rows) throws IOException;
    }

    /**
     * Writes a data set.
     *
     * @param facts as above
     * @param content writes the files
     * @throws UserMistakeException if something else than a data set is at the target
     */
    public static ArtefactFolder write(Path target, Origin origin, Map<String, ? extends Object> facts, Content content)
            throws IOException {
        return ArtefactFolder.write(target, ArtefactKind.DATASET, origin, folder -> {
            Path rows = folder.resolve(EXAMPLES);
            DatasetStatistics statistics = content.write(folder.resolve(ITEMS), folder.resolve(SESSIONS), rows);
            ObjectNode all = JSON.createObjectNode();
            all.put(ROWS, Files.exists(rows) ? LISTED : EVERY_PREFIX);
            all.set("statistics", JSON.valueToTree(statistics));
            facts.forEach((key, value) -> all.set(key, JSON.valueToTree(value)));
            return all;
        });
    }

    /**
     * Reads a data set. The row counts are compared with the manifest; the bytes are not. Sessions fetch their ids and click
     * times from the folder when they are first asked for.
     *
     * @throws UserMistakeException if the folder is not a data set, or a file is missing, cut off or inconsistent, or the heap
     *     cannot hold it
     */
    public static SessionDataset read(Path path) {
        ArtefactFolder folder = ArtefactFolder.open(path, ArtefactKind.DATASET);
        JsonNode statistics = folder.manifest().facts().path("statistics");
        LoadedSize.of(statistics).requireFits(path, Runtime.getRuntime().maxMemory());
        Catalogue catalogue = ItemsFile.read(folder.file(ITEMS));
        requireCount(folder.file(ITEMS), "items", catalogue.size(), statistics.path("items"));
        Map<Split, Sessions> sessions = SessionsFile.read(folder.file(SESSIONS), catalogue.size());
        boolean listed = hasListedRows(folder);
        Path rowsFile = folder.file(listed ? EXAMPLES : SESSIONS);
        Map<Split, Examples> examples = listed ? ExamplesFile.read(rowsFile, sessions) : everyPrefix(sessions);
        examples.forEach((split, rows) -> {
            JsonNode counts = statistics.path(split.label());
            String what = split.label() + " ";
            requireCount(
                    folder.file(SESSIONS), what + "sessions", rows.sessions().size(), counts.path("sessions"));
            requireCount(folder.file(SESSIONS), what + "clicks", rows.sessions().clicks(), counts.path("clicks"));
            requireCount(rowsFile, what + "rows", rows.size(), counts.path("rows"));
        });
        boolean sameSessions = statistics.path("sameSessions").asBoolean(false);
        try {
            return new SessionDataset(
                    folder.manifest().name(), folder.manifest().fingerprint(), catalogue, examples, sameSessions);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("'" + folder.file(SESSIONS) + "': " + e.getMessage() + ".", REMADE, e);
        }
    }

    private static boolean hasListedRows(ArtefactFolder folder) {
        String rows = folder.manifest().facts().path(ROWS).asText(LISTED);
        if (!rows.equals(LISTED) && !rows.equals(EVERY_PREFIX)) {
            throw damaged(
                    folder.file(Manifest.FILE_NAME),
                    "the fact \"" + ROWS + "\" is \"" + rows + "\", which is neither \"" + EVERY_PREFIX + "\" nor \""
                            + LISTED + "\"");
        }
        return rows.equals(LISTED);
    }

    private static Map<Split, Examples> everyPrefix(Map<Split, Sessions> sessions) {
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        sessions.forEach((split, ofSplit) -> examples.put(split, Examples.everyPrefixOf(ofSplit)));
        return examples;
    }

    /** A fault in the rows of a split in a folder that dmsrec has written. */
    static UserMistakeException damaged(Path file, Split split, RuntimeException cause) {
        return new UserMistakeException(
                "'" + file + "', split '" + split.label() + "': " + cause.getMessage() + ".", REMADE, cause);
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
