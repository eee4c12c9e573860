package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.core.dataset.SplitStatistics;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.split.SplitBoundaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Counts what {@link DatasetStatistics} tells of a data set whose rows are every prefix, from the table {@code ordered_clicks}
 * ({@code number}, {@code item}), without holding its sessions. Rows that an earlier split has are found by a hash of 64
 * bits of the whole prefix and target; that two differ and agree in it is less likely than one in ten thousand for a hundred
 * million clicks.
 */
final class StatisticsPass {

    private static final int ROWS_AT_ONCE = 1 << 22;

    private final ImportDatabase database;
    private final SplitBoundaries cut;
    private final int items;

    StatisticsPass(ImportDatabase database, SplitBoundaries cut, int items) {
        this.database = database;
        this.cut = cut;
        this.items = items;
    }

    /** Counts. */
    DatasetStatistics count(int itemsWithoutTitle) throws IOException, SQLException {
        Path path = database.folder().resolve("clicks-" + UUID.randomUUID());
        try {
            ClickFile clicks = new ClickFile(path);
            Map<Split, Counter> counters = new EnumMap<>(Split.class);
            BitSet clicked = new BitSet(items);
            Map<Split, Long> ends = new EnumMap<>(Split.class);
            try (ClickFile.Writer writer = clicks.writer()) {
                for (Split split : Split.values()) {
                    Counter counter = new Counter(clicked, split != Split.TRAIN);
                    read(cut.begin(split), cut.end(split), (session, item) -> {
                        writer.write(session, item);
                        counter.next(session, item);
                    });
                    counter.end();
                    counters.put(split, counter);
                    clicked.or(counter.own);
                    ends.put(split, writer.place());
                }
            }
            Map<Split, Integer> repeated = repeatedRows(clicks, ends);
            return new DatasetStatistics(
                    items,
                    itemsWithoutTitle,
                    items - clicked.cardinality(),
                    false,
                    statistics(counters, repeated, Split.TRAIN),
                    statistics(counters, repeated, Split.VALIDATION),
                    statistics(counters, repeated, Split.TEST));
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private static SplitStatistics statistics(Map<Split, Counter> counters, Map<Split, Integer> repeated, Split split) {
        Counter counter = counters.get(split);
        if (counter == null) {
            throw new IllegalStateException("no counts of " + split.label());
        }
        return counter.statistics(repeated.getOrDefault(split, 0));
    }

    private void read(int from, int end, ClickFile.Reader reader) throws IOException, SQLException {
        if (from < end) {
            database.query(
                    "SELECT number, item FROM ordered_clicks WHERE number >= " + from + " AND number < " + end,
                    row -> reader.next(row.getInt(1), row.getInt(2)));
        }
    }

    /** The rows of validation and test that an earlier split has; of the hashes, a part at a time is held. */
    private Map<Split, Integer> repeatedRows(ClickFile clicks, Map<Split, Long> ends) throws IOException {
        long validation = ends.getOrDefault(Split.TRAIN, 0L);
        long test = ends.getOrDefault(Split.VALIDATION, 0L);
        long end = ends.getOrDefault(Split.TEST, 0L);
        long held = (end - validation) / Integer.BYTES;
        int parts = Math.toIntExact(held / ROWS_AT_ONCE + 1);
        int[] found = new int[2];
        PrefixHashes hashes = new PrefixHashes(Math.toIntExact(held / parts + held / parts / 10 + 1000));
        for (int part = 0; part < parts; part++) {
            int wanted = part;
            hashes.clear();
            eachRow(clicks, validation, end, parts, wanted, (session, hash) -> hashes.add(hash));
            eachRow(clicks, 0, validation, parts, wanted, (session, hash) -> hashes.mark(hash, 1));
            eachRow(clicks, validation, test, parts, wanted, (session, hash) -> hashes.mark(hash, 2));
            eachRow(clicks, validation, end, parts, wanted, (session, hash) -> {
                boolean ofTest = session >= cut.test();
                found[ofTest ? 1 : 0] += (hashes.marks(hash) & (ofTest ? 3 : 1)) != 0 ? 1 : 0;
            });
        }
        return Map.of(Split.VALIDATION, found[0], Split.TEST, found[1]);
    }

    private interface RowReader {
        void next(int session, long hash);
    }

    private static void eachRow(ClickFile clicks, long from, long end, int parts, int wanted, RowReader reader)
            throws IOException {
        Rolling rolling = new Rolling();
        clicks.read(from, end, (session, item) -> {
            long hash = rolling.next(session, item);
            if (rolling.isRow() && (parts == 1 || partOf(hash, parts) == wanted)) {
                reader.next(session, hash);
            }
        });
    }

    private static int partOf(long hash, int parts) {
        return (int) Long.remainderUnsigned(hash >>> 20, parts);
    }

    /** The hash of each prefix with its target, click by click. */
    private static final class Rolling {

        private int session = -1;
        private int clicks;
        private long hash;

        long next(int of, int item) {
            if (of != session) {
                session = of;
                clicks = 0;
                hash = 0;
            }
            clicks++;
            hash = mixed(hash ^ mixed(((long) clicks << 32) + item + 1));
            return hash;
        }

        boolean isRow() {
            return clicks > 1;
        }

        // The finaliser of SplitMix64: every bit of the input changes half of the output's.
        private static long mixed(long value) {
            long mixed = value + 0x9e3779b97f4a7c15L;
            mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
            return mixed ^ (mixed >>> 31);
        }
    }

    /** The counts of one split. */
    private final class Counter {

        private final BitSet earlier;
        private final boolean hasEarlier;
        private final BitSet own = new BitSet(items);
        private final int[] lastSession = new int[items];
        private final TreeMap<Integer, Integer> sessionsOfLength = new TreeMap<>();
        private int session = -1;
        private int length;
        private boolean repeats;
        private int withRepeats;
        private int inPrefix;
        private int unseen;

        Counter(BitSet earlier, boolean hasEarlier) {
            this.earlier = earlier;
            this.hasEarlier = hasEarlier;
        }

        void next(int of, int item) {
            if (of != session) {
                end();
                session = of;
            }
            if (lastSession[item] == of + 1) {
                inPrefix++;
                repeats = true;
            }
            lastSession[item] = of + 1;
            if (length > 0 && hasEarlier && !earlier.get(item)) {
                unseen++;
            }
            own.set(item);
            length++;
        }

        void end() {
            if (length > 0) {
                sessionsOfLength.merge(length, 1, Integer::sum);
                withRepeats += repeats ? 1 : 0;
            }
            length = 0;
            repeats = false;
        }

        SplitStatistics statistics(int repeated) {
            int sessions = 0;
            long clicks = 0;
            double prefixes = 0;
            for (Map.Entry<Integer, Integer> entry : sessionsOfLength.entrySet()) {
                long of = entry.getKey();
                sessions += entry.getValue();
                clicks += of * entry.getValue();
                prefixes += of * (of - 1.0) / 2 * entry.getValue();
            }
            int rows = Math.toIntExact(clicks - sessions);
            int ofOneClick = sessionsOfLength.getOrDefault(1, 0);
            return new SplitStatistics(
                    sessions,
                    ofOneClick,
                    withRepeats,
                    clicks,
                    rows,
                    sessions - ofOneClick,
                    rows == 0 ? 0 : prefixes / rows,
                    median(rows, sessions),
                    rows == 0 ? 0 : sessionsOfLength.lastKey() - 1,
                    inPrefix,
                    unseen,
                    repeated);
        }

        /** Each session of n clicks has a row of each prefix length up to n - 1. */
        private int median(int rows, int sessions) {
            long middle = (rows - 1L) / 2;
            long below = 0;
            int longer = sessions;
            int prefix = 0;
            while (rows > 0 && below <= middle) {
                prefix++;
                longer -= sessionsOfLength.getOrDefault(prefix, 0);
                below += longer;
            }
            return prefix;
        }
    }
}
