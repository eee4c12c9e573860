package io.github.dmsrec.spark;

import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * A data frame with the texts of the items.
 *
 * @param frame one row for each item
 * @param id the column of the item's id
 * @param title the column of the title; null for none
 * @param texts columns that become attributes of the items
 */
record ItemFrame(Dataset<Row> frame, String id, @Nullable String title, List<String> texts) {

    private static final String ADVICE = "Name the columns as the data frame of the items has them.";

    ItemFrame {
        texts = List.copyOf(texts);
    }

    ItemFrame withTitle(String column) {
        return new ItemFrame(frame, id, column, texts);
    }

    ItemFrame withText(String column) {
        List<String> more = new ArrayList<>(texts);
        more.add(column);
        return new ItemFrame(frame, id, title, more);
    }

    /** Refuses columns that the data frame does not have, or that have a wrong type. */
    void require() {
        Columns.requireId(frame.schema(), id, "the item", ADVICE);
        if (title != null) {
            Columns.requireId(frame.schema(), title, "the title", ADVICE);
        }
        for (String text : texts) {
            Columns.requireId(frame.schema(), text, "a text of the item", ADVICE);
        }
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>(List.of(id));
        if (title != null) {
            columns.add(title);
        }
        columns.addAll(texts);
        return columns;
    }

    /**
     * Brings the texts to the driver, in the order of the partitions.
     *
     * @param file to write
     * @return as an import on one machine reads them
     */
    ItemTexts write(Path file) throws IOException {
        List<String> names = columns();
        Column[] values = names.stream()
                .map(name -> functions.col(Columns.quoted(name)).cast("string"))
                .toArray(Column[]::new);
        Iterator<Row> rows = frame.select(values).toLocalIterator();
        List<ParquetColumn> written = names.stream()
                .map(name -> new ParquetColumn(name, ParquetColumn.Type.TEXT))
                .toList();
        ParquetFiles.write(file, written, writer -> {
            while (rows.hasNext()) {
                Row row = rows.next();
                writer.beginRow();
                for (int i = 0; i < written.size(); i++) {
                    if (row.isNullAt(i)) {
                        writer.nothing();
                    } else {
                        writer.text(row.getString(i));
                    }
                }
                writer.endRow();
            }
        });
        LogFiles files = LogFiles.of(LogFiles.Kind.PARQUET, List.of(file.toString()));
        return new ItemTexts(folder -> files, id, Optional.ofNullable(title), texts);
    }
}
