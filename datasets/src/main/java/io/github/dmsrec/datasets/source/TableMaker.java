package io.github.dmsrec.datasets.source;

import java.io.IOException;
import java.nio.file.Path;

/** Names the files of a table, which it may have to make first of a format that DuckDB does not read. */
@FunctionalInterface
public interface TableMaker {

    /**
     * Names the files.
     *
     * @param folder where files may be made; it is deleted after the import
     */
    LogFiles files(Path folder) throws IOException;
}
