package io.github.dmsrec.datasets.format.srgnn;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.dataset.ItemsFile;
import io.github.dmsrec.core.io.TsvReader;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the catalogue of SR-GNN data: items {@code 1..N}, with the texts of an items file where there is one. */
final class SrgnnItems {

    private static final String KEY = "item_id";
    private static final String TITLE = "title";

    private SrgnnItems() {}

    /** A catalogue without texts, up to the largest id of the data. */
    static Catalogue withoutTexts(List<SrgnnFile> data) {
        return catalogue(occurring(data).length() - 1, Map.of());
    }

    /**
     * A catalogue with the texts of an items file, up to its largest id.
     *
     * @throws UserMistakeException if the file is malformed, or lacks an item of the data
     */
    static Catalogue withTexts(Path file, List<SrgnnFile> data) throws IOException {
        Map<Integer, Item> items = readItems(file);
        for (SrgnnFile source : data) {
            BitSet missing = occurring(List.of(source));
            items.keySet().forEach(missing::clear);
            if (!missing.isEmpty()) {
                throw new UserMistakeException(
                        "'" + file + "' lacks " + missing.cardinality() + " items of '" + source.file() + "': "
                                + firstFew(missing) + ".",
                        "Check that the file belongs to this data; its column '" + KEY
                                + "' must hold the data's integers, not the shop's own ids.");
            }
        }
        return catalogue(Collections.max(items.keySet()), items);
    }

    private static Catalogue catalogue(int largestId, Map<Integer, Item> known) {
        List<Item> items = new ArrayList<>(largestId);
        for (int id = 1; id <= largestId; id++) {
            items.add(known.getOrDefault(id, new Item(Integer.toString(id), "", Map.of())));
        }
        return new Catalogue(items);
    }

    private static Map<Integer, Item> readItems(Path file) throws IOException {
        Map<Integer, Item> items = new HashMap<>();
        try (TsvReader reader = new TsvReader(file)) {
            int keyColumn = reader.column(KEY);
            int titleColumn = reader.column(TITLE);
            refuseReservedColumns(file, reader.header());
            while (reader.next()) {
                int id = id(reader, keyColumn);
                Map<String, String> attributes = new LinkedHashMap<>();
                for (int column = 0; column < reader.header().size(); column++) {
                    if (column != keyColumn && column != titleColumn) {
                        attributes.put(reader.header().get(column), reader.field(column));
                    }
                }
                if (items.put(id, new Item(Integer.toString(id), reader.field(titleColumn), attributes)) != null) {
                    throw reader.mistake(
                            keyColumn, "is the id of an earlier line too", "Correct one of the two lines.");
                }
            }
        }
        if (items.isEmpty()) {
            throw new UserMistakeException(
                    "'" + file + "' has a header but no items.",
                    "Make or fetch the file again: it" + " may have been cut off.");
        }
        return items;
    }

    private static int id(TsvReader reader, int keyColumn) {
        String text = reader.field(keyColumn);
        if (!text.matches("[1-9][0-9]{0,6}|10000000")) {
            throw reader.mistake(
                    keyColumn,
                    "is not an item id, which is an integer from 1 to 10000000",
                    "Put the integers of the data files into the column, not the shop's own ids.");
        }
        return Integer.parseInt(text);
    }

    // The attributes become columns beside these, and DuckDB's column names have no case.
    private static void refuseReservedColumns(Path file, List<String> header) {
        Set<String> taken = new HashSet<>(ItemsFile.COLUMNS);
        for (String column : header) {
            boolean own = column.equals(KEY) || column.equals(TITLE);
            if (!own && (column.isBlank() || !taken.add(column.toLowerCase(Locale.ROOT)))) {
                throw new UserMistakeException(
                        "'" + file + "' line 1: column '" + column + "' cannot be kept; the names "
                                + ItemsFile.COLUMNS + " are reserved, and no name may be empty or given twice, "
                                + "upper or lower case.",
                        "Rename or remove the column.");
            }
        }
    }

    private static BitSet occurring(List<SrgnnFile> data) {
        BitSet ids = new BitSet();
        for (SrgnnFile source : data) {
            for (int id : source.ids()) {
                ids.set(id);
            }
            for (int id : source.targets()) {
                ids.set(id);
            }
        }
        return ids;
    }

    private static String firstFew(BitSet ids) {
        String few = ids.stream().limit(5).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return ids.cardinality() > 5 ? few + ", ..." : few;
    }
}
