package io.github.dmsrec.datasets.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.ConvertedTable;
import io.github.dmsrec.datasets.source.FileScan;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogColumns;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Amazon reviews of 2014 (McAuley): {@code reviews_X_5.json.gz} holds JSON, {@code meta_X.json.gz} Python literals. Titles
 * may be missing, and have HTML entities. A user's reviews are one session.
 */
record Amazon2014() implements NamedFormat {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public FormatDescription words() {
        return new FormatDescription(
                "amazon-2014",
                "Amazon reviews of 2014: reviews_X_5.json.gz and, for titles, meta_X.json.gz.",
                "All reviews of a user are one session.",
                "beauty --out runs/beauty");
    }

    @Override
    public KnownLog log(Path folder) throws IOException {
        Path reviews = only(folder, "reviews_")
                .orElseThrow(() -> new UserMistakeException(
                        "'" + folder + "' has no file reviews_*.json.gz.", "another folder was meant."));
        KnownLog log = KnownLog.of(
                        LogFiles.of(LogFiles.Kind.JSON, List.of(reviews.toString())),
                        LogColumns.ofItem("asin").withUser("reviewerID").withTime("unixReviewTime"))
                .withTimeFormat(TimeFormat.Epoch.SECONDS)
                .withRule(new SessionRule.WholeUser());
        return only(folder, "meta_")
                .map(meta -> log.withItems(new ItemTexts(
                        new ConvertedTable(meta, work -> converted(meta, work)),
                        "asin",
                        Optional.of("title"),
                        List.of("brand", "categories", "description"))))
                .orElse(log);
    }

    private static Optional<Path> only(Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UserMistakeException("'" + folder + "' is no folder.", "the folder of the files was meant.");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith(prefix)
                                    && file.getFileName().toString().matches(".*\\.json(\\.gz)?"))
                    .sorted()
                    .toList();
            if (found.size() > 1) {
                throw new UserMistakeException(
                        "'" + folder + "' has several files " + prefix + "*: " + found + ".",
                        "one of them should be in a folder of its own.");
            }
            return found.stream().findFirst();
        }
    }

    /** The Python literals as JSON lines. */
    private static LogFiles converted(Path meta, Path work) throws IOException {
        FileScan.of(meta, LogFiles.Kind.JSON);
        Path made = work.resolve("meta.jsonl");
        long number = 0;
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(FileScan.open(meta), StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(made)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    out.write(JSON.writeValueAsString(texts(PythonLiteral.dictionary(line))));
                    out.newLine();
                }
            }
        } catch (PythonLiteral.Malformed e) {
            throw new UserMistakeException(
                    "'" + meta + "' line " + number + ", " + e.getMessage() + ".",
                    "the line was cut off or edited; it should be a Python dictionary like {'asin': 'B00', 'title': 'Soap'}.",
                    e);
        } catch (EOFException | ZipException e) {
            throw new UserMistakeException(
                    "'" + meta + "' line " + number + ": " + e.getMessage() + ".",
                    "it was cut off; fetch it again.",
                    e);
        }
        return LogFiles.of(LogFiles.Kind.JSON, List.of(made.toString()));
    }

    private static Map<String, String> texts(Map<String, Object> entries) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : List.of("asin", "title", "brand", "description")) {
            Object value = entries.get(key);
            texts.put(key, value instanceof String text && !text.equals("None") ? oneLine(text) : "");
        }
        texts.put("categories", categories(entries.get("categories")));
        return texts;
    }

    /** The first path of categories, from the widest to the narrowest. */
    private static String categories(@org.jspecify.annotations.Nullable Object value) {
        Object first = value instanceof List<?> paths && !paths.isEmpty() ? paths.get(0) : List.of();
        return first instanceof List<?> path
                ? oneLine(String.join(" > ", path.stream().map(String::valueOf).toList()))
                : "";
    }

    private static String oneLine(String text) {
        return HtmlEntities.unescaped(text).replaceAll("\\s+", " ").strip();
    }
}
