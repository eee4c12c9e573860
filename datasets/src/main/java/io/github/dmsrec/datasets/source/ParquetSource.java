package io.github.dmsrec.datasets.source;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parquet files.
 *
 * @param names DuckDB's names of the columns: those of the files, but for names that differ from an earlier one in case only
 * @param types DuckDB's names of the columns' types
 */
record ParquetSource(List<FileScan> files, List<String> columns, List<String> names, List<String> types)
        implements Source {

    static ParquetSource open(List<FileScan> files, ImportDatabase database) throws IOException, SQLException {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        ParquetSource source = new ParquetSource(files, columns, names, types);
        try {
            database.query("SELECT column_name, column_type FROM (DESCRIBE FROM " + source.table(files) + ")", row -> {
                names.add(row.getString(1));
                types.add(row.getString(2));
            });
            columns.addAll(columnsOf(files.get(0), database));
        } catch (SQLException e) {
            throw source.unreadable(e);
        }
        return source;
    }

    /** The names of the columns as the file has them. */
    private static List<String> columnsOf(FileScan file, ImportDatabase database) throws SQLException, IOException {
        List<String> columns = new ArrayList<>();
        // The schema is a tree in depth-first order; its first element is the root, whose children are the columns.
        long[] within = {-1};
        database.query(
                "SELECT name, coalesce(num_children, 0) FROM parquet_schema(" + Sql.files(List.of(file.path())) + ")",
                row -> {
                    long children = row.getLong(2);
                    if (within[0] < 0) {
                        within[0] = 0;
                    } else if (within[0] == 0) {
                        columns.add(row.getString(1));
                        within[0] = children;
                    } else {
                        within[0] += children - 1;
                    }
                });
        return columns;
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
        return Sql.trimmed("CAST(" + Sql.name(names.get(column)) + " AS VARCHAR)");
    }

    @Override
    public String list(int column) {
        return types.get(column).endsWith("[]")
                ? "CAST(" + Sql.name(names.get(column)) + " AS VARCHAR[])"
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
                ? Optional.of("epoch_us(" + Sql.name(names.get(column))
                        + (type.equals("TIMESTAMP WITH TIME ZONE") ? "" : "::TIMESTAMP") + ")")
                : Optional.empty();
    }

    @Override
    public String place(FileScan file, long record) {
        return "row " + record;
    }
}
