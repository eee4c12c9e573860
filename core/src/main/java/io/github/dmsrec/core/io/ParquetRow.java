package io.github.dmsrec.core.io;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The current row of a query over a Parquet file. Columns count from 0. For one thread, and only while it is handed out. */
public final class ParquetRow {

    /** Takes the rows of a query, one after the other. */
    @FunctionalInterface
    public interface Reader {
        void read(ParquetRow row) throws SQLException;
    }

    private final ResultSet results;

    ParquetRow(ResultSet results) {
        this.results = results;
    }

    public int integer(int column) throws SQLException {
        int value = results.getInt(column + 1);
        refuseNull(column);
        return value;
    }

    public float number(int column) throws SQLException {
        float value = results.getFloat(column + 1);
        refuseNull(column);
        return value;
    }

    public double doubleNumber(int column) throws SQLException {
        double value = results.getDouble(column + 1);
        refuseNull(column);
        return value;
    }

    public String text(int column) throws SQLException {
        return optionalText(column).orElseThrow(() -> new SQLException("column " + column + " has no value"));
    }

    /** A text, or empty where the row has none. */
    public Optional<String> optionalText(int column) throws SQLException {
        @Nullable String value = results.getString(column + 1);
        return Optional.ofNullable(value);
    }

    /** Whether the row has no value in a column. */
    public boolean isNull(int column) throws SQLException {
        @Nullable Object value = results.getObject(column + 1);
        return value == null;
    }

    public int[] integers(int column) throws SQLException {
        Object[] values = list(column);
        int[] integers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = (Integer) values[i];
        }
        return integers;
    }

    public float[] numbers(int column) throws SQLException {
        Object[] values = list(column);
        float[] numbers = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            numbers[i] = (Float) values[i];
        }
        return numbers;
    }

    public List<String> texts(int column) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Object value : list(column)) {
            texts.add((String) value);
        }
        return texts;
    }

    private Object[] list(int column) throws SQLException {
        @Nullable Array array = results.getArray(column + 1);
        if (array == null) {
            throw new SQLException("column " + column + " has no value");
        }
        Object[] values = (Object[]) array.getArray();
        for (@Nullable Object value : values) {
            if (value == null) {
                throw new SQLException("a list of column " + column + " has an element without value");
            }
        }
        return values;
    }

    private void refuseNull(int column) throws SQLException {
        if (results.wasNull()) {
            throw new SQLException("column " + column + " has no value");
        }
    }
}
