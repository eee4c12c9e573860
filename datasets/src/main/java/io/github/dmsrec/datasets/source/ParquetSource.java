package io.github.dmsrec.datasets.source;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parquet files.
 *
 * @param types DuckDB's names of the columns' types
 */
record ParquetSource(List<FileScan> files, List<String> columns, List<String> types) implements Source {

    static ParquetSource open(List<FileScan> files, ImportDatabase database) throws IOException, SQLException {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        ParquetSource source = new ParquetSource(files, names, types);
        try {
            database.query("SELECT column_name, column_type FROM (DESCRIBE FROM " + source.table(files) + ")", row -> {
                names.add(row.getString(1));
                types.add(row.getString(2));
            });
        } catch (SQLException e) {
            throw source.unreadable(e);
        }
        return source;
    }

    @Override
    public Optional<String> found() {
        return Optional.of("columns " + String.join(", ", columns));
    }

    @Override
    public String table(List<FileScan> some) {
        return "read_parquet(" + Sql.files(some.stream().map(FileScan::path).toList())
                + ", hive_partitioning=false, union_by_name=false)";
    }

    @Override
    public String text(int column) {
        return Sql.trimmed("CAST(" + Sql.name(columns.get(column)) + " AS VARCHAR)");
    }

    @Override
    public String list(int column) {
        return types.get(column).endsWith("[]")
                ? "CAST(" + Sql.name(columns.get(column)) + " AS VARCHAR[])"
                : Source.super.list(column);
    }

    @Override
    public Optional<String> structure(int column) {
        String type = types.get(column);
        return type.endsWith("]")
                ? Optional.of("a list")
                : type.startsWith("STRUCT") || type.startsWith("MAP") ? Optional.of("an object") : Optional.empty();
    }

    @Override
    public Optional<String> micros(int column) {
        String type = types.get(column);
        return type.startsWith("TIMESTAMP") || type.equals("DATE")
                ? Optional.of("epoch_us(" + Sql.name(columns.get(column))
                        + (type.equals("TIMESTAMP WITH TIME ZONE") ? "" : "::TIMESTAMP") + ")")
                : Optional.empty();
    }

    @Override
    public String place(FileScan file, long record) {
        return "row " + record;
    }
}
