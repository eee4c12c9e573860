package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.SharedMaterial;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of files, in and out, in every format; and what is wrong with them. */
class PredictSessionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String CSV =
            "visit,session,item\n1,a,i5\n1,a,i7\n2,b,never\n3,c,\"i6\"\n3,c,never\n3,c,i6\n4,d,i9\n";

    @TempDir
    static Path folder = Path.of("");

    private static Path model = Path.of("");

    /** A shop of 12 items, one with a comma and one whose title steers terminals. */
    @BeforeAll
    static void trainOnASmallShop() throws IOException {
        Path clicks = folder.resolve("clicks.csv");
        StringBuilder text = new StringBuilder("visit,sku,at,name\n");
        for (int session = 0; session < 60; session++) {
            for (int click = 0; click < 3; click++) {
                int item = (session + click * click) % 12;
                text.append(String.format(
                        Locale.ROOT,
                        "v%d,%s,%d,%s\n",
                        session,
                        item == 11 ? "\"x,11\"" : "i" + item,
                        1_600_000_000 + 1000 * session + click,
                        item == 5 ? "\u001b[31mRED\u001b[0m \u202e 5" : "name " + item));
            }
        }
        Files.writeString(clicks, text);
        Path data = folder.resolve("data");
        succeed(
                "import",
                "csv",
                clicks.toString(),
                "--session",
                "visit",
                "--item",
                "sku",
                "--time",
                "at",
                "--title",
                "name",
                "--out",
                data.toString());
        model = folder.resolve("model");
        succeed("train", "--method", "s-knn", "--dataset", data.toString(), "--out", model.toString());
    }

    private static Terminal.Result succeed(String... arguments) {
        Terminal.Result result = Terminal.run(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    private static Path written(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        if (name.endsWith(".gz")) {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            return file;
        }
        return Files.writeString(file, text);
    }

    private static Terminal.Result predict(Path sessions, Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "predict", "--model", model.toString(), "--sessions", sessions.toString(), "--out", out.toString()));
        arguments.addAll(List.of(more));
        return Terminal.run(arguments.toArray(String[]::new));
    }

    private static Path predicted(Path sessions, String out, String... more) {
        Path file = folder.resolve(out);
        Terminal.Result result = predict(sessions, file, more);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return file;
    }

    @Test
    void everyInputFormatGivesTheSameAndEveryOutputFormatHoldsIt() throws IOException {
        String json =
                """
                {"session": "a", "items": ["i5", "i7"], "more": {"x": [1]}}
                {"items": ["never"], "session": "b"}

                {"session": "c", "items": ["i6", "never", "i6"]}
                {"session": "d", "items": ["i9"]}
                """;
        Path rows = folder.resolve("rows.parquet");
        ParquetFiles.write(
                rows,
                List.of(
                        new ParquetColumn("session", ParquetColumn.Type.TEXT),
                        new ParquetColumn("item", ParquetColumn.Type.TEXT)),
                writer -> {
                    for (String line : CSV.replace("\"", "").lines().skip(1).toList()) {
                        writer.beginRow()
                                .text(line.split(",", -1)[1])
                                .text(line.split(",", -1)[2])
                                .endRow();
                    }
                });
        Path lists = folder.resolve("lists.parquet");
        ParquetFiles.write(
                lists,
                List.of(
                        new ParquetColumn("session", ParquetColumn.Type.TEXT),
                        new ParquetColumn("items", ParquetColumn.Type.TEXTS)),
                writer -> {
                    for (String line :
                            json.lines().filter(one -> !one.isEmpty()).toList()) {
                        JsonNode node = JSON.readTree(line);
                        writer.beginRow()
                                .text(node.path("session").asText())
                                .texts(Arrays.asList(JSON.convertValue(node.path("items"), String[].class)))
                                .endRow();
                    }
                });
        Path expected = predicted(written("in.csv", "\uFEFF" + CSV), "of.csv.jsonl", "-k", "4");
        assertThat(Files.readAllLines(expected)).hasSize(4);
        JsonNode first = JSON.readTree(Files.readAllLines(expected).get(0));
        assertThat(first.path("session").asText()).isEqualTo("a");
        assertThat(first.path("items")).hasSize(4).doesNotContain(JSON.valueToTree("i5"), JSON.valueToTree("i7"));
        assertThat(first.path("scores")).hasSize(4);
        assertThat(first.has("fallback")).isFalse();

        for (Path file : List.of(
                written("in.tsv", CSV.replace(',', '\t')),
                written("in.csv.gz", CSV),
                written("in.tsv.gz", CSV.replace(',', '\t')),
                written("in.jsonl", json),
                written("in.ndjson.gz", json),
                rows,
                lists)) {
            assertThat(predicted(file, "again.jsonl", "-k", "4", "--threads", "3"))
                    .as(file.toString())
                    .hasSameTextualContentAs(expected);
        }

        Path tsv = predicted(written("few.csv", CSV), "out.parquet", "-k", "4");
        List<String> ofParquet = new ArrayList<>();
        ParquetFiles.query(
                tsv,
                "SELECT session, items, unknown, coalesce(fallback, '') FROM content",
                row -> ofParquet.add(row.text(0) + row.texts(1) + row.integer(2) + row.text(3)));
        List<String> ofJson = new ArrayList<>();
        for (String line : Files.readAllLines(expected)) {
            JsonNode node = JSON.readTree(line);
            ofJson.add(node.path("session").asText()
                    + List.of(JSON.convertValue(node.path("items"), String[].class))
                    + node.path("unknown").asInt()
                    + node.path("fallback").asText());
        }
        assertThat(ofParquet).isEqualTo(ofJson);
        assertThat(ofJson.get(1)).startsWith("b[").endsWith("1pop");
        assertThat(ofJson.get(2)).startsWith("c[").endsWith("1");
    }

    @Test
    void otherColumnsAreNamedAndSeenItemsCanCompete() throws IOException {
        Path file = written("named.csv", "who,what\na,i5\na,i7\n");
        Path out = predicted(
                file, "named.jsonl", "--session", "who", "--item", "what", "-k", "100", "--seen-items", "rank");
        assertThat(JSON.readTree(Files.readString(out)).path("items").toString())
                .contains("\"i5\"", "\"i7\"");

        Terminal.Result result = predict(file, folder.resolve("no.jsonl"));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains(
                        "named.csv' has no column 'session'; its columns are 'who', 'what'. Name the column with --session.");
    }

    @Test
    void manySessionsComeBackInOrderWhateverTheThreads() throws IOException {
        StringBuilder text = new StringBuilder("session\titem\n");
        for (int session = 0; session < 2000; session++) {
            text.append("s").append(session).append("\ti").append(session % 11).append('\n');
            text.append("s").append(session).append("\ti").append(session % 7).append('\n');
        }
        Path file = written("many.tsv", text.toString());
        Path one = predicted(file, "one.jsonl", "--threads", "1");
        Path four = predicted(file, "four.jsonl", "--threads", "4");

        assertThat(four).hasSameBinaryContentAs(one);
        assertThat(Files.readAllLines(one)).hasSize(2000);
        assertThat(Files.readAllLines(one).get(1999)).startsWith("{\"session\":\"s1999\",");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    empty.csv    | ''                                                        | is empty. Its first line must name the columns.
                    apart.csv    | 'session,item;a,i1;b,i2;a,i3'                             | line 4: session 'a' continues here, but began in line 2
                    blank.csv    | 'session,item;a,i1;a,'                                    | line 3: session 'a' has an empty item.
                    nobody.csv   | 'session,item;,i1'                                        | line 2: the id of the session is empty.
                    ragged.csv   | 'session,item;a,i1,i2'                                    | line 2: has 3 values, but the header names 2 columns.
                    twice.csv    | 'session,item,item;a,b,c'                                 | has two columns 'item'
                    quote.csv    | 'session,item;a,i1;"b,i2;c",i3'                           | line 3: a quote is opened here and not closed
                    after.csv    | 'session,item;a,"i1"x'                                    | after line 1:
                    broken.jsonl | '{"session":"a","items":["i1"]};{"session":"a","items":[' | line 2: is not JSON
                    word.jsonl   | '{"session":"a","items":[i1]}'                            | line 1: is not JSON
                    list.jsonl   | '[1, 2]'                                                  | line 1: is a list, but every line must be an object
                    half.jsonl   | '{"session":"a","items":[1.5]}'                           | line 1: an element of 'items' is a number with a fraction
                    null.jsonl   | '{"session":null,"items":[1]}'                            | line 1: 'session' is null, but must be an id
                    text.jsonl   | '{"session":"a","items":"i1"}'                            | line 1: 'items' is a text, but must be a list
                    none.jsonl   | '{"session":"a","items":[]}'                              | line 1: session 'a' has no items.
                    key.jsonl    | ';{"session":"a"}'                                        | line 2: the object has no key 'items'
                    double.jsonl | '{"session":"a","session":"b","items":[1]}'               | line 1: is not JSON
                    what.txt     | 'a'                                                       | The ending of
                    no.parquet   | 'a'                                                       | is not a complete Parquet file
                    """)
    void malformedSessionsAreRefusedWithTheirPlace(String name, String text, String message) throws IOException {
        Path file = written(name, text.replace(';', '\n'));
        Path out = folder.resolve("never-" + name + ".jsonl");

        Terminal.Result result = predict(file, out);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(name, message);
        assertThat(out).doesNotExist();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith(".never")))
                    .isEmpty();
        }
    }

    @Test
    void aSessionOfAMillionClicksIsRefusedInEveryFormat() throws IOException {
        Path rows = written("bot.csv", "session,item\n" + "bot,i1\n".repeat(10_001));
        Path list = written("bot.jsonl", "{\"session\":\"bot\",\"items\":[1" + ",1".repeat(1_000_000) + "]}\n");
        Path parquet = folder.resolve("bot.parquet");
        ParquetFiles.write(
                parquet,
                List.of(
                        new ParquetColumn("session", ParquetColumn.Type.TEXT),
                        new ParquetColumn("items", ParquetColumn.Type.INTEGERS)),
                writer -> writer.beginRow()
                        .text("bot")
                        .integers(new int[1_000_000])
                        .endRow());
        for (Path file : List.of(rows, list, parquet)) {
            Terminal.Result result = predict(file, folder.resolve("bot-out.tsv.jsonl"));
            assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
            assertThat(result.err()).contains("session 'bot' has more than 10000 clicks. Keep its last clicks alone");
        }
    }

    @Test
    void brokenCompressionOtherEncodingsAndMissingFilesAreRefused() throws IOException {
        Path whole = written("whole.csv.gz", "session,item\n" + "a,i1\n".repeat(1) + "b,i2\nc,i3\n");
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(bytes, bytes.length - 12));
        Path plain = Files.writeString(folder.resolve("plain.csv.gz"), CSV);
        Path latin = Files.write(
                folder.resolve("latin.csv"), "session,item\na,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        Path out = folder.resolve("of-broken.jsonl");

        assertThat(predict(cut, out).err()).contains("cut.csv.gz', ", "the compressed data break off");
        assertThat(predict(plain, out).err()).contains("plain.csv.gz', line 1: the file is not intact gzip");
        assertThat(predict(latin, out).err()).contains("latin.csv', ", "is not UTF-8");
        assertThat(predict(folder, out).err()).contains("is a folder. Name a file of sessions.");
        assertThat(predict(folder.resolve("absent.csv"), out).err()).contains("absent.csv' does not exist");
        assertThat(out).doesNotExist();
    }

    @Test
    void outputsThatCannotBeAreRefusedBeforeAnythingIsDone() throws IOException {
        Path file = written("good.csv", CSV);
        assertThat(predict(file, folder.resolve("out.csv")).err())
                .contains("out.csv' does not say what format to write");
        assertThat(predict(file, file.resolve("out.tsv")).exitCode()).isEqualTo(2);
        Path same = written("same.jsonl", "{\"session\":\"a\",\"items\":[1]}\n");
        Terminal.Result overwritten = predict(same, same);
        assertThat(overwritten.exitCode()).isEqualTo(2);
        assertThat(overwritten.err()).contains("is also an input");
        assertThat(same).content().startsWith("{\"session\"");
        Terminal.Result zero = predict(file, folder.resolve("zero.jsonl"), "-k", "0");
        assertThat(zero.exitCode()).isEqualTo(2);
        assertThat(zero.err()).contains("k is 0, but must be at least 1.");
        // The shop has an item with a comma.
        Terminal.Result comma = predict(file, folder.resolve("comma.tsv"));
        assertThat(comma.exitCode()).isEqualTo(2);
        assertThat(comma.err()).contains("item id 'x,11' has a tab, a comma or a line break", ".jsonl or .parquet");
        Terminal.Result neither = Terminal.run("predict", "--model", model.toString(), "--out", "x.tsv");
        assertThat(neither.err()).contains("Name what to predict for once: --sessions FILE, or --dataset D");
    }

    @Test
    void anIdWithACommaComesFromAFile() throws IOException {
        Path lines = written("session.txt", "x,11\ni5\n");
        Path csv = written("session.csv", "session,item\na,\"x,11\"\na,i5\n");
        for (Path file : List.of(lines, csv)) {
            Terminal.Result result =
                    succeed("recommend", "--json", "--model", model.toString(), "--session-file", file.toString());
            assertThat(JSON.readTree(result.out()).path("session").toString()).isEqualTo("[\"x,11\",\"i5\"]");
        }
        Terminal.Result two = Terminal.run(
                "recommend",
                "--model",
                model.toString(),
                "--session-file",
                written("two.csv", CSV).toString());
        assertThat(two.exitCode()).isEqualTo(2);
        assertThat(two.err()).contains("two.csv' has more than one session.");
        Terminal.Result both = Terminal.run("recommend", "--model", model.toString());
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("--session ID,ID or with --session-file FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--session", "--exclude"})
    void titlesSteerNoTerminal(String where) {
        Terminal.Result result = where.equals("--session")
                ? succeed("recommend", "--model", model.toString(), "--session", "i5")
                : succeed("recommend", "--model", model.toString(), "--session", "i4,\u001b[2J", "--exclude", "i3");
        assertThat(result.out() + result.err()).doesNotContain("\u001b", "\u202e");
        assertThat(result.out() + result.err()).contains(where.equals("--session") ? "\\u001b[31mRED" : "\\u001b[2J");
    }

    @Test
    void titlesWithEscapesSteerNoTerminalInAnyCommand() {
        Path log = SharedMaterial.require("cases/esc.csv");
        String data = folder.resolve("esc").toString();
        String pop = folder.resolve("esc-pop").toString();
        List<Terminal.Result> results = List.of(
                succeed(
                        "import",
                        "csv",
                        log.toString(),
                        "--session",
                        "visit",
                        "--item",
                        "sku",
                        "--time",
                        "at",
                        "--title",
                        "name",
                        "--out",
                        data),
                succeed("dataset", "check", data),
                succeed("train", "--method", "pop", "--dataset", data, "--out", pop),
                succeed("inspect", pop),
                succeed("recommend", "--model", pop, "--session", "1201", "--seen-items", "rank"));
        for (Terminal.Result result : results) {
            assertThat(result.out() + result.err()).doesNotContain("\u001b", "\u0007");
        }
        assertThat(results.get(4).out()).contains("\\u001b[31mRED\\u001b[0m \\u001b]0;pwn\\u0007");
    }

    @Test
    void itemsAreChosenByConditionsAndExplained() throws IOException {
        Terminal.Result result = succeed(
                "recommend",
                "--json",
                "--model",
                model.toString(),
                "--session",
                "i4",
                "--include",
                "i5,i8,nothing",
                "--exclude",
                "i8",
                "--explain");
        JsonNode json = JSON.readTree(result.out());
        assertThat(json.path("items").findValuesAsText("id")).contains("i5").doesNotContain("i8", "i3");
        assertThat(json.path("items")
                        .path(0)
                        .path("because")
                        .path("clicks")
                        .path(0)
                        .path("id")
                        .asText())
                .isEqualTo("i4");

        Terminal.Result unknown =
                Terminal.run("recommend", "--model", model.toString(), "--session", "i4", "--filter", "price<=20");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("'price'", "which the model's items do not have");
        Terminal.Result malformed =
                Terminal.run("recommend", "--model", model.toString(), "--session", "i4", "--filter", "price<=cheap");
        assertThat(malformed.exitCode()).isEqualTo(2);
        assertThat(malformed.err()).contains("compares with 'cheap', which is not a number");
    }
}
