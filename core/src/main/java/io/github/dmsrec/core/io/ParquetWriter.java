package io.github.dmsrec.core.io;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

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

    private static final int HEADER = 16;

    private final ParquetParts parts;
    private long size;

    ParquetWriter(ParquetParts parts) {
        this.parts = parts;
    }

    /** Begins a row. */
    public ParquetWriter beginRow() throws IOException {
        size = 0;
        return step(0, () -> parts.appender().beginRow());
    }

    /** Ends a row; every column must have its value. */
    public ParquetWriter endRow() throws IOException {
        return step(0, () -> parts.endRow(size));
    }

    public ParquetWriter integer(int value) throws IOException {
        return step(Integer.BYTES, () -> parts.appender().append(value));
    }

    public ParquetWriter number(float value) throws IOException {
        return step(Float.BYTES, () -> parts.appender().append(value));
    }

    public ParquetWriter text(String value) throws IOException {
        return step(HEADER + value.length(), () -> parts.appender().append(value));
    }

    public ParquetWriter integers(int[] values) throws IOException {
        return step(HEADER + (long) values.length * Integer.BYTES, () -> parts.appender()
                .append(values));
    }

    public ParquetWriter numbers(float[] values) throws IOException {
        return step(HEADER + (long) values.length * Float.BYTES, () -> parts.appender()
                .append(values));
    }

    public ParquetWriter doubles(double[] values) throws IOException {
        return step(HEADER + (long) values.length * Double.BYTES, () -> parts.appender()
                .append(values));
    }

    public ParquetWriter texts(List<String> values) throws IOException {
        long bytes = HEADER;
        for (String value : values) {
            bytes += HEADER + value.length();
        }
        return step(bytes, () -> parts.appender().append(values));
    }

    /** The absence of a value, in a column of any type. */
    public ParquetWriter nothing() throws IOException {
        return step(HEADER, () -> parts.appender().appendNull());
    }

    private ParquetWriter step(long bytes, Step step) throws IOException {
        size += bytes;
        try {
            step.run();
        } catch (SQLException e) {
            throw new IOException("DuckDB refused a value: " + e.getMessage(), e);
        }
        return this;
    }
}
