package io.github.dmsrec.datasets.synthetic;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.artefact.TemporaryFolder;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.core.dataset.ItemsFile;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.split.SplitLeaks;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes what a plan says: a data set folder, or a click log as it comes from outside. Sessions are drawn as they are
 * written, and those of a data set once before, to count what its manifest says of them; so memory grows with the catalogue
 * alone. Nothing in it is real, and figures measured on it say that the
 * pipeline works, not how good a method is. The same plan gives the same bytes.
 */
public final class SyntheticWriter {

    /** As what a click log is written. */
    public enum LogFormat {
        /** {@code clicks.csv} and {@code items.csv}. */
        CSV,
        /** {@code clicks.parquet} and {@code items.parquet}. */
        PARQUET
    }

    private SyntheticWriter() {}

    /**
     * Writes a data set folder: in time order the first 80 % train, the next 10 % validate, the rest test; every click but the
     * first of a session is a target.
     *
     * @param origin its name becomes the data set's
     * @throws io.github.dmsrec.core.UserMistakeException if something else than a data set is at {@code out}
     */
    public static ArtefactFolder write(SyntheticPlan plan, Path out, Origin origin, Progress progress)
            throws IOException {
        try (TemporaryFolder temporary = TemporaryFolder.beside(out, TemporaryFolder.IMPORT)) {
            SyntheticDivision drawn;
            try (Progress.Stage stage = progress.stage("draw sessions", "clicks", expected(plan))) {
                drawn = SyntheticDivision.draw(plan, temporary.path(), stage);
            }
            return DatasetFolder.write(out, origin, facts(plan, drawn), (items, sessions, rows) -> {
                ItemsFile.write(items, catalogue(new SyntheticCatalogue(plan)));
                writeSessions(plan, sessions, progress);
                return DatasetStatistics.of(drawn, plan.items(), 0);
            });
        }
    }

    private static void writeSessions(SyntheticPlan plan, Path file, Progress progress) throws IOException {
        SyntheticLog log = new SyntheticLog(plan);
        try (Progress.Stage stage = progress.stage("write sessions", "clicks", expected(plan))) {
            ParquetFiles.write(
                    file,
                    columns(plan),
                    writer -> log.walk(stage, () -> {
                        writer.beginRow()
                                .text(log.split().label())
                                .integer(log.numberInSplit())
                                .integers(log.session().clicks());
                        if (plan.likeLog()) {
                            writer.text("s" + log.number())
                                    .integer(Math.toIntExact(log.number()))
                                    .doubles(IntStream.range(0, log.session().length())
                                            .mapToDouble(log::time)
                                            .toArray())
                                    .text(SyntheticLog.userId(log.user()));
                        }
                        writer.endRow();
                    }));
        }
    }

    /**
     * Writes a click log with the columns {@code session}, {@code user}, {@code item} and {@code time} (seconds since 1970),
     * and the titles and categories of its items beside it.
     *
     * @param plan makes a log with times
     * @param out a folder that does not exist yet
     */
    public static void writeLog(SyntheticPlan plan, LogFormat format, Path out, Progress progress) throws IOException {
        try (TemporaryFolder temporary = TemporaryFolder.beside(out, TemporaryFolder.WRITING)) {
            Path folder = temporary.path();
            writeClicks(plan, folder.resolve("clicks.csv"), progress);
            writeItems(plan, folder.resolve("items.csv"));
            if (format == LogFormat.PARQUET) {
                toParquet(
                        folder,
                        "clicks",
                        "{'session': 'VARCHAR', 'user': 'VARCHAR', 'item': 'VARCHAR', 'time': 'BIGINT'}");
                toParquet(folder, "items", "{'item': 'VARCHAR', 'title': 'VARCHAR', 'category': 'VARCHAR'}");
            }
            temporary.replaceTarget();
        }
    }

    private static void toParquet(Path folder, String name, String columns) throws IOException {
        Path csv = folder.resolve(name + ".csv");
        ParquetCopy.ofCsv(csv, columns, folder.resolve(name + ".parquet"));
        Files.delete(csv);
    }

    private static void writeClicks(SyntheticPlan plan, Path file, Progress progress) throws IOException {
        SyntheticLog log = new SyntheticLog(plan);
        try (Progress.Stage stage = progress.stage("make clicks", "clicks", expected(plan));
                BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("session,user,item,time\n");
            StringBuilder lines = new StringBuilder();
            log.walk(stage, () -> {
                lines.setLength(0);
                for (int i = 0; i < log.session().length(); i++) {
                    lines.append('s')
                            .append(log.number())
                            .append(',')
                            .append(SyntheticLog.userId(log.user()))
                            .append(',')
                            .append(SyntheticCatalogue.id(log.session().click(i)))
                            .append(',')
                            .append((long) log.time(i))
                            .append('\n');
                }
                out.append(lines);
            });
        }
    }

    private static void writeItems(SyntheticPlan plan, Path file) throws IOException {
        SyntheticCatalogue catalogue = new SyntheticCatalogue(plan);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("item,title,category\n");
            for (int item = 0; item < catalogue.size(); item++) {
                var made = catalogue.item(item);
                out.write(made.id() + ",\"" + made.title() + "\",\""
                        + made.attributes().get("category") + "\"\n");
            }
        }
    }

    private static long expected(SyntheticPlan plan) {
        return plan.amount() instanceof SyntheticPlan.Amount.Events events ? events.events() : 0;
    }

    private static Catalogue catalogue(SyntheticCatalogue catalogue) {
        return new Catalogue(
                IntStream.range(0, catalogue.size()).mapToObj(catalogue::item).toList());
    }

    private static List<ParquetColumn> columns(SyntheticPlan plan) {
        List<ParquetColumn> columns = new ArrayList<>(List.of(
                new ParquetColumn("split", ParquetColumn.Type.TEXT),
                new ParquetColumn("session", ParquetColumn.Type.INTEGER),
                new ParquetColumn("items", ParquetColumn.Type.INTEGERS)));
        if (plan.likeLog()) {
            columns.add(new ParquetColumn("id", ParquetColumn.Type.TEXT));
            columns.add(new ParquetColumn("place", ParquetColumn.Type.INTEGER));
            columns.add(new ParquetColumn("times", ParquetColumn.Type.DOUBLES));
            columns.add(new ParquetColumn("user", ParquetColumn.Type.TEXT));
        }
        return columns;
    }

    private static Map<String, Object> facts(SyntheticPlan plan, SyntheticDivision drawn) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "synthetic");
        facts.put(
                DatasetFolder.SPLIT_RULE,
                "sessions in time order: 80 % train, 10 % validation, 10 % test; every prefix is a row");
        facts.put(DatasetFolder.LEAKS, SplitLeaks.of(drawn).words());
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("intents", plan.intents());
        made.put("itemsPerIntent", 2 * plan.products());
        made.put("sessionLengths", plan.lengths().words());
        made.put("itemsExponent", plan.itemsExponent());
        made.put("signal", plan.signal());
        made.put("signalMeasured", drawn.signal());
        facts.put("made", made);
        return facts;
    }
}
