package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.artefact.TemporaryFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.imports.Imported;
import io.github.dmsrec.datasets.imports.Importer;
import io.github.dmsrec.datasets.imports.PreparedLog;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.TimeFormat;
import io.github.dmsrec.datasets.split.SplitText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Makes a data set's folder of the clicks in a data frame, equal to the one that {@code dmsrec import} makes of the same log.
 * Spark makes and filters the sessions; the driver numbers and divides what is left, and writes the folder. For one thread.
 */
public final class ClickLogImport {

    private static final double USUAL_VALIDATION = 0.1;
    private static final long SEED = 2024;

    private ClickColumns columns = ClickColumns.NONE;
    private @Nullable SessionRule rule;
    private Filters filters = Filters.DEFAULT;
    private Splitting split = SplitText.of(SplitText.DEFAULT, USUAL_VALIDATION, SEED);
    private long memory = Importer.DEFAULT_MEMORY;
    private @Nullable ItemFrame items;
    private boolean allowUnmatchedItems;

    ClickLogImport() {}

    /**
     * Names the column of the session; a string or an integer.
     *
     * @param column of the data frame
     * @return this import
     */
    public ClickLogImport session(String column) {
        columns = columns.withSession(column);
        return this;
    }

    /**
     * Names the column of the user; a string or an integer.
     *
     * @param column of the data frame
     * @return this import
     */
    public ClickLogImport user(String column) {
        columns = columns.withUser(column);
        return this;
    }

    /**
     * Names the column of the item; a string or an integer.
     *
     * @param column of the data frame
     * @return this import
     */
    public ClickLogImport item(String column) {
        columns = columns.withItem(column);
        return this;
    }

    /**
     * Names the column of the time: a timestamp, or a number of the units since 1970 of {@link #timeUnit}.
     *
     * @param column of the data frame
     * @return this import
     */
    public ClickLogImport time(String column) {
        columns = columns.withTime(column);
        return this;
    }

    /**
     * The unit of times that are numbers.
     *
     * @param unit since 1970
     * @return this import
     */
    public ClickLogImport timeUnit(TimeFormat.Epoch unit) {
        columns = columns.withUnit(unit);
        return this;
    }

    /**
     * Names the column of the item's title beside each click; the most frequent that is not empty counts.
     *
     * @param column of the data frame
     * @return this import
     */
    public ClickLogImport title(String column) {
        columns = columns.withTitle(column);
        return this;
    }

    /**
     * Takes the items' texts from a data frame of their own, instead of a title beside each click. It must fit the driver's
     * disk. Of several rows of an item the first with the most frequent title counts.
     *
     * @param frame one row for each item
     * @param id its column of the item's id; a string or an integer
     * @return this import, in which items have no title unless {@link #itemTitle} names its column
     */
    public ClickLogImport items(Dataset<Row> frame, String id) {
        items = new ItemFrame(frame, id, null, List.of());
        return this;
    }

    /**
     * Names the column of the title in the data frame of the items.
     *
     * @param column a string or an integer
     * @return this import
     * @throws InvalidInputException if there is no such data frame
     */
    public ClickLogImport itemTitle(String column) {
        items = requireItems().withTitle(column);
        return this;
    }

    /**
     * Names a column of the data frame of the items that becomes an attribute of theirs.
     *
     * @param column a string or an integer
     * @return this import
     * @throws InvalidInputException if there is no such data frame
     */
    public ClickLogImport itemText(String column) {
        items = requireItems().withText(column);
        return this;
    }

    /**
     * Whether the data frame of the items may have a row for fewer than half of the items, or of the clicks, that are left.
     *
     * @param value by default they must have
     * @return this import
     */
    public ClickLogImport allowUnmatchedItems(boolean value) {
        allowUnmatchedItems = value;
        return this;
    }

    private ItemFrame requireItems() {
        if (items == null) {
            throw new InvalidInputException("There is no data frame of the items. Give it with items() first.");
        }
        return items;
    }

    /**
     * Names the column of the kind of click, for {@link Filters#events}.
     *
     * @param column of the data frame
     * @return this import
     */
    public ClickLogImport event(String column) {
        columns = columns.withEvent(column);
        return this;
    }

    /**
     * Names a column of integers, different in each row, that says which click came first where times are equal. Without it
     * the order of Spark's partitions decides, which is that of the log for a single file alone.
     *
     * @param column of the data frame
     * @return this import
     */
    public ClickLogImport order(String column) {
        columns = columns.withOrder(column);
        return this;
    }

    /**
     * What a session is; by default what the column of the session says, else pauses of half an hour.
     *
     * @param value with a column of the session, {@link SessionRule.Gap} cuts named sessions
     * @return this import
     */
    public ClickLogImport rule(SessionRule value) {
        rule = value;
        return this;
    }

    /**
     * What is left out.
     *
     * @param value all filters
     * @return this import
     */
    public ClickLogImport filters(Filters value) {
        filters = value;
        return this;
    }

    /**
     * How sessions are divided.
     *
     * @param value into training, validation and test
     * @return this import
     */
    public ClickLogImport split(Splitting value) {
        split = value;
        return this;
    }

    /**
     * The most memory of the driver for tables; more is spilled beside the folder.
     *
     * @param bytes at most so many
     * @return this import
     */
    public ClickLogImport memory(long bytes) {
        memory = bytes;
        return this;
    }

    /**
     * Imports. The clicks that are left must fit the disk of the driver, not its memory.
     *
     * @param clicks one row for each
     * @param out the folder to write on the driver; another data set that is there is replaced
     * @return the data set, and what each filter dropped
     * @throws InvalidInputException if a column is missing, has the wrong type or a null, choices do not go together, nothing
     *     is left after the filters, a split would have no row, or something else is at {@code out}; then nothing is written
     */
    public Imported write(Dataset<Row> clicks, Path out) {
        SessionRule chosen = chosenRule();
        columns.require(clicks.schema(), chosen, filters, split);
        if (items != null) {
            items.require();
        }
        if (items != null && columns.title() != null) {
            throw new InvalidInputException(
                    "Titles are named beside the clicks, and items have a data frame of their own."
                            + " Omit title(), or items().");
        }
        Path folder = out.toAbsolutePath().normalize();
        try {
            ArtefactFolder.checkReplaceable(folder, ArtefactKind.DATASET);
            try (TemporaryFolder temporary = TemporaryFolder.beside(folder, TemporaryFolder.IMPORT);
                    ClickPreparation preparation = new ClickPreparation(columns, chosen, filters)) {
                Path file = temporary.path().resolve("prepared.parquet");
                PreparedLog log = preparation.prepare(clicks, file);
                Importer importer = importer(file, chosen).prepared(log);
                if (items != null) {
                    importer.items(items.write(temporary.path().resolve("items.parquet")))
                            .allowUnmatchedItems(allowUnmatchedItems);
                }
                return importer.write(folder, origin(folder));
            }
        } catch (UserMistakeException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the data set '" + out + "' cannot be written", e);
        }
    }

    private SessionRule chosenRule() {
        if (rule == null) {
            return columns.session() == null
                    ? new SessionRule.Gap(SessionRule.Gap.HALF_AN_HOUR)
                    : new SessionRule.Given();
        }
        return columns.session() != null && rule instanceof SessionRule.Gap gap
                ? new SessionRule.GivenGap(gap.longest())
                : rule;
    }

    private Importer importer(Path file, SessionRule chosen) {
        Importer importer = Datasets.importer()
                .parquet(file.toString())
                .session(ClickPreparation.SESSION)
                .item(ClickPreparation.ITEM)
                .split(split)
                .memory(memory)
                .progress(Progress.NONE);
        if (chosen.needsUser() || columns.user() != null) {
            importer.user(ClickPreparation.OWNER);
        }
        if (columns.time() != null) {
            importer.time(ClickPreparation.TIME).timeFormat(TimeFormat.Epoch.MICROS);
        }
        if (columns.title() != null) {
            importer.title(ClickPreparation.TITLE);
        }
        return importer;
    }

    private Origin origin(Path out) {
        return Origin.of(
                String.valueOf(out.getFileName()),
                "dmsrec (Spark)",
                SEED,
                Runtime.getRuntime().availableProcessors());
    }
}
