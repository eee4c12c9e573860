package io.github.dmsrec.datasets.format;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.datasets.source.FileScan;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogColumns;
import io.github.dmsrec.datasets.source.LogFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * RecBole's atomic files: {@code X.inter} and {@code X.item}, separated by tabs, whose headers have types as in {@code
 * item_id:token}.
 */
record RecBole() implements NamedFormat {

    private static final List<String> TITLES =
            List.of("title", "movie_title", "item_name", "name", "product_title", "track_name", "entity_name");

    @Override
    public FormatDescription words() {
        return new FormatDescription(
                "recbole",
                "RecBole's atomic files: X.inter and, for titles, X.item; or X.train.inter, X.valid.inter and X.test.inter with"
                        + " lists of items.",
                "Sessions are those of session_id, else of user_id with pauses of 30 minutes. The split of divided files is kept.",
                "dataset/diginetica --out runs/diginetica");
    }

    @Override
    public KnownLog log(Path folder) throws IOException {
        Path clicks = only(folder, ".inter")
                .orElseThrow(() ->
                        new UserMistakeException("'" + folder + "' has no file *.inter.", "another folder was meant."));
        List<String> columns = header(clicks);
        String item = required(clicks, columns, "item_id");
        Optional<String> session = typed(columns, "session_id");
        LogColumns named = new LogColumns(
                session,
                session.isPresent() ? typed(columns, "user_id") : Optional.of(required(clicks, columns, "user_id")),
                item,
                typed(columns, "timestamp"),
                Optional.empty(),
                Optional.empty());
        KnownLog log = KnownLog.of(table(clicks), named);
        Optional<Path> items = only(folder, ".item");
        if (items.isEmpty()) {
            return log;
        }
        Path file = items.get();
        List<String> known = header(file);
        String id = required(file, known, "item_id");
        Optional<String> title =
                TITLES.stream().flatMap(name -> typed(known, name).stream()).findFirst();
        return log.withItems(new ItemTexts(anywhere -> table(file), id, title, others(known, id, title)));
    }

    // The names keep their types: they are the columns' names in the file.
    private static List<String> others(List<String> known, String id, Optional<String> title) {
        return known.stream()
                .filter(column ->
                        !column.equals(id) && !title.filter(column::equals).isPresent())
                .filter(column -> column.endsWith(":token") || column.endsWith(":token_seq"))
                .toList();
    }

    private static LogFiles table(Path file) {
        return LogFiles.of(LogFiles.Kind.CSV, List.of(file.toString()))
                .delimitedBy("\t")
                .unquoted();
    }

    private static Optional<String> typed(List<String> columns, String name) {
        return columns.stream().filter(column -> column.startsWith(name + ":")).findFirst();
    }

    /** The place of a column, by its name without type. */
    static Optional<Integer> position(List<String> columns, String name) {
        return typed(columns, name).map(columns::indexOf);
    }

    /** The texts of the items of a file, by id; of several lines of an item the first counts. */
    static Map<String, Item> texts(Path file) throws IOException {
        List<String> columns = header(file);
        int id = columns.indexOf(required(file, columns, "item_id"));
        Optional<Integer> title = TITLES.stream()
                .flatMap(name -> position(columns, name).stream())
                .findFirst();
        List<String> others = others(columns, columns.get(id), title.map(columns::get));
        Map<String, Item> texts = new HashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(FileScan.open(file), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", -1);
                if (fields.length == columns.size()) {
                    Map<String, String> attributes = new LinkedHashMap<>();
                    for (String other : others) {
                        String text = fields[columns.indexOf(other)].strip();
                        if (!text.isEmpty()) {
                            attributes.put(other, text);
                        }
                    }
                    String item = fields[id].strip();
                    texts.putIfAbsent(
                            item,
                            new Item(item, title.map(at -> fields[at].strip()).orElse(""), attributes));
                }
            }
        }
        return texts;
    }

    static String required(Path file, List<String> columns, String name) {
        return typed(columns, name)
                .orElseThrow(() -> new UserMistakeException(
                        "'" + file + "' line 1 has no column '" + name + ":token'; its columns: " + columns + ".",
                        "the header lost its types, or this is no file of RecBole."));
    }

    static List<String> header(Path file) throws IOException {
        FileScan.of(file, LogFiles.Kind.CSV);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(FileScan.open(file), StandardCharsets.UTF_8))) {
            String first = lines.readLine();
            String line = first == null ? "" : first.startsWith("\ufeff") ? first.substring(1) : first;
            return Arrays.stream(line.split("\t")).map(String::strip).toList();
        }
    }

    static Optional<Path> only(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UserMistakeException("'" + folder + "' is no folder.", "the folder of the files was meant.");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
            if (found.size() > 1) {
                throw new UserMistakeException(
                        "'" + folder + "' has several files *" + ending + ": " + found + ".",
                        "one of them should be in a folder of its own.");
            }
            return found.stream().findFirst();
        }
    }
}
