package io.github.dmsrec.datasets.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * JSON files: an object per line, or one array of objects. The columns are the keys of the first hundred objects. Those of an
 * object in an object have the names of both, as {@code user.id}. Where a key has an array of objects, as the events of a
 * session, each of these is a record, whose keys are columns beside those of the object around it, as {@code events.aid}.
 *
 * @param keys of the columns
 * @param records the key of the array whose objects are the records; empty if the objects themselves are
 */
record JsonSource(List<FileScan> files, List<Key> keys, Optional<String> records) implements Source {

    /**
     * Where a column's values are.
     *
     * @param name of the column
     * @param path of keys from the object, or from the record within it
     * @param type as DuckDB names it, e.g. {@code "ARRAY"}
     * @param inner whether it is in the record within the object
     */
    record Key(String name, List<String> path, String type, boolean inner) {

        private static Key of(String name) {
            return new Key(name, List.of(name), "VARCHAR", false);
        }
    }

    private static final Pattern LINE = Pattern.compile("in (?:line|record/value) (\\d+)");
    private static final int EXAMPLES = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    static JsonSource open(List<FileScan> files, ImportDatabase database) throws IOException, SQLException {
        JsonSource unknown = new JsonSource(files, List.of(Key.of("?")), Optional.empty());
        List<Key> keys = new ArrayList<>();
        List<String> arrays = new ArrayList<>();
        try {
            for (Key key : unknown.keysOf("json", "", List.of(), false, database)) {
                if (key.type().equals("OBJECT")) {
                    keys.addAll(unknown.keysOf(
                            extracted("json", key.path()), key.name() + ".", key.path(), false, database));
                } else if (key.type().equals("OBJECTS")) {
                    arrays.add(key.name());
                } else {
                    keys.add(key);
                }
            }
            for (String array : arrays.subList(0, Math.min(1, arrays.size()))) {
                keys.addAll(unknown.keysOf(
                        "unnest(CAST(" + extracted("json", List.of(array)) + " AS JSON[]))",
                        array + ".",
                        List.of(),
                        true,
                        database));
            }
        } catch (SQLException e) {
            throw unknown.unreadable(e);
        }
        if (keys.isEmpty()) {
            throw new UserMistakeException(
                    "'" + files.get(0).path() + "' line 1 has no JSON object.",
                    "Write one object per line, like {\"session\": 1, \"item\": 2, \"time\": 1396860669}.");
        }
        return new JsonSource(files, List.copyOf(keys), arrays.stream().findFirst());
    }

    /** The keys of an object's first examples, in the order in which they come. */
    private List<Key> keysOf(String object, String prefix, List<String> path, boolean inner, ImportDatabase database)
            throws SQLException, IOException {
        List<Key> keys = new ArrayList<>();
        String some = "SELECT " + object + " AS value, row_number() OVER () AS place FROM (SELECT json FROM "
                + objects(files) + " LIMIT " + EXAMPLES + ")";
        String each = "SELECT unnest(json_keys(value)) AS key, value, place FROM (" + some
                + ") WHERE json_type(value) = 'OBJECT'";
        String pointer = "'/' || replace(replace(key, '~', '~0'), '/', '~1')";
        database.query(
                "SELECT key, min(place), mode(json_type(value, " + pointer + ")) FILTER (json_type(value, " + pointer
                        + ") <> 'NULL'), coalesce(bool_or(json_type(value, " + pointer
                        + " || '/0') = 'OBJECT'), false) FROM ("
                        + each + ") GROUP BY key ORDER BY 2, 1",
                row -> {
                    List<String> whole = new ArrayList<>(path);
                    whole.add(row.getString(1));
                    String type = String.valueOf(row.getString(3));
                    keys.add(new Key(
                            prefix + row.getString(1),
                            List.copyOf(whole),
                            row.getBoolean(4) ? "OBJECTS" : type,
                            inner));
                });
        return keys;
    }

    private static String objects(List<FileScan> some) {
        return read("read_json_objects", some, "");
    }

    /** SQL of a table of files. What they are packed with is told by their first bytes, not by their names. */
    private static String read(String function, List<FileScan> some, String options) {
        List<String> tables = new ArrayList<>();
        int from = 0;
        for (int end = 1; end <= some.size(); end++) {
            FileScan.Compression compression = some.get(from).compression();
            if (end == some.size() || some.get(end).compression() != compression) {
                tables.add(function + "("
                        + Sql.files(some.subList(from, end).stream()
                                .map(FileScan::path)
                                .toList())
                        + ", format='auto', maximum_object_size=16777216, compression="
                        + Sql.text(compression == FileScan.Compression.NONE ? "uncompressed" : compression.label())
                        + options + ")");
                from = end;
            }
        }
        return tables.size() == 1 ? tables.get(0) : "(FROM " + String.join(" UNION ALL FROM ", tables) + ")";
    }

    /** SQL of the value at a path, as JSON. */
    private static String extracted(String json, List<String> path) {
        return "json_extract(" + json + ", " + Sql.text(pointer(path)) + ")";
    }

    private static String pointer(List<String> path) {
        return path.stream()
                .map(key -> "/" + key.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }

    @Override
    public List<String> columns() {
        return keys.stream().map(Key::name).toList();
    }

    /** As for all sources; a name that only one column ends with, as {@code aid} of {@code events.aid}, means that one. */
    @Override
    public int column(String option, String name) {
        List<Integer> ending = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).name().endsWith("." + name)) {
                ending.add(i);
            }
        }
        return !columns().contains(name) && ending.size() == 1 ? ending.get(0) : Source.super.column(option, name);
    }

    @Override
    public Optional<String> found() {
        return Optional.of("keys " + String.join(", ", columns())
                + records.map(key -> "; each object of '" + key + "' is a click")
                        .orElse(""));
    }

    /** Whether values are looked up in each object: DuckDB has no columns in columns, nor names that differ in case only. */
    private boolean isLookedUp() {
        return records.isPresent()
                || keys.stream().anyMatch(key -> key.path().size() > 1)
                || keys.stream()
                                .map(key -> key.name().toLowerCase(Locale.ROOT))
                                .distinct()
                                .count()
                        < keys.size();
    }

    @Override
    public String table(List<FileScan> some) {
        if (isLookedUp()) {
            return "(SELECT json"
                    + records.map(key -> ", unnest(CAST(" + extracted("json", List.of(key)) + " AS JSON[])) AS record")
                            .orElse("")
                    + " FROM " + objects(some) + ")";
        }
        String types = keys.stream()
                .map(key -> Sql.text(key.name()) + ": 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        return read("read_json", some, ", columns=" + types);
    }

    @Override
    public String text(int column) {
        return Sql.trimmed(value(column));
    }

    private String value(int column) {
        Key key = keys.get(column);
        return isLookedUp()
                ? "json_extract_string(" + (key.inner() ? "record" : "json") + ", " + Sql.text(pointer(key.path()))
                        + ")"
                : Sql.name(key.name());
    }

    @Override
    public String list(int column) {
        return keys.get(column).type().equals("ARRAY")
                ? "CAST(CAST(" + value(column) + " AS JSON) AS VARCHAR[])"
                : Source.super.list(column);
    }

    @Override
    public Optional<String> structure(int column) {
        return switch (keys.get(column).type()) {
            case "ARRAY", "OBJECTS" -> Optional.of("a list");
            case "OBJECT" -> Optional.of("an object");
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> micros(int column) {
        return Optional.empty();
    }

    @Override
    public String place(FileScan file, long record) throws IOException {
        if (records.isEmpty() || file.compression() == FileScan.Compression.ZSTD) {
            return (records.isEmpty() ? "line " : "record ") + record;
        }
        long before = 0;
        try (InputStream in = FileScan.open(file.path());
                JsonParser parser = JSON.createParser(in)) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                parser.nextToken();
            }
            MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class).readValues(parser);
            while (objects.hasNextValue()) {
                long line = parser.currentTokenLocation().getLineNr();
                long size = objects.nextValue().path(records.get()).size();
                if (before + size >= record) {
                    return "line " + line + ", " + records.get() + "[" + (record - before - 1) + "]";
                }
                before += size;
            }
        }
        return "record " + record;
    }

    @Override
    public LineCounts lines(ImportDatabase database, long records, boolean multiline) throws IOException, SQLException {
        if (this.records.isEmpty()) {
            return LineCounts.of("objects of the files", records);
        }
        long objects = database.number("SELECT count(*) FROM " + objects(files));
        return LineCounts.of("objects of the files", objects)
                .then("in '" + this.records.get() + "', beyond one each", records - objects);
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
                "'" + file.path() + "'" + where + " is not JSON: " + Source.shortened(ImportDatabase.firstLine(message))
                        + ".",
                "Mend the line; every line must be an object in braces with names in double quotes.",
                failure);
    }
}
