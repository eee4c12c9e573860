package io.github.dmsrec.datasets.source;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A table that is made of a file which DuckDB does not read.
 *
 * @param original the file
 * @param conversion makes the table
 */
public record ConvertedTable(Path original, TableMaker conversion) implements TableMaker {

    @Override
    public LogFiles files(Path folder) throws IOException {
        return conversion.files(folder);
    }
}
