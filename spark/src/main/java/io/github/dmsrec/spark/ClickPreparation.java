package io.github.dmsrec.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.datasets.imports.PreparedLog;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Makes sessions of clicks and filters them, in the steps of the import on one machine and with its counts. For one thread.
 */
final class ClickPreparation implements AutoCloseable {

    static final String SESSION = "session";
    static final String ITEM = "item";
    static final String TIME = "t";
    static final String OWNER = "owner";
    static final String TITLE = "title";

    private static final String KEY = "key";
    private static final String EVENT = "event";
    private static final String SEQUENCE = "seq";

    /** In microseconds. */
    private static final long DAY = 86_400_000_000L;

    /** As on one machine. */
    private static final int LONGEST_ID = 10_000;

    private final ClickColumns columns;
    private final SessionRule rule;
    private final Filters filters;
    private final List<FilterCount> counts = new ArrayList<>();
    private final Deque<Dataset<Row>> kept = new ArrayDeque<>();

    ClickPreparation(ClickColumns columns, SessionRule rule, Filters filters) {
        this.columns = columns;
        this.rule = rule;
        this.filters = filters;
    }

    /**
     * Prepares clicks.
     *
     * @param clicks the data frame
     * @param file takes the clicks that are left, in the order of the log
     * @return what was done
     */
    PreparedLog prepare(Dataset<Row> clicks, Path file) throws IOException {
        Dataset<Row> events = keep(selected(clicks));
        refuseMissing(events);
        Dataset<Row> left = filterEvents(events);
        left = dropRareItems(left);
        left = keep(sessions(left));
        note(rule instanceof SessionRule.DayWindow ? "days of a user with a single click" : "sessions made", left);
        left = filterSessions(left);
        if (columns.title() != null) {
            left = left.join(titles(events), new String[] {ITEM}, "left");
        }
        write(keep(left.orderBy(SEQUENCE)), file);
        return new PreparedLog("spark", rule, filters, counts);
    }

    @Override
    public void close() {
        kept.forEach(Dataset::unpersist);
        kept.clear();
    }

    /** Keeps a data frame until the end: it is used several times. */
    private Dataset<Row> keep(Dataset<Row> data) {
        Dataset<Row> persisted = data.persist(StorageLevel.MEMORY_AND_DISK());
        kept.push(persisted);
        return persisted;
    }

    private Dataset<Row> selected(Dataset<Row> clicks) {
        List<Column> values = new ArrayList<>();
        values.add(text(columns.session() != null ? columns.session() : columns.user(), KEY));
        values.add(text(columns.item(), ITEM));
        values.add(time().as(TIME));
        String order = columns.order();
        values.add(
                (order == null ? monotonically_increasing_id() : column(order).cast("long")).as(SEQUENCE));
        if (isOwned()) {
            values.add(text(columns.user(), OWNER));
        }
        if (columns.title() != null) {
            values.add(text(columns.title(), TITLE));
        }
        if (columns.event() != null) {
            values.add(text(columns.event(), EVENT));
        }
        return clicks.select(values.toArray(Column[]::new));
    }

    private boolean isOwned() {
        return columns.user() != null;
    }

    private static Column column(String name) {
        return col(Columns.quoted(name));
    }

    private static Column text(@Nullable String name, String as) {
        return column(Objects.requireNonNull(name)).cast("string").as(as);
    }

    private Column time() {
        String named = columns.time();
        if (named == null) {
            return lit(0L);
        }
        Column given = column(named);
        TimeFormat.Epoch unit = columns.unit();
        return unit == null
                ? unix_micros(given)
                : round(given.multiply(lit(unit.micros()))).cast("long");
    }

    /** Whether a value is null; NaN, which makes no time, becomes one when it is cast. */
    private void refuseMissing(Dataset<Row> events) {
        List<Column> wanted = new ArrayList<>(List.of(
                missing(col(KEY)), missing(col(ITEM)), amount(col(TIME).isNull()), tooLong(KEY), tooLong(ITEM)));
        wanted.add(isOwned() ? missing(col(OWNER)) : lit(0L));
        wanted.add(amount(col(SEQUENCE).isNull()));
        Row found = events.agg(count(lit(1)), wanted.toArray(Column[]::new)).first();
        if (found.getLong(0) == 0) {
            throw new InvalidInputException("The data frame has no rows. Check what it was read from.");
        }
        String key = columns.session() != null ? columns.session() : columns.user();
        refuse(found, 1, key, "null or empty");
        refuse(found, 2, columns.item(), "null or empty");
        refuse(found, 3, columns.time(), "null");
        refuse(found, 4, key, "longer than " + LONGEST_ID + " characters");
        refuse(found, 5, columns.item(), "longer than " + LONGEST_ID + " characters");
        refuse(found, 6, columns.user(), "null or empty");
        refuse(found, 7, columns.order(), "null");
    }

    private static void refuse(Row found, int place, @Nullable String column, String what) {
        long rows = found.isNullAt(place) ? 0 : found.getLong(place);
        if (rows > 0) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT,
                    "The column '%s' is %s in %,d rows. Filter these rows out of the data frame.",
                    column,
                    what,
                    rows));
        }
    }

    private static Column missing(Column value) {
        return amount(value.isNull().or(value.equalTo("")));
    }

    private static Column tooLong(String name) {
        return amount(length(col(name)).gt(LONGEST_ID));
    }

    private static Column amount(Column condition) {
        return sum(when(condition, 1L).otherwise(0L));
    }

    private Dataset<Row> filterEvents(Dataset<Row> events) {
        noteEvents("read", events);
        Dataset<Row> left = events;
        if (!filters.events().isEmpty()) {
            left = left.filter(col(EVENT).isin(filters.events().toArray()));
            noteEvents("clicks of other kinds", left);
        }
        if (filters.from().isPresent() || filters.to().isPresent()) {
            if (filters.from().isPresent()) {
                left = left.filter(col(TIME).geq(micros(filters.from().get())));
            }
            if (filters.to().isPresent()) {
                left = left.filter(col(TIME).lt(micros(filters.to().get())));
            }
            noteEvents("clicks outside the time range", left);
        }
        if (filters.dropDuplicates()) {
            WindowSpec same = Window.partitionBy(KEY, ITEM, TIME).orderBy(SEQUENCE);
            left = keep(left.withColumn("copy", row_number().over(same))
                    .filter(col("copy").equalTo(1))
                    .drop("copy"));
            noteEvents("repetitions of the same click", left);
        }
        return left;
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    private Dataset<Row> dropRareItems(Dataset<Row> events) {
        int support = filters.minItemSupport();
        if (support <= 1) {
            return events;
        }
        Dataset<Row> frequent =
                events.groupBy(ITEM).count().filter(col("count").geq(support)).select(ITEM);
        Dataset<Row> left = keep(events.join(frequent, ITEM));
        noteEvents("items of less than " + support + " clicks", left);
        return left;
    }

    /** Names the session of each click. */
    private Dataset<Row> sessions(Dataset<Row> events) {
        if (rule instanceof SessionRule.Gap gap) {
            return cut(events, micros(gap.longest()));
        }
        if (rule instanceof SessionRule.GivenGap gap) {
            return cut(events, micros(gap.longest()));
        }
        if (rule instanceof SessionRule.DayWindow day) {
            return days(events, micros(day.window()));
        }
        return withoutSource(events.withColumn(SESSION, col(KEY)));
    }

    /** Days of a user with several clicks, cut where a session would be longer than the window. */
    private static Dataset<Row> days(Dataset<Row> events, long window) {
        StructType named = new StructType()
                .add(SESSION, DataTypes.StringType, false)
                .add(ITEM, DataTypes.StringType, false)
                .add(TIME, DataTypes.LongType, false)
                .add(SEQUENCE, DataTypes.LongType, false)
                .add(OWNER, DataTypes.StringType, false);
        return events.withColumn("day", col(TIME).minus(pmod(col(TIME), lit(DAY))))
                .withColumn("n", count(lit(1)).over(Window.partitionBy(KEY, "day")))
                .filter(col("n").gt(1))
                .select(KEY, ITEM, TIME, SEQUENCE, "day")
                .repartition(col(KEY))
                .sortWithinPartitions(KEY, TIME, SEQUENCE)
                .mapPartitions(new DaySessions(window), Encoders.row(named));
    }

    private Dataset<Row> cut(Dataset<Row> events, long longest) {
        boolean named = rule instanceof SessionRule.GivenGap && isOwned();
        WindowSpec clicks = (named ? Window.partitionBy(KEY, OWNER) : Window.partitionBy(KEY)).orderBy(TIME, SEQUENCE);
        Column opens = coalesce(col(TIME).minus(lag(col(TIME), 1).over(clicks)).gt(longest), lit(true));
        Column name = named
                ? when(col(OWNER).equalTo(col(KEY)), col(KEY)).otherwise(concat(col(OWNER), lit("-"), col(KEY)))
                : col(KEY);
        Column ordinal = sum(col("opens")).over(clicks.rowsBetween(Window.unboundedPreceding(), Window.currentRow()));
        return withoutSource(events.withColumn("opens", when(opens, 1L).otherwise(0L))
                .withColumn(SESSION, concat(name, lit("-"), ordinal.cast("string"))));
    }

    private Dataset<Row> withoutSource(Dataset<Row> clicks) {
        List<Column> wanted = new ArrayList<>(List.of(col(SESSION), col(ITEM), col(TIME), col(SEQUENCE)));
        if (isOwned()) {
            wanted.add(col(OWNER));
        }
        return clicks.select(wanted.toArray(Column[]::new));
    }

    private Dataset<Row> filterSessions(Dataset<Row> clicks) {
        Dataset<Row> left = clicks;
        WindowSpec session = Window.partitionBy(SESSION);
        WindowSpec ordered = session.orderBy(TIME, SEQUENCE);
        if (filters.dropRepeats()) {
            left = left.withColumn("before", lag(col(ITEM), 1).over(ordered))
                    .filter(coalesce(col("before").notEqual(col(ITEM)), lit(true)))
                    .drop("before");
            note("clicks on the item of the click before", left);
        }
        if (filters.minSessionLength() > 1) {
            int least = filters.minSessionLength();
            left = keepLengths(left, col("n").geq(least));
            note("sessions of less than " + least + " clicks", left);
        }
        if (filters.maxSessionLength().isPresent()) {
            int most = filters.maxSessionLength().getAsInt();
            left = keepLengths(left, col("n").leq(most));
            note("sessions of more than " + most + " clicks", left);
        }
        if (filters.maxClicks().isPresent()) {
            int most = filters.maxClicks().getAsInt();
            WindowSpec latest = session.orderBy(col(TIME).desc(), col(SEQUENCE).desc());
            left = left.withColumn("n", row_number().over(latest))
                    .filter(col("n").leq(most))
                    .drop("n");
            note("clicks before the last " + most + " of a session", left);
        }
        return filters.core() > 1 ? core(left) : left;
    }

    private static Dataset<Row> keepLengths(Dataset<Row> clicks, Column condition) {
        return clicks.withColumn("n", count(lit(1)).over(Window.partitionBy(SESSION)))
                .filter(condition)
                .drop("n");
    }

    /** Drops rare items and then short sessions until there are none. */
    private Dataset<Row> core(Dataset<Row> clicks) {
        int core = filters.core();
        // Cuts the plan, which would double with every round.
        Dataset<Row> left = clicks.localCheckpoint();
        long before = left.count();
        while (true) {
            Dataset<Row> items =
                    left.groupBy(ITEM).count().filter(col("count").geq(core)).select(ITEM);
            Dataset<Row> next =
                    keepLengths(left.join(items, ITEM), col("n").geq(core)).localCheckpoint();
            long now = next.count();
            left = next;
            if (now == before || now == 0) {
                break;
            }
            before = now;
        }
        note("items and sessions outside the core of " + core, left);
        return left;
    }

    /** The title of each item that has one: the most frequent, of equally frequent ones the first. */
    private static Dataset<Row> titles(Dataset<Row> events) {
        WindowSpec best = Window.partitionBy(ITEM).orderBy(col("n").desc(), col("first"));
        return events.filter(col(TITLE).notEqual(""))
                .groupBy(ITEM, TITLE)
                .agg(count(lit(1)).as("n"), min(SEQUENCE).as("first"))
                .withColumn("rank", row_number().over(best))
                .filter(col("rank").equalTo(1))
                .select(ITEM, TITLE);
    }

    private void noteEvents(String name, Dataset<Row> events) {
        Row found = events.agg(count(lit(1)), count_distinct(col(ITEM))).first();
        add(name, found.getLong(0), 0, found.getLong(1));
    }

    private void note(String name, Dataset<Row> clicks) {
        Row found = clicks.agg(count(lit(1)), count_distinct(col(SESSION)), count_distinct(col(ITEM)))
                .first();
        add(name, found.getLong(0), found.getLong(1), found.getLong(2));
    }

    private void add(String name, long clicks, long sessions, long items) {
        FilterCount before =
                counts.isEmpty() ? new FilterCount(name, 0, 0, clicks, 0, items) : counts.get(counts.size() - 1);
        long gone = before.sessionsLeft() == 0 ? 0 : before.sessionsLeft() - sessions;
        counts.add(new FilterCount(name, before.clicksLeft() - clicks, gone, clicks, sessions, items));
        if (clicks == 0) {
            StringBuilder steps = new StringBuilder();
            counts.forEach(
                    step -> steps.append(System.lineSeparator()).append("  ").append(step.line()));
            throw new InvalidInputException(
                    "Nothing is left of the log after the filter '" + name + "'. Weaken the filters:" + steps);
        }
    }

    /** Brings the clicks to the driver, one partition at a time, when all are sorted. */
    private void write(Dataset<Row> clicks, Path file) throws IOException {
        clicks.count();
        List<ParquetColumn> written = new ArrayList<>(List.of(
                new ParquetColumn(SESSION, ParquetColumn.Type.TEXT),
                new ParquetColumn(ITEM, ParquetColumn.Type.TEXT),
                new ParquetColumn(TIME, ParquetColumn.Type.TEXT)));
        boolean owned = isOwned();
        boolean titled = columns.title() != null;
        if (owned) {
            written.add(new ParquetColumn(OWNER, ParquetColumn.Type.TEXT));
        }
        if (titled) {
            written.add(new ParquetColumn(TITLE, ParquetColumn.Type.TEXT));
        }
        List<Column> order = written.stream().map(column -> col(column.name())).toList();
        Iterator<Row> rows = clicks.select(order.toArray(Column[]::new)).toLocalIterator();
        ParquetFiles.write(file, written, writer -> {
            while (rows.hasNext()) {
                Row row = rows.next();
                writer.beginRow().text(row.getString(0)).text(row.getString(1)).text(Long.toString(row.getLong(2)));
                for (int i = 3; i < written.size(); i++) {
                    if (row.isNullAt(i)) {
                        writer.nothing();
                    } else {
                        writer.text(row.getString(i));
                    }
                }
                writer.endRow();
            }
        });
    }
}
