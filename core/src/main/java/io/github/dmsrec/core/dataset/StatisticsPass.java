package io.github.dmsrec.core.dataset;

import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.DividedSessions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts {@link DatasetStatistics} click by click, without holding the sessions. Rows that an earlier split has are found by
 * a hash of 64 bits of the whole prefix and target; that two differ and agree in it is less likely than one in ten thousand
 * for a hundred million clicks.
 *
 * @param <X> thrown where the sessions cannot be read
 */
final class StatisticsPass<X extends Exception> {

    private static final int ROWS_AT_ONCE = 1 << 22;

    /** Marks a row of the test or of validation that training has, too. */
    private static final int IN_TRAINING = 1;

    /** Marks a row of the test that validation has, too. */
    private static final int IN_VALIDATION = 2;

    private final DividedSessions<X> sessions;
    private final int items;

    StatisticsPass(DividedSessions<X> sessions, int items) {
        this.sessions = sessions;
        this.items = items;
    }

    /** Counts. */
    DatasetStatistics count(int itemsWithoutTitle) throws X {
        Map<Split, Counter> counters = new EnumMap<>(Split.class);
        BitSet clicked = new BitSet(items);
        for (Split split : Split.values()) {
            Counter counter = new Counter(clicked, split != Split.TRAIN);
            sessions.clicks(split, counter::next);
            counters.put(split, counter);
            clicked.or(counter.own);
        }
        Map<Split, Integer> repeated = repeatedRows();
        return new DatasetStatistics(
                items,
                itemsWithoutTitle,
                items - clicked.cardinality(),
                sessions.sameSessions(),
                statistics(counters, repeated, Split.TRAIN),
                statistics(counters, repeated, Split.VALIDATION),
                statistics(counters, repeated, Split.TEST));
    }

    private SplitStatistics statistics(Map<Split, Counter> counters, Map<Split, Integer> repeated, Split split)
            throws X {
        Counter counter = counters.get(split);
        if (counter == null) {
            throw new IllegalStateException("no counts of " + split.label());
        }
        return counter.statistics(sessions.sessionCount(split), repeated.getOrDefault(split, 0));
    }

    /** The rows of validation and test that an earlier split has; of the hashes, a part at a time is held. */
    private Map<Split, Integer> repeatedRows() throws X {
        long held = sessions.rowCount(Split.VALIDATION) + sessions.rowCount(Split.TEST);
        int parts = Math.toIntExact(held / ROWS_AT_ONCE + 1);
        int ofValidation = 0;
        int ofTest = 0;
        PrefixHashes hashes = new PrefixHashes(Math.toIntExact(held / parts + held / parts / 10 + 1000));
        for (int part = 0; part < parts; part++) {
            hashes.clear();
            walk(Split.VALIDATION, parts, part, (hash, rows) -> hashes.add(hash));
            walk(Split.TEST, parts, part, (hash, rows) -> hashes.add(hash));
            walk(Split.TRAIN, parts, part, (hash, rows) -> hashes.mark(hash, IN_TRAINING));
            walk(Split.VALIDATION, parts, part, (hash, rows) -> hashes.mark(hash, IN_VALIDATION));
            ofValidation += marked(Split.VALIDATION, parts, part, hashes, IN_TRAINING);
            ofTest += marked(Split.TEST, parts, part, hashes, IN_TRAINING | IN_VALIDATION);
        }
        return Map.of(Split.VALIDATION, ofValidation, Split.TEST, ofTest);
    }

    private int marked(Split split, int parts, int part, PrefixHashes hashes, int marks) throws X {
        int[] found = {0};
        walk(split, parts, part, (hash, rows) -> found[0] += (hashes.marks(hash) & marks) == 0 ? 0 : rows);
        return found[0];
    }

    private interface RowReader {
        void next(long hash, int rows);
    }

    private void walk(Split split, int parts, int wanted, RowReader reader) throws X {
        Rolling rolling = new Rolling();
        sessions.clicks(split, (session, item, rows) -> {
            long hash = rolling.next(session, item);
            if (rows > 0 && (parts == 1 || partOf(hash, parts) == wanted)) {
                reader.next(hash, rows);
            }
        });
    }

    // Of the upper half of the bits: the lower ones choose the slot, and would leave most slots unused if they chose
    // the part, too.
    static int partOf(long hash, int parts) {
        return (int) ((hash >>> 32) % parts);
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
        private long[] rowsOfLength = new long[64];
        private int session = -1;
        private int length;
        private boolean repeats;
        private int ofOneClick;
        private int withRepeats;
        private long clicks;
        private int inPrefix;
        private int unseen;

        Counter(BitSet earlier, boolean hasEarlier) {
            this.earlier = earlier;
            this.hasEarlier = hasEarlier;
        }

        void next(int of, int item, int rows) {
            if (of != session) {
                end();
                session = of;
            }
            if (lastSession[item] == of + 1) {
                inPrefix += rows;
                repeats = true;
            }
            lastSession[item] = of + 1;
            if (hasEarlier && !earlier.get(item)) {
                unseen += rows;
            }
            own.set(item);
            if (rows > 0) {
                if (length >= rowsOfLength.length) {
                    rowsOfLength = Arrays.copyOf(rowsOfLength, 2 * length);
                }
                rowsOfLength[length] += rows;
            }
            length++;
            clicks++;
        }

        private void end() {
            ofOneClick += length == 1 ? 1 : 0;
            withRepeats += repeats ? 1 : 0;
            length = 0;
            repeats = false;
        }

        SplitStatistics statistics(int sessions, int repeated) {
            end();
            long rows = 0;
            long total = 0;
            int longest = 0;
            for (int prefix = 1; prefix < rowsOfLength.length; prefix++) {
                rows += rowsOfLength[prefix];
                total += prefix * rowsOfLength[prefix];
                longest = rowsOfLength[prefix] > 0 ? prefix : longest;
            }
            return new SplitStatistics(
                    sessions,
                    ofOneClick,
                    withRepeats,
                    clicks,
                    Math.toIntExact(rows),
                    Math.toIntExact(rowsOfLength[1]),
                    rows == 0 ? 0 : (double) total / rows,
                    median(rows),
                    longest,
                    inPrefix,
                    unseen,
                    repeated);
        }

        private int median(long rows) {
            long middle = (rows - 1) / 2;
            long below = 0;
            int prefix = 0;
            while (rows > 0 && below <= middle) {
                prefix++;
                below += rowsOfLength[prefix];
            }
            return prefix;
        }
    }
}
