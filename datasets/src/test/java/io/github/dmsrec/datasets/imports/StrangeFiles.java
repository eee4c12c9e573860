package io.github.dmsrec.datasets.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.datasets.source.LogFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Files of logs as they should not be, for tests of the importer and of the command line. */
public final class StrangeFiles {

    private static final String HEADER = "session,item,time\n";

    private StrangeFiles() {}

    /** Makes the files of a case in a folder, and asks for their import. */
    public interface Maker {
        ImportRequest make(Path folder) throws IOException, SQLException;
    }

    /**
     * A case.
     *
     * @param name what it is
     * @param maker makes it
     * @param told what the message must hold, if there is to be one
     */
    public record Case(String name, Maker maker, List<String> told) {

        /**
         * Makes its files.
         *
         * @return the import that is to be refused, or to succeed
         * @throws org.opentest4j.TestAbortedException if this machine cannot have such files
         */
        public ImportRequest make(Path folder) throws IOException, SQLException {
            return maker.make(folder);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, Maker maker, String... told) {
        return new Case(name, maker, List.of(told));
    }

    private static Case text(String name, String content, String... told) {
        return bytes(name, content.getBytes(UTF_8), told);
    }

    private static Case bytes(String name, byte[] content, String... told) {
        return of(name, at -> csv(write(at, "log.csv", content)), told);
    }

    /** What is refused: each by one message. */
    public static Stream<Case> malformed() throws IOException {
        return Stream.of(texts(), times(), packed(), paths(), otherKinds(), choices(), named())
                .flatMap(List::stream);
    }

    /** By default every tenth of them, for tests of what follows from a refusal wherever it comes from. */
    public static Stream<Case> someMalformed() throws IOException {
        return SlowRun.oneOf(10, malformed());
    }

    private static List<Case> texts() {
        String good = HEADER + "a,1,100\n";
        return List.of(
                text("empty file", "", "log.csv' is empty"),
                text("blank lines only", "\n\n  \n", "no line with text"),
                text("header only", HEADER, "line 1", "nothing follows"),
                text("header and blank lines", HEADER + "\n\n", "line 1", "nothing follows"),
                text("other separator", good.replace(',', '^'), "no column 'session'", "'session^item^time'"),
                of(
                        "separator told wrongly",
                        at -> columns(ImportRequest.of(LogFiles.of(
                                        LogFiles.Kind.CSV,
                                        List.of(write(at, "log.csv", good.getBytes(UTF_8))
                                                .toString()))
                                .delimitedBy(";"))),
                        "no column 'session'",
                        "--delimiter"),
                text("no column of the item", good.replace("item", "product"), "no column 'item'", "'product'"),
                text("no column of the time", good.replace("time", "when"), "no column 'time'", "--time"),
                text("data as header", "a,1,100\nb,2,200\n", "no column 'session'", "--columns"),
                text("column twice", "session,item,time,item\na,1,100,1\n", "line 1", "'item' twice"),
                text("short line", good + "b,2\nc,3,300\n", "line 3", "2 fields", "'b,2'"),
                text("long line", good + "b,2,200,9\n", "line 3", "4 fields"),
                text("lone field", good + "b\n", "line 3", "1 fields"),
                text("quote without end", good + "b,\"2,200\nc,3,300\n", "line 3", "quote"),
                text("text after quotes", good + "b,\"2\"x,200\n", "line 3", "quote"),
                bytes(
                        "UTF-16, little end first",
                        concat(new byte[] {(byte) 0xff, (byte) 0xfe}, good.getBytes(UTF_16LE)),
                        "UTF-16"),
                bytes(
                        "UTF-16, big end first",
                        concat(new byte[] {(byte) 0xfe, (byte) 0xff}, good.getBytes(UTF_16BE)),
                        "UTF-16"),
                bytes("UTF-16 without mark", good.getBytes(UTF_16LE), "line 1", "zero byte"),
                text("zero byte", good + "b,2\0,200\n", "line 3", "zero byte"),
                text("zero bytes of a full disk", good + "\0".repeat(5000), "line 3", "zero byte"),
                bytes(
                        "Latin-1",
                        (good + "b,caf\u00e9,200\n").getBytes(ISO_8859_1),
                        "line 3",
                        "column 'item'",
                        "not UTF-8",
                        "latin-1"),
                bytes(
                        "Latin-1 in the header",
                        "session,item,time,caf\u00e9\na,1,100,2\n".getBytes(ISO_8859_1),
                        "log.csv'"),
                text("empty item", good + "b,,200\n", "line 3", "column 'item'", "empty"),
                text("item of spaces", good + "b,   ,200\n", "line 3", "column 'item'", "empty"),
                text("empty session", good + ",2,200\n", "line 3", "column 'session'", "empty"),
                text("quoted empty session", good + "\"\",2,200\n", "line 3", "column 'session'", "empty"),
                text(
                        "item of one megabyte",
                        good + "b," + "x".repeat(1 << 20) + ",200\n",
                        "line 3",
                        "column 'item'",
                        "longer"),
                text("line of three megabytes", good + "b," + "x".repeat(3 << 20) + ",200\n", "line 3", "longer"),
                text(
                        "after a record of two lines",
                        "session,item,time\n\"a\nb\",1,100\nc,,200\n",
                        "line 4",
                        "column 'item'"));
    }

    private static List<Case> times() {
        String good = HEADER + "a,1,1500000000\nb,2,1500000001\n";
        String iso = HEADER + "a,1,2014-04-07T10:51:09\nb,2,2014-04-07T10:51:10\n";
        return List.of(
                text("time is a word", good + "c,3,noon\n", "line 4", "column 'time'", "'noon'", "seconds"),
                text("empty time", good + "c,3,\n", "line 4", "column 'time'", "''"),
                text("all times empty", HEADER + "a,1,\nb,2,\n", "line 2", "column 'time'"),
                text("time is no number", good + "c,3,NaN\n", "line 4", "'NaN'"),
                text("infinite time", good + "c,3,inf\n", "line 4", "'inf'"),
                text("time with its unit", good + "c,3,1500000002s\n", "line 4", "'1500000002s'"),
                text("negative time", good + "c,3,-5\n", "line 4", "'-5'", "before 1990", "--allow-odd-times"),
                text("time in the future", good + "c,3,95000000000\n", "line 4", "future"),
                text("milliseconds among seconds", good + "c,3,1500000000000\n", "line 4", "column 'time'"),
                text(
                        "time beyond 64 bits",
                        good + "c,3,99999999999999999999999\n",
                        "line 4",
                        "'99999999999999999999999'"),
                text(
                        "all times in nanoseconds",
                        HEADER + "a,1,1500000000000000000\n",
                        "1500000000000000000",
                        "--time-format"),
                text("two times in a field", good + "c,3,1500000000 1500000001\n", "line 4"),
                text("times in words", HEADER + "a,1,yesterday\nb,2,today\n", "'yesterday'", "--time-format"),
                text("day-first dates", HEADER + "a,1,07.04.2014\nb,2,08.04.2014\n", "'07.04.2014'", "--time-format"),
                text("month 13", iso + "c,3,2014-13-01T00:00:00\n", "line 4", "'2014-13-01T00:00:00'", "ISO"),
                text("30 February", iso + "c,3,2014-02-30\n", "line 4", "'2014-02-30'"),
                text("seconds among dates", iso + "c,3,1500000000\n", "line 4", "'1500000000'"),
                of(
                        "other than the pattern",
                        at -> csv(write(at, "log.csv", (HEADER + "a,1,07.04.2014\nb,2,2014-04-08\n").getBytes(UTF_8)))
                                .timeFormat("%d.%m.%Y"),
                        "line 3",
                        "'2014-04-08'",
                        "%d.%m.%Y"),
                of(
                        "a pattern that is none",
                        at -> csv(write(at, "log.csv", good.getBytes(UTF_8))).timeFormat("%Q%"),
                        "log.csv'"));
    }

    private static List<Case> packed() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            text.append('s')
                    .append(random.nextInt())
                    .append(",i")
                    .append(random.nextInt())
                    .append(",")
                    .append(i)
                    .append('\n');
        }
        byte[] zipped = gzip(text.toString().getBytes(UTF_8));
        byte[] damaged = zipped.clone();
        Arrays.fill(damaged, zipped.length / 2, zipped.length / 2 + 50, (byte) 0x55);
        return List.of(
                of(
                        "gzip cut in the middle",
                        at -> csv(write(at, "log.csv.gz", Arrays.copyOf(zipped, zipped.length / 2))),
                        "log.csv.gz' line ",
                        "gzip"),
                of(
                        "gzip cut at the end",
                        at -> csv(write(at, "log.csv.gz", Arrays.copyOf(zipped, zipped.length - 4))),
                        "log.csv.gz' line 20002",
                        "gzip"),
                of(
                        "gzip cut in its header",
                        at -> csv(write(at, "log.csv.gz", Arrays.copyOf(zipped, 6))),
                        "log.csv.gz'",
                        "gzip"),
                of("gzip damaged", at -> csv(write(at, "log.csv.gz", damaged)), "log.csv.gz' line ", "gzip"),
                of("gzip of nothing", at -> csv(write(at, "log.csv.gz", gzip(new byte[0]))), "log.csv.gz' is empty"),
                of("no gzip", at -> csv(write(at, "log.csv.gz", "a,b\n".getBytes(UTF_8))), "not packed"),
                of("no zstd", at -> csv(write(at, "log.csv.zst", "a,b\n".getBytes(UTF_8))), "not packed"),
                of(
                        "zstd cut in the middle",
                        at -> {
                            Path whole = zstd(at, text.toString());
                            byte[] content = Files.readAllBytes(whole);
                            Files.delete(whole);
                            return csv(write(at, "log.csv.zst", Arrays.copyOf(content, content.length / 2)));
                        },
                        "log.csv.zst'"),
                of(
                        "zstd damaged",
                        at -> {
                            Path whole = zstd(at, text.toString());
                            byte[] content = Files.readAllBytes(whole);
                            Arrays.fill(content, content.length / 2, content.length / 2 + 500, (byte) 0x55);
                            Files.delete(whole);
                            return csv(write(at, "log.csv.zst", content));
                        },
                        "log.csv.zst'"),
                of("a ZIP archive", at -> csv(write(at, "log.csv", new byte[] {'P', 'K', 3, 4, 0, 0})), "ZIP"),
                of(
                        "packed and unpacked",
                        at -> columns(ImportRequest.of(
                                LogFiles.Kind.CSV,
                                write(at, "a.csv", (HEADER + "a,1,1500000001\n").getBytes(UTF_8)),
                                write(at, "b.csv.gz", gzip((HEADER + "b,1,1\n").getBytes(UTF_8))))),
                        "b.csv.gz'",
                        "same way"));
    }

    private static List<Case> paths() {
        return List.of(
                of("no such file", at -> csv(at.resolve("none.csv")), "none.csv' does not exist"),
                of("no file fits", at -> csv(at.resolve("*.csv")), "no file that fits"),
                of("no such folder", at -> csv(at.resolve("none/*.csv")), "no folder"),
                of("no pattern", at -> csv(at.resolve("[.csv")), "not a pattern"),
                of("empty folder", at -> csv(Files.createDirectory(at.resolve("logs"))), "logs'", "no file"),
                of(
                        "link to itself",
                        at -> csv(Files.createSymbolicLink(at.resolve("log.csv"), at.resolve("log.csv"))),
                        "log.csv' is a symbolic link"),
                of(
                        "link to nothing",
                        at -> csv(Files.createSymbolicLink(at.resolve("log.csv"), at.resolve("gone.csv"))),
                        "log.csv' is a symbolic link"),
                of(
                        "folders in a loop",
                        at -> {
                            Path logs = Files.createDirectory(at.resolve("logs"));
                            Files.createSymbolicLink(logs.resolve("again"), logs);
                            return csv(logs);
                        },
                        "again",
                        "leads back"),
                of(
                        "a folder as item texts",
                        at -> csv(write(at, "log.csv", (HEADER + "a,1,1500000001\n").getBytes(UTF_8)))
                                .items(Files.createDirectories(at.resolve("items.csv"))),
                        "items.csv'"),
                of(
                        "an unreadable file",
                        at -> {
                            Path file = write(at, "log.csv", (HEADER + "a,1,1500000001\n").getBytes(UTF_8));
                            assumeFalse(
                                    !file.toFile().setReadable(false) || Files.isReadable(file),
                                    "this user may read everything");
                            return csv(file);
                        },
                        "log.csv' may not be read"),
                of(
                        "other columns in the second file",
                        at -> columns(ImportRequest.of(
                                LogFiles.Kind.CSV,
                                write(at, "a.csv", (HEADER + "a,1,1500000001\n").getBytes(UTF_8)),
                                write(at, "b.csv", "item,session,time\n1,b,1\n".getBytes(UTF_8)))),
                        "b.csv' line 1",
                        "a.csv'"),
                of(
                        "fault in the second file",
                        at -> columns(ImportRequest.of(
                                LogFiles.Kind.CSV,
                                write(at, "a.csv", (HEADER + "a,1,1500000001\n").getBytes(UTF_8)),
                                write(at, "b.csv", (HEADER + "a,1,1\nb,,2\n").getBytes(UTF_8)))),
                        "b.csv' line 3",
                        "column 'item'"));
    }

    private static List<Case> otherKinds() {
        return List.of(
                of(
                        "Parquet as CSV",
                        at -> csv(parquet(at, "SELECT 'a' AS session")),
                        "a Parquet file",
                        "import parquet"),
                of(
                        "CSV as Parquet",
                        at -> columns(ImportRequest.of(
                                LogFiles.Kind.PARQUET, write(at, "log.parquet", HEADER.getBytes(UTF_8)))),
                        "no Parquet file"),
                of(
                        "Parquet cut off",
                        at -> {
                            Path whole =
                                    parquet(at, "SELECT 'a' AS session, i AS item, i AS time FROM range(1000) t(i)");
                            byte[] content = Files.readAllBytes(whole);
                            return columns(ImportRequest.of(
                                    LogFiles.Kind.PARQUET,
                                    write(at, "log.parquet", Arrays.copyOf(content, content.length / 2))));
                        },
                        "log.parquet' cannot be read"),
                of(
                        "Parquet without the column",
                        at -> columns(ImportRequest.of(
                                LogFiles.Kind.PARQUET, parquet(at, "SELECT 'a' AS session, 1 AS thing, 2 AS time"))),
                        "no column 'item'",
                        "'thing'"),
                of(
                        "Parquet without a value",
                        at -> columns(ImportRequest.of(
                                LogFiles.Kind.PARQUET,
                                parquet(
                                        at,
                                        "SELECT 'a' AS session, CASE WHEN i <> 6 THEN i END AS item, i AS time FROM"
                                                + " range(9) t(i)"))),
                        "row 7",
                        "column 'item'",
                        "empty"),
                json("JSON cut off", "{\"session\":1,\"item\":2,\"time\":3}\n{\"session\":1,\"it", "log.json'", "JSON"),
                json(
                        "JSON with a word",
                        "{\"session\":1,\"item\":2,\"time\":3}\n{\"session\":1,\"item\":two,\"time\":3}\n",
                        "log.json'",
                        "JSON"),
                json("JSON of numbers", "1\n2\n3\n", "log.json'"),
                json("empty JSON array", "[]", "log.json'", "no JSON object"),
                json("JSON without the key", "{\"session\":1,\"thing\":2,\"time\":3}\n", "no column 'item'", "'thing'"),
                json(
                        "JSON with null",
                        "{\"session\":1,\"item\":2,\"time\":3}\n{\"session\":1,\"item\":null,\"time\":3}\n",
                        "line 2",
                        "column 'item'"),
                json("JSON with Python's quotes", "{'session': 1, 'item': 2, 'time': 3}\n", "log.json'", "JSON"));
    }

    private static Case json(String name, String content, String... told) {
        return of(
                name,
                at -> columns(ImportRequest.of(LogFiles.Kind.JSON, write(at, "log.json", content.getBytes(UTF_8)))),
                told);
    }

    private static List<Case> choices() {
        String log = log(40);
        return List.of(
                of(
                        "two users of a session",
                        at -> csv(write(
                                        at,
                                        "log.csv",
                                        "session,item,time,user\na,1,1500000001,u\nb,1,1500000001,u\na,2,1500000002,v\n"
                                                .getBytes(UTF_8)))
                                .user("user"),
                        "line 4",
                        "column 'user'",
                        "'v'",
                        "'u'"),
                of(
                        "too strict a filter",
                        at -> csv(write(at, "log.csv", log.getBytes(UTF_8))).filters(1000, 2),
                        "Nothing is left",
                        "items of less than 1000"),
                of(
                        "too small for the split",
                        at -> csv(write(at, "log.csv", (HEADER + "a,1,1500000001\na,2,1500000002\n").getBytes(UTF_8))),
                        "Split by time",
                        "train gets 0"),
                of(
                        "more windows than sessions",
                        at -> csv(write(at, "log.csv", log.getBytes(UTF_8))).split("windows:500"),
                        "500"),
                of(
                        "more days than the log has",
                        at -> csv(write(at, "log.csv", log.getBytes(UTF_8))).split("days:3000"),
                        "Split by days"),
                of(
                        "names of too few columns",
                        at -> columns(ImportRequest.of(LogFiles.of(
                                        LogFiles.Kind.CSV,
                                        List.of(write(at, "log.csv", log.getBytes(UTF_8))
                                                .toString()))
                                .withHeader("session", "item"))),
                        "line 1 has 3 fields",
                        "--columns"),
                of(
                        "texts without the id",
                        at -> csv(write(at, "log.csv", log.getBytes(UTF_8)))
                                .items(write(at, "items.csv", "sku,title\n1,Soap\n".getBytes(UTF_8))),
                        "items.csv' has no column 'id'",
                        "--item-id"),
                of(
                        "texts with an empty id",
                        at -> csv(write(at, "log.csv", log.getBytes(UTF_8)))
                                .items(write(at, "items.csv", "id,title\n1,Soap\n,Oil\n".getBytes(UTF_8))),
                        "items.csv' line 3",
                        "column 'id'"),
                of(
                        "texts with a short line",
                        at -> csv(write(at, "log.csv", log.getBytes(UTF_8)))
                                .items(write(at, "items.csv", "id,title\n1,Soap\n2\n".getBytes(UTF_8))),
                        "items.csv' line 3",
                        "1 fields"),
                of(
                        "a text called item",
                        at -> csv(write(at, "log.csv", log.getBytes(UTF_8)))
                                .items(write(at, "items.csv", "id,title,ITEM\n1,Soap,x\n".getBytes(UTF_8)), "ITEM"),
                        "column 'ITEM'"),
                of(
                        "no disk left",
                        at -> csv(write(at, "log.csv", log(400_000).getBytes(UTF_8)))
                                .memory(32 << 20)
                                .temporaryDisk(1000),
                        "no room left"));
    }

    private static List<Case> named() {
        String reviews = "{\"reviewerID\": \"u\", \"asin\": \"B1\", \"unixReviewTime\": 1400000000}\n";
        return List.of(
                of("no such format", at -> ImportRequest.format("movielens-2m", at), "'movielens-2m'", "movielens-1m"),
                of(
                        "no folder",
                        at -> ImportRequest.format("movielens-1m", at.resolve("none")),
                        "none' is not a folder"),
                of("a folder without the file", at -> ImportRequest.format("movielens-1m", at), "ratings.dat"),
                of(
                        "a folder in place of the file",
                        at -> {
                            Files.createDirectories(at.resolve("ratings.dat"));
                            return ImportRequest.format("movielens-1m", at);
                        },
                        "ratings.dat'"),
                of(
                        "ratings with one colon",
                        at -> {
                            write(at, "movies.dat", "1::T (1999)::Drama\n".getBytes(UTF_8));
                            write(at, "ratings.dat", "1::2::3::978300760\n1:2:3:978300760\n".getBytes(UTF_8));
                            return ImportRequest.format("movielens-1m", at);
                        },
                        "ratings.dat' line 2",
                        "1 fields"),
                meta(
                        "a literal cut off",
                        reviews,
                        "{'asin': 'B1', 'title': 'So",
                        "meta_X.json' line 1",
                        "ends in the middle"),
                meta(
                        "a literal that is code",
                        reviews,
                        "{'asin': 'B1'}\n{'asin': exit()}",
                        "meta_X.json' line 2",
                        "neither"),
                meta("a literal without colon", reviews, "{'asin' 'B1'}", "meta_X.json' line 1", "':'"),
                meta("a literal with a bad escape", reviews, "{'asin': '\\x4'}", "meta_X.json' line 1", "hexadecimal"),
                of(
                        "RecBole without types",
                        at -> {
                            write(at, "x.inter", "user_id\titem_id\ttimestamp\n1\t2\t3\n".getBytes(UTF_8));
                            return ImportRequest.format("recbole", at);
                        },
                        "x.inter' line 1",
                        "item_id:token"));
    }

    private static Case meta(String name, String reviews, String literals, String... told) {
        return of(
                name,
                at -> {
                    write(at, "reviews_X_5.json", reviews.getBytes(UTF_8));
                    write(at, "meta_X.json", literals.getBytes(UTF_8));
                    return ImportRequest.format("amazon-2014", at);
                },
                told);
    }

    /** What is merely odd: each is 40 sessions over the items {@code i0} to {@code i4}. */
    static Stream<Case> odd() {
        String log = log(40);
        String quoted = log.replaceAll(",(i[0-9]+),", ",\"$1\",");
        return Stream.of(
                text("with a byte order mark", "\ufeff" + log),
                text("CR LF", log.replace("\n", "\r\n")),
                text("mixed line ends", log.replaceFirst("\n", "\r\n")),
                text(
                        "mixed line ends later",
                        log.substring(0, 400) + log.substring(400).replace("\n", "\r\n")),
                text("blank lines", log.replace("s3,", "\ns3,")),
                text("no line break at the end", log.strip()),
                text("spaces around values", log.replace(",", " , ")),
                text("all quoted", quoted),
                text("tabs", log.replace(',', '\t')),
                text("semicolons", log.replace(',', ';')),
                text("double colons", log.replace(",", "::")),
                of("packed by gzip", at -> csv(write(at, "log.csv.gz", gzip(log.getBytes(UTF_8))))),
                of("packed by gzip under another name", at -> csv(write(at, "log.csv", gzip(log.getBytes(UTF_8))))),
                of("packed by zstd", at -> csv(zstd(at, log))),
                of(
                        "a strange path",
                        at -> csv(write(
                                Files.createDirectory(at.resolve("it's [a] *test*; DROP")),
                                "l'o?g.csv",
                                log.getBytes(UTF_8)))),
                of("a folder of files", at -> {
                    int half = log.indexOf("\ns20,") + 1;
                    write(at, "logs/1.csv", log.substring(0, half).getBytes(UTF_8));
                    write(at, "logs/2.csv", (HEADER + log.substring(half)).getBytes(UTF_8));
                    return csv(at.resolve("logs"));
                }),
                of("a pattern of files", at -> {
                    int half = log.indexOf("\ns20,") + 1;
                    write(at, "1.csv", log.substring(0, half).getBytes(UTF_8));
                    write(at, "2.csv", (HEADER + log.substring(half)).getBytes(UTF_8));
                    return csv(at.resolve("?.csv"));
                }),
                of("columns by number", at -> ImportRequest.of(
                                LogFiles.Kind.CSV, write(at, "log.csv", log.getBytes(UTF_8)))
                        .session("1")
                        .item("2")
                        .time("3")
                        .filters(1, 1)),
                of("names that are SQL", at -> ImportRequest.of(
                                LogFiles.Kind.CSV,
                                write(
                                        at,
                                        "log.csv",
                                        log.replace("session,item", "\"x'); DROP TABLE events; --\",a\"\"b")
                                                .replaceFirst("a\"\"b", "it'em")
                                                .getBytes(UTF_8)))
                        .session("x'); DROP TABLE events; --")
                        .item("it'em")
                        .time("time")
                        .filters(1, 1)),
                of(
                        "without header",
                        at -> columns(ImportRequest.of(LogFiles.of(
                                        LogFiles.Kind.CSV,
                                        List.of(write(
                                                        at,
                                                        "log.csv",
                                                        log.substring(HEADER.length())
                                                                .getBytes(UTF_8))
                                                .toString()))
                                .withHeader("session", "item", "time")))),
                of(
                        "JSON lines",
                        at -> columns(ImportRequest.of(
                                LogFiles.Kind.JSON,
                                write(at, "log.json", json(log).getBytes(UTF_8))))),
                of(
                        "a JSON array",
                        at -> columns(ImportRequest.of(
                                LogFiles.Kind.JSON,
                                write(
                                        at,
                                        "log.json",
                                        ("[" + json(log).strip().replace("\n", ",\n") + "]").getBytes(UTF_8))))),
                of("keys that are SQL", at -> ImportRequest.of(
                                LogFiles.Kind.JSON,
                                write(
                                        at,
                                        "log.json",
                                        json(log)
                                                .replace("\"item\"", "\"it'em \\\"; --\"")
                                                .getBytes(UTF_8)))
                        .session("session")
                        .item("it'em \"; --")
                        .time("time")
                        .filters(1, 1)),
                of(
                        "Parquet",
                        at -> columns(ImportRequest.of(
                                LogFiles.Kind.PARQUET,
                                parquet(
                                        at,
                                        "SELECT * FROM read_csv('" + write(at, "log.csv", log.getBytes(UTF_8))
                                                + "')")))),
                of(
                        "Parquet with time stamps",
                        at -> columns(ImportRequest.of(
                                LogFiles.Kind.PARQUET,
                                parquet(
                                        at,
                                        "SELECT session, item, make_timestamp(time * 1000000) AS time FROM read_csv('"
                                                + write(at, "log.csv", log.getBytes(UTF_8)) + "')")))));
    }

    /** Sessions of three clicks, one after the other in time. */
    private static String log(int sessions) {
        StringBuilder log = new StringBuilder(HEADER);
        for (int session = 0; session < sessions; session++) {
            for (int click = 0; click < 3; click++) {
                log.append('s')
                        .append(session)
                        .append(",i")
                        .append((session * 3 + click) % 5)
                        .append(',')
                        .append(1_500_000_000L + session * 10L + (click == 2 ? 7 : click))
                        .append('\n');
            }
        }
        return log.toString();
    }

    private static String json(String log) {
        List<String> lines = new ArrayList<>(log.lines().toList());
        lines.remove(0);
        StringBuilder json = new StringBuilder();
        lines.forEach(line -> {
            String[] fields = line.split(",", -1);
            json.append("{\"session\": \"")
                    .append(fields[0])
                    .append("\", \"item\": \"")
                    .append(fields[1])
                    .append("\", \"time\": ")
                    .append(fields[2])
                    .append("}\n");
        });
        return json.toString();
    }

    private static ImportRequest csv(Path file) {
        return columns(ImportRequest.of(LogFiles.Kind.CSV, file));
    }

    private static ImportRequest columns(ImportRequest request) {
        return request.session("session").item("item").time("time").filters(1, 1);
    }

    private static Path write(Path folder, String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static Path zstd(Path folder, String text) throws IOException, SQLException {
        Path plain = write(folder, "plain.csv", text.getBytes(UTF_8));
        Path packed = folder.resolve("log.csv.zst");
        duckdb("COPY (FROM read_csv('" + plain + "', all_varchar=true)) TO '" + packed
                + "' (FORMAT csv, COMPRESSION zstd)");
        Files.delete(plain);
        return packed;
    }

    private static Path parquet(Path folder, String query) throws SQLException {
        Path file = folder.resolve("made.parquet");
        duckdb("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        return file;
    }

    private static void duckdb(String sql) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
