package io.github.dmsrec.core.dataset;

import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A catalogue as a Parquet file: {@code item} (index), {@code id}, {@code title}, and a column per attribute. */
public final class ItemsFile {

    /** The columns that are not attributes. */
    public static final List<String> COLUMNS = List.of("item", "id", "title");

    private ItemsFile() {}

    /** Writes a catalogue. */
    public static void write(Path file, Catalogue catalogue) throws IOException {
        Set<String> attributes = new LinkedHashSet<>();
        catalogue.items().forEach(item -> attributes.addAll(item.attributes().keySet()));
        List<ParquetColumn> columns = new ArrayList<>(List.of(
                new ParquetColumn(COLUMNS.get(0), ParquetColumn.Type.INTEGER),
                new ParquetColumn(COLUMNS.get(1), ParquetColumn.Type.TEXT),
                new ParquetColumn(COLUMNS.get(2), ParquetColumn.Type.TEXT)));
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

    /**
     * Reads a catalogue.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if the file is missing, cut off or inconsistent
     */
    public static Catalogue read(Path file) {
        List<String> attributes = new ArrayList<>(ParquetFiles.columns(file));
        attributes.removeAll(COLUMNS);
        List<Item> items = new ArrayList<>();
        String selection = "SELECT item, id, title, * EXCLUDE (item, id, title) FROM content";
        ParquetFiles.query(file, selection, row -> {
            if (row.integer(0) != items.size()) {
                throw DatasetFolder.damaged(
                        file, "item " + row.integer(0) + " stands where " + items.size() + " belongs");
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int a = 0; a < attributes.size(); a++) {
                String name = attributes.get(a);
                row.optionalText(COLUMNS.size() + a).ifPresent(value -> values.put(name, value));
            }
            items.add(new Item(row.text(1), row.text(2), values));
        });
        return new Catalogue(items);
    }
}
