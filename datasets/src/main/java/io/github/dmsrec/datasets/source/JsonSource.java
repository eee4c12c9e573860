package io.github.dmsrec.datasets.source;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** JSON files: an object per line, or one array of objects. The columns are the keys of the first hundred objects. */
record JsonSource(List<FileScan> files, List<String> columns) implements Source {

    private static final Pattern LINE = Pattern.compile("in (?:line|record/value) (\\d+)");

    static JsonSource open(List<FileScan> files, ImportDatabase database) throws IOException, SQLException {
        JsonSource unknown = new JsonSource(files, List.of("?"));
        List<String> keys = new ArrayList<>();
        try {
            database.query(
                    "SELECT key, min(place) FROM (SELECT unnest(json_keys(json)) AS key, place FROM (SELECT json,"
                            + " row_number() OVER () AS place FROM read_json_objects("
                            + Sql.files(files.stream().map(FileScan::path).toList())
                            + ", format='auto') LIMIT 100)) GROUP BY key ORDER BY 2, 1",
                    row -> keys.add(row.getString(1)));
        } catch (SQLException e) {
            throw unknown.unreadable(e);
        }
        if (keys.isEmpty()) {
            throw new UserMistakeException(
                    "'" + files.get(0).path() + "' line 1 has no JSON object.",
                    "it should have an object per line, like {\"session\": 1, \"item\": 2, \"time\": 1396860669}.");
        }
        return new JsonSource(files, List.copyOf(keys));
    }

    @Override
    public Optional<String> found() {
        return Optional.of("keys " + String.join(", ", columns));
    }

    @Override
    public String table(List<FileScan> some) {
        String types = columns.stream()
                .map(column -> Sql.text(column) + ": 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        return "read_json(" + Sql.files(some.stream().map(FileScan::path).toList())
                + ", format='auto', maximum_object_size=16777216, columns=" + types + ")";
    }

    @Override
    public String text(int column) {
        return Sql.trimmed(Sql.name(columns.get(column)));
    }

    @Override
    public Optional<String> micros(int column) {
        return Optional.empty();
    }

    @Override
    public String place(FileScan file, long record) {
        return "line " + record;
    }

    @Override
    public UserMistakeException unreadable(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher line = LINE.matcher(message);
        String where = line.find() ? " line " + line.group(1) : "";
        FileScan file = files.stream()
                .filter(scan -> message.contains(scan.path().toString()))
                .findFirst()
                .orElse(files.get(0));
        return new UserMistakeException(
                "'" + file.path() + "'" + where + " is no JSON: " + Source.shortened(ImportDatabase.firstLine(message))
                        + ".",
                "it was cut off or edited; every line should be an object in braces with names in double quotes.",
                failure);
    }
}
