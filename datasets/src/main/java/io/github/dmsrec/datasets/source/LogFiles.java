package io.github.dmsrec.datasets.source;

import java.util.List;
import java.util.Optional;

/**
 * Files that hold a table, and how it is written.
 *
 * @param kind the kind of file
 * @param patterns files, folders (all their files of that kind) or patterns such as {@code "logs/*.csv.gz"}; compressed by
 *     gzip or zstd, or not at all
 * @param delimiter what separates the fields of a CSV file, of one or two characters; detected from its first lines if absent
 * @param header the names of the columns of a CSV file whose first line already is data; if absent, the first line has them
 * @param encoding of a CSV file
 * @param quoted whether fields of a CSV file may stand in double quotes
 */
public record LogFiles(
        Kind kind,
        List<String> patterns,
        Optional<String> delimiter,
        Optional<List<String>> header,
        Encoding encoding,
        boolean quoted) {

    /** A kind of file. */
    public enum Kind {
        /** Separated by any character, with one record per line; also TSV. */
        CSV(".csv .tsv .txt .dat"),
        /** One object per line, or one array of objects. */
        JSON(".json .jsonl .ndjson"),
        /** Apache Parquet. */
        PARQUET(".parquet");

        private final String endings;

        Kind(String endings) {
            this.endings = endings;
        }

        /** How the names of such files end, before the ending of a compression. */
        List<String> endings() {
            return List.of(endings.split(" "));
        }
    }

    /** How the bytes of a CSV file are characters. */
    public enum Encoding {
        UTF_8("utf-8"),
        LATIN_1("latin-1");

        private final String label;

        Encoding(String label) {
            this.label = label;
        }

        /** The name. */
        public String label() {
            return label;
        }
    }

    public LogFiles {
        patterns = List.copyOf(patterns);
        header = header.map(List::copyOf);
    }

    /** Files of a kind; CSV files in UTF-8 with a header, quoted where needed, the delimiter detected from the first lines. */
    public static LogFiles of(Kind kind, List<String> patterns) {
        return new LogFiles(kind, patterns, Optional.empty(), Optional.empty(), Encoding.UTF_8, true);
    }

    /** These with a delimiter. */
    public LogFiles delimitedBy(String text) {
        return new LogFiles(kind, patterns, Optional.of(text), header, encoding, quoted);
    }

    /** These without a header line. */
    public LogFiles withHeader(String... names) {
        return new LogFiles(kind, patterns, delimiter, Optional.of(List.of(names)), encoding, quoted);
    }

    /** These in another encoding. */
    public LogFiles in(Encoding other) {
        return new LogFiles(kind, patterns, delimiter, header, other, quoted);
    }

    /** These, in which a double quote is a character like any other. */
    public LogFiles unquoted() {
        return new LogFiles(kind, patterns, delimiter, header, encoding, false);
    }
}
