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
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A data set as a folder of Parquet files, which pandas and DuckDB open:
 *
 * <ul>
 *   <li>{@code items.parquet}: {@code item} (index), {@code id}, {@code title}, and a column per attribute
 *   <li>{@code sessions.parquet}: {@code split}, {@code session} (number within the split), {@code items} (indices in
 *       click order); where the data has them, also {@code id} (external), {@code place} (in the source, from 0) and
 *       {@code times} (of the clicks, in seconds since 1970)
 *   <li>{@code examples.parquet}: {@code split}, {@code row} (number within the split), {@code session},
 *       {@code prefix_length}; the target is the click at that position, counted from 0
 * </ul>
 */
public final class DatasetFolder {

    /** The columns of {@code items.parquet} that are no attributes. */
    static final List<String> ITEM_COLUMNS = List.of("item", "id", "title");

    private static final String ITEMS = "items.parquet";
    private static final String SESSIONS = "sessions.parquet";
    private static final String EXAMPLES = "examples.parquet";
    private static final String TIMES = "times";
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
            writeItems(folder.resolve(ITEMS), dataset.catalogue());
            writeSessions(folder.resolve(SESSIONS), dataset);
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
        Catalogue catalogue = readCatalogue(folder.file(ITEMS));
        JsonNode statistics = folder.manifest().facts().path("statistics");
        requireCount(folder.file(ITEMS), "items", catalogue.size(), statistics.path("items"));
        Map<Split, Sessions> sessions = readSessions(folder.file(SESSIONS), catalogue.size());
        Map<Split, Examples> examples = readExamples(folder.file(EXAMPLES), sessions);
        examples.forEach((split, rows) -> {
            JsonNode counts = statistics.path(split.label());
            String what = split.label() + " ";
            requireCount(
                    folder.file(SESSIONS), what + "sessions", rows.sessions().size(), counts.path("sessions"));
            requireCount(folder.file(SESSIONS), what + "clicks", rows.sessions().clicks(), counts.path("clicks"));
            requireCount(folder.file(EXAMPLES), what + "rows", rows.size(), counts.path("rows"));
        });
        return new SessionDataset(folder.manifest().name(), folder.manifest().fingerprint(), catalogue, examples);
    }

    private static void writeItems(Path file, Catalogue catalogue) throws IOException {
        Set<String> attributes = new LinkedHashSet<>();
        catalogue.items().forEach(item -> attributes.addAll(item.attributes().keySet()));
        List<ParquetColumn> columns = new ArrayList<>(List.of(
                new ParquetColumn(ITEM_COLUMNS.get(0), ParquetColumn.Type.INTEGER),
                new ParquetColumn(ITEM_COLUMNS.get(1), ParquetColumn.Type.TEXT),
                new ParquetColumn(ITEM_COLUMNS.get(2), ParquetColumn.Type.TEXT)));
        attributes.forEach(name -> columns.add(new ParquetColumn(name, ParquetColumn.Type.TEXT)));
        ParquetFiles.write(file, columns, writer -> {
            for (int index = 0; index < catalogue.size(); index++) {
                Item item = catalogue.item(index);
                writer.beginRow().integer(index).text(item.id()).text(item.title());
                for (String name : attributes) {
                    Optional<String> value =
                            Optional.ofNullable(item.attributes().get(name));
                    if (value.isPresent()) {
                        writer.text(value.get());
                    } else {
                        writer.nothing();
                    }
                }
                writer.endRow();
            }
        });
    }

    private static void writeSessions(Path file, SessionDataset dataset) throws IOException {
        boolean logged = dataset.sessions(Split.TRAIN).log().isPresent();
        List<ParquetColumn> columns = new ArrayList<>(List.of(
                new ParquetColumn("split", ParquetColumn.Type.TEXT),
                new ParquetColumn("session", ParquetColumn.Type.INTEGER),
                new ParquetColumn("items", ParquetColumn.Type.INTEGERS)));
        if (logged) {
            columns.add(new ParquetColumn("id", ParquetColumn.Type.TEXT));
            columns.add(new ParquetColumn("place", ParquetColumn.Type.INTEGER));
            columns.add(new ParquetColumn(TIMES, ParquetColumn.Type.DOUBLES));
        }
        ParquetFiles.write(file, columns, writer -> {
            for (Split split : Split.values()) {
                Sessions sessions = dataset.sessions(split);
                int click = 0;
                for (int s = 0; s < sessions.size(); s++) {
                    writer.beginRow().text(split.label()).integer(s).integers(sessions.items(s));
                    if (logged) {
                        SessionLog log = sessions.log().orElseThrow();
                        int end = click + sessions.length(s);
                        writer.text(log.ids()[s])
                                .integer(log.places()[s])
                                .doubles(Arrays.copyOfRange(log.times(), click, end));
                        click = end;
                    }
                    writer.endRow();
                }
            }
        });
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

    private static Catalogue readCatalogue(Path file) {
        List<String> attributes = new ArrayList<>(ParquetFiles.columns(file));
        attributes.removeAll(ITEM_COLUMNS);
        List<Item> items = new ArrayList<>();
        String selection = "SELECT item, id, title, * EXCLUDE (item, id, title) FROM content";
        ParquetFiles.query(file, selection, row -> {
            if (row.integer(0) != items.size()) {
                throw damaged(file, "item " + row.integer(0) + " stands where " + items.size() + " belongs");
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int a = 0; a < attributes.size(); a++) {
                String name = attributes.get(a);
                row.optionalText(ITEM_COLUMNS.size() + a).ifPresent(value -> values.put(name, value));
            }
            items.add(new Item(row.text(1), row.text(2), values));
        });
        return new Catalogue(items);
    }

    private static Map<Split, Sessions> readSessions(Path file, int items) {
        SplitRows order = new SplitRows(file);
        IntList lengths = new IntList();
        ParquetFiles.query(file, "SELECT split, session, len(items) FROM content", row -> {
            order.next(row.text(0), row.integer(1));
            lengths.add(row.integer(2));
        });
        IntList clicks = new IntList();
        // One number per row is several times faster than one array per row.
        ParquetFiles.query(file, "SELECT unnest(items) FROM content", row -> {
            int item = row.integer(0);
            if (item < 0 || item >= items) {
                throw damaged(file, "click " + clicks.size() + " is item " + item + " of " + items);
            }
            clicks.add(item);
        });
        Optional<SessionLog> log = ParquetFiles.columns(file).contains(TIMES)
                ? Optional.of(readLog(file, lengths.size(), clicks.size()))
                : Optional.empty();
        Map<Split, Sessions> sessions = new EnumMap<>(Split.class);
        int firstSession = 0;
        int firstClick = 0;
        for (Split split : Split.values()) {
            int[] ofSplit = lengths.range(firstSession, firstSession + order.count(split));
            int[] offsets = new int[ofSplit.length + 1];
            for (int s = 0; s < ofSplit.length; s++) {
                offsets[s + 1] = offsets[s] + ofSplit[s];
            }
            int from = firstSession;
            int end = firstSession + ofSplit.length;
            int fromClick = firstClick;
            int endClick = firstClick + offsets[ofSplit.length];
            sessions.put(
                    split,
                    new Sessions(
                            offsets,
                            clicks.range(fromClick, endClick),
                            log.map(all -> all.range(from, end, fromClick, endClick))));
            firstSession = end;
            firstClick = endClick;
        }
        return sessions;
    }

    private static SessionLog readLog(Path file, int sessions, int clicks) {
        String[] ids = new String[sessions];
        int[] places = new int[sessions];
        int[] next = {0};
        ParquetFiles.query(file, "SELECT id, place FROM content", row -> {
            ids[next[0]] = row.text(0);
            places[next[0]++] = row.integer(1);
        });
        double[] times = new double[clicks];
        int[] click = {0};
        ParquetFiles.query(file, "SELECT unnest(times) FROM content", row -> {
            if (click[0] < clicks) {
                times[click[0]] = row.doubleNumber(0);
            }
            click[0]++;
        });
        if (click[0] != clicks) {
            throw damaged(file, "it has " + click[0] + " times for " + clicks + " clicks");
        }
        return new SessionLog(ids, places, times);
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

    private static UserMistakeException damaged(Path file, String problem) {
        return new UserMistakeException("'" + file + "': " + problem + ".", REMADE);
    }
}
