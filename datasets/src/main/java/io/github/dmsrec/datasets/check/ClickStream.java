package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.io.ParquetRow;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Split;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * Hands out the sessions of a file one after the other, without ever holding more than one.
 *
 * @param file sessions in the layout of a data set folder
 * @param items the number of items N
 * @param isTimed whether the file has click times
 */
record ClickStream(Path file, int items, boolean isTimed) {

    private static final List<Split> SPLITS = List.of(Split.values());

    /** SQL that gives a split's number among {@link Split#values()}. */
    static final String SPLIT_NUMBER = "CASE split WHEN 'train' THEN 0 WHEN 'validation' THEN 1 WHEN 'test' THEN 2 END";

    /** The split of a number of {@link #SPLIT_NUMBER}. */
    static Split split(int number) {
        return SPLITS.get(number);
    }

    /** Reads the sessions of all splits. Every stage unit is a click. */
    void read(Progress.Stage stage, List<? extends SessionTally> tallies) {
        read("", stage, tallies);
    }

    /** Reads the sessions of one split. Every stage unit is a click. */
    void read(Split split, Progress.Stage stage, List<? extends SessionTally> tallies) {
        read(" WHERE split = '" + split.label() + "'", stage, tallies);
    }

    /** Reads the sessions before the test. Every stage unit is a click. */
    void readBeforeTest(Progress.Stage stage, List<? extends SessionTally> tallies) {
        read(" WHERE split <> 'test'", stage, tallies);
    }

    private void read(String where, Progress.Stage stage, List<? extends SessionTally> tallies) {
        String query = "SELECT part, session, item" + (isTimed ? ", coalesce(time, 'NaN'::DOUBLE)" : "")
                + " FROM (SELECT " + SPLIT_NUMBER + " AS part, session, unnest(items) AS item"
                + (isTimed ? ", unnest(times) AS time" : "") + " FROM content" + where + ")";
        Reader reader = new Reader(stage, tallies);
        ParquetFiles.query(file, query, reader);
        reader.end();
    }

    /** Puts clicks together again. */
    private final class Reader implements ParquetRow.Reader {

        private static final int UNTIL_PROGRESS = 1 << 16;

        private final Progress.Stage stage;
        private final List<? extends SessionTally> tallies;
        private final Clicks clicks = new Clicks();
        private int split = -1;
        private int session = -1;
        private int untold;

        Reader(Progress.Stage stage, List<? extends SessionTally> tallies) {
            this.stage = stage;
            this.tallies = tallies;
        }

        @Override
        public void read(ParquetRow row) throws SQLException {
            int splitOfRow = row.integer(0);
            int sessionOfRow = row.integer(1);
            if (splitOfRow != split || sessionOfRow != session) {
                end();
                split = splitOfRow;
                session = sessionOfRow;
            }
            int item = row.integer(2);
            if (item < 0 || item >= items) {
                throw new UserMistakeException(
                        "'" + file + "': " + SPLITS.get(split).label() + " session " + session + " has the item " + item
                                + " of " + items + ".",
                        "Make the folder again: it may have been edited or copied in part.");
            }
            clicks.add(item, isTimed ? row.doubleNumber(3) : Double.NaN);
            if (++untold == UNTIL_PROGRESS) {
                stage.advance(untold);
                untold = 0;
            }
        }

        void end() {
            if (clicks.length() > 0) {
                for (SessionTally tally : tallies) {
                    tally.take(SPLITS.get(split), session, clicks);
                }
                clicks.clear();
            }
        }
    }
}
