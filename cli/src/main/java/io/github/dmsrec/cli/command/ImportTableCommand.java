package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.imports.Importer;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports logs of the user's own: a table with a line per click. */
abstract class ImportTableCommand extends ImportTask {

    private static final String FILTERS =
            "Filters work in the order of their numbers, each once but the last; what each drops is printed and kept in the"
                    + " data set.";

    @Parameters(
            paramLabel = "FILES",
            arity = "1..*",
            description = "Files, folders, or patterns in quotes like 'logs/*.gz'; unpacked, gzip or zstd.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--session",
            paramLabel = "COL",
            description = "The column of the session: its name, or number from 1.")
    private Optional<String> session = Optional.empty();

    @Option(
            names = "--user",
            paramLabel = "COL",
            description = "The column of the user; sessions are made of users without --session.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--item", required = true, paramLabel = "COL", description = "The column of the item.")
    private String item = "";

    @Option(
            names = "--time",
            paramLabel = "COL",
            description = "The column of the time (without it, the order of the file counts as that of time).")
    private Optional<String> time = Optional.empty();

    @Option(names = "--event", paramLabel = "COL", description = "The column of the kind of click, for --events.")
    private Optional<String> event = Optional.empty();

    @Option(
            names = "--title",
            paramLabel = "COL",
            description = "The column of the item's title: beside each click, or in --items.")
    private Optional<String> title = Optional.empty();

    @Option(
            names = "--items",
            paramLabel = "FILE",
            description = "Item texts of the same kind of file, a line per item.")
    private Optional<Path> items = Optional.empty();

    @Option(names = "--item-id", paramLabel = "COL", description = "The column of the item in --items.")
    private Optional<String> itemId = Optional.empty();

    @Option(
            names = "--drop-missing",
            paramLabel = "COL",
            description =
                    "Leave out lines without a value there (empty, null, nan, none, na); may be given several times.")
    private List<String> dropMissing = new ArrayList<>();

    @Option(
            names = "--item-list",
            description =
                    "The column of the item holds a list: a line is a session, unless --session or --user is given."
                            + " Brackets, quotes, blanks, commas, semicolons and bars separate items.")
    private boolean itemList;

    @Option(
            names = "--text",
            paramLabel = "COL",
            description = "A column of --items that is kept beside the title; may be given several times.")
    private List<String> texts = new ArrayList<>();

    ImportTableCommand(Console console) {
        super(console);
    }

    /** The files of a path, or of several. */
    abstract LogFiles files(List<String> paths);

    /** The files of the item texts. */
    LogFiles itemFiles(String path) {
        return files(List.of(path));
    }

    @Override
    final void configure(Importer importer) {
        importer.files(files(files)).item(item).itemList(itemList);
        dropMissing.forEach(importer::dropMissing);
        session.ifPresent(importer::session);
        user.ifPresent(importer::user);
        time.ifPresent(importer::time);
        event.ifPresent(importer::event);
        if (items.isPresent()) {
            String path = items.get().toString();
            String id = itemId.orElseThrow(() -> new UserMistakeException(
                    "--items is '" + path + "', but --item-id is missing.", "Name its column of item ids as well."));
            importer.items(new ItemTexts(folder -> itemFiles(path), id, title, texts));
        } else if (itemId.isPresent() || !texts.isEmpty()) {
            throw new UserMistakeException(
                    (itemId.isPresent() ? "--item-id" : "--text") + " is given without --items.", "Add --items FILE.");
        } else {
            title.ifPresent(importer::title);
        }
    }

    /** CSV and its kin. */
    @CommandGroup(CommandGroup.Name.STEPS)
    @Command(
            name = "csv",
            description = {
                "Import CSV or TSV files with a line per click, of any size that fits the disk.",
                "The separator and the time format are detected from the first lines and reported.",
                FILTERS
            },
            footer = {
                "",
                "Examples:",
                "  dmsrec import csv 'clicks/*.csv.gz' --session visit --item sku --time at --out runs/shop",
                "  dmsrec import csv log.tsv --columns who,what,when --user who --item what --time when --gap 20m"
                        + " --items products.csv --item-id sku --title name --text brand --out runs/shop"
            })
    static final class Csv extends ImportTableCommand {

        @Option(
                names = "--delimiter",
                paramLabel = "TEXT",
                description = "What separates fields, e.g. ';' or 'tab' (default: detected from the first lines).")
        private Optional<String> delimiter = Optional.empty();

        @Option(
                names = "--columns",
                paramLabel = "NAMES",
                split = ",",
                description = "The names of the columns, comma-separated, if the first line already is data.")
        private List<String> columns = new ArrayList<>();

        @Option(
                names = "--encoding",
                paramLabel = "NAME",
                defaultValue = "utf-8",
                description = "utf-8 or latin-1 (default: ${DEFAULT-VALUE}).")
        private String encoding = "utf-8";

        @Option(names = "--no-quotes", description = "A double quote is a character like any other.")
        private boolean noQuotes;

        Csv(Console console) {
            super(console);
        }

        @Override
        LogFiles files(List<String> paths) {
            return new LogFiles(
                    LogFiles.Kind.CSV,
                    paths,
                    delimiter.map(Csv::delimiterOf),
                    columns.isEmpty() ? Optional.empty() : Optional.of(columns),
                    encoding(),
                    !noQuotes);
        }

        /** Item texts have a header and a separator of their own. */
        @Override
        LogFiles itemFiles(String path) {
            return new LogFiles(
                    LogFiles.Kind.CSV, List.of(path), Optional.empty(), Optional.empty(), encoding(), !noQuotes);
        }

        private LogFiles.Encoding encoding() {
            for (LogFiles.Encoding known : LogFiles.Encoding.values()) {
                if (known.label().equals(encoding.toLowerCase(Locale.ROOT))) {
                    return known;
                }
            }
            throw new UserMistakeException(
                    "--encoding is '" + encoding + "'.",
                    "Use utf-8 or latin-1; 'iconv -f " + encoding + " -t UTF-8' converts other encodings.");
        }

        private static String delimiterOf(String text) {
            String meant = text.equals("tab") || text.equals("\\t") ? "\t" : text;
            if (meant.isEmpty() || meant.length() > 2 || meant.matches(".*[\"\\r\\n].*")) {
                throw new UserMistakeException(
                        "--delimiter is '" + text + "'.", "Use one or two characters, e.g. ';', '::' or tab.");
            }
            return meant;
        }
    }

    /** JSON lines. */
    @CommandGroup(CommandGroup.Name.STEPS)
    @Command(
            name = "json",
            description = {
                "Import JSON files: an object per line and click, or one array of objects.",
                "The columns are the keys of the first objects, those of objects within them as user.id. Where a key"
                        + " has an array"
                        + " of objects, like the events of a session, each of them is a click: --item events.aid, or aid.",
                FILTERS
            },
            footer = {
                "",
                "Example:",
                "  dmsrec import json events.jsonl.zst --session sid --item product --time ts --out runs/shop"
            })
    static final class Json extends ImportTableCommand {

        Json(Console console) {
            super(console);
        }

        @Override
        LogFiles files(List<String> paths) {
            return LogFiles.of(LogFiles.Kind.JSON, paths);
        }
    }

    /** Parquet. */
    @CommandGroup(CommandGroup.Name.STEPS)
    @Command(
            name = "parquet",
            description = {"Import Parquet files with a row per click.", FILTERS},
            footer = {
                "",
                "Example:",
                "  dmsrec import parquet logs/ --user customer --item product --time ts --gap 30m --out runs/shop"
            })
    static final class Parquet extends ImportTableCommand {

        Parquet(Console console) {
            super(console);
        }

        @Override
        LogFiles files(List<String> paths) {
            return LogFiles.of(LogFiles.Kind.PARQUET, paths);
        }
    }
}
