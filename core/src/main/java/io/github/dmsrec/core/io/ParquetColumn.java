package io.github.dmsrec.core.io;

/**
 * A column of a Parquet file.
 *
 * @param name as pandas and DuckDB show it
 * @param type what it holds
 */
public record ParquetColumn(String name, Type type) {

    /** What a column holds. */
    public enum Type {
        /** 32-bit integers. */
        INTEGER("INTEGER"),
        /** 32-bit floating-point numbers. */
        FLOAT("FLOAT"),
        /** Texts in UTF-8. */
        TEXT("VARCHAR"),
        /** Lists of 32-bit integers. */
        INTEGERS("INTEGER[]"),
        /** Lists of 32-bit floating-point numbers. */
        FLOATS("FLOAT[]"),
        /** Lists of 64-bit floating-point numbers. */
        DOUBLES("DOUBLE[]"),
        /** Lists of texts. */
        TEXTS("VARCHAR[]");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }
}
