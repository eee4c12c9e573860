package io.github.dmsrec.core.dataset;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Prediction points as a Parquet file: {@code split}, {@code row} (number within the split), {@code session}, {@code
 * prefix_length}.
 */
final class ExamplesFile {

    private static final List<ParquetColumn> COLUMNS = List.of(
            new ParquetColumn("split", ParquetColumn.Type.TEXT),
            new ParquetColumn("row", ParquetColumn.Type.INTEGER),
            new ParquetColumn("session", ParquetColumn.Type.INTEGER),
            new ParquetColumn("prefix_length", ParquetColumn.Type.INTEGER));

    private ExamplesFile() {}

    /** Writes the rows of every split. */
    static void write(Path file, Map<Split, Examples> examples) throws IOException {
        ParquetFiles.write(file, COLUMNS, writer -> {
            for (Map.Entry<Split, Examples> entry : new EnumMap<>(examples).entrySet()) {
                String split = entry.getKey().label();
                Examples rows = entry.getValue();
                for (int row = 0; row < rows.size(); row++) {
                    writer.beginRow()
                            .text(split)
                            .integer(row)
                            .integer(rows.session(row))
                            .integer(rows.length(row))
                            .endRow();
                }
            }
        });
    }

    /**
     * Reads the rows of every split.
     *
     * @param sessions what they are cut from
     * @throws io.github.dmsrec.core.UserMistakeException if the file is missing, cut off or inconsistent
     */
    static Map<Split, Examples> read(Path file, Map<Split, Sessions> sessions) {
        SplitRows order = new SplitRows(file);
        IntList session = new IntList();
        IntList length = new IntList();
        String query = "SELECT " + SplitRows.SPLIT_NUMBER + ", row, session, prefix_length FROM content";
        ParquetFiles.query(file, query, row -> {
            order.next(row.integer(0), row.integer(1));
            session.add(row.integer(2));
            length.add(row.integer(3));
        });
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        int first = 0;
        for (Map.Entry<Split, Sessions> entry : new EnumMap<>(sessions).entrySet()) {
            Split split = entry.getKey();
            int end = first + order.count(split);
            try {
                examples.put(
                        split, new Examples(entry.getValue(), session.range(first, end), length.range(first, end)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw DatasetFolder.damaged(file, split, e);
            }
            first = end;
        }
        return examples;
    }
}
