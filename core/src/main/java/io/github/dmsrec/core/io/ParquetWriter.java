package io.github.dmsrec.core.io;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;

/** Takes the rows of a Parquet file, value by value in the order of the columns. For one thread. */
public final class ParquetWriter {

    /** Gives all rows of a file to a writer. */
    @FunctionalInterface
    public interface Rows {
        void writeTo(ParquetWriter writer) throws IOException;
    }

    private interface Step {
        void run() throws SQLException;
    }

    private final DuckDBAppender appender;

    ParquetWriter(DuckDBAppender appender) {
        this.appender = appender;
    }

    /** Begins a row. */
    public ParquetWriter beginRow() throws IOException {
        return step(appender::beginRow);
    }

    /** Ends a row; every column must have its value. */
    public ParquetWriter endRow() throws IOException {
        return step(appender::endRow);
    }

    public ParquetWriter integer(int value) throws IOException {
        return step(() -> appender.append(value));
    }

    public ParquetWriter number(float value) throws IOException {
        return step(() -> appender.append(value));
    }

    public ParquetWriter text(String value) throws IOException {
        return step(() -> appender.append(value));
    }

    public ParquetWriter integers(int[] values) throws IOException {
        return step(() -> appender.append(values));
    }

    public ParquetWriter numbers(float[] values) throws IOException {
        return step(() -> appender.append(values));
    }

    public ParquetWriter doubles(double[] values) throws IOException {
        return step(() -> appender.append(values));
    }

    public ParquetWriter texts(List<String> values) throws IOException {
        return step(() -> appender.append(values));
    }

    /** The absence of a value, in a column of any type. */
    public ParquetWriter nothing() throws IOException {
        return step(appender::appendNull);
    }

    private ParquetWriter step(Step step) throws IOException {
        try {
            step.run();
        } catch (SQLException e) {
            throw new IOException("DuckDB refused a value: " + e.getMessage(), e);
        }
        return this;
    }
}
