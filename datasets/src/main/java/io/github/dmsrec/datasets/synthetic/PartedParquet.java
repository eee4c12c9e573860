package io.github.dmsrec.datasets.synthetic;

import io.github.dmsrec.core.io.DuckDb;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.io.ParquetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/** Writes a Parquet file of any size in parts that fit the memory, and joins them. For one thread. */
final class PartedParquet {

    /** Writes the rows of a part. */
    @FunctionalInterface
    interface Part {
        /** Whether there is another part after this one. */
        boolean writeTo(ParquetWriter writer) throws IOException;
    }

    private PartedParquet() {}

    /** Writes a file. The same rows in the same parts give the same bytes. */
    static void write(Path file, List<ParquetColumn> columns, Part part) throws IOException {
        List<Path> parts = new ArrayList<>();
        boolean[] more = {true};
        while (more[0]) {
            Path next = file.resolveSibling(file.getFileName() + ".part-" + parts.size());
            ParquetFiles.write(next, columns, writer -> more[0] = part.writeTo(writer));
            parts.add(next);
        }
        if (parts.size() == 1) {
            Files.move(parts.get(0), file);
            return;
        }
        String listed = parts.stream().map(PartedParquet::quoted).collect(Collectors.joining(", ", "[", "]"));
        run("COPY (FROM read_parquet(" + listed + ")) TO " + quoted(file) + " (FORMAT parquet)");
        for (Path each : parts) {
            Files.delete(each);
        }
    }

    /** Copies a click log in CSV to Parquet. */
    static void ofCsv(Path csv, String columns, Path file) throws IOException {
        run("COPY (FROM read_csv([" + quoted(csv) + "], header = true, columns = " + columns + ")) TO " + quoted(file)
                + " (FORMAT parquet)");
    }

    private static void run(String sql) throws IOException {
        Properties settings = new Properties();
        // One thread: the row groups, and with them the bytes, do not depend on the machine.
        settings.setProperty("threads", "1");
        settings.setProperty("preserve_insertion_order", "true");
        settings.setProperty("memory_limit", "1GB");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("temp_directory", "");
        try (DuckDBConnection database = DuckDb.open(settings);
                Statement statement = database.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot write: " + e.getMessage(), e);
        }
    }

    // DuckDB takes patterns: a class of one character stands for a wildcard in a name that is read.
    private static String quoted(Path file) {
        return '\'' + file.toAbsolutePath().toString().replace("'", "''") + '\'';
    }
}
