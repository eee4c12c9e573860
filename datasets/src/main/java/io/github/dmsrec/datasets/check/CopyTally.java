package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.session.Split;
import java.util.List;

/**
 * Rows of the test whose whole prefix and target are also a row before the test, and whole sessions that stand on both
 * sides. First the sessions of the test are taken, then the others. Rows and sessions are kept as hashes; of many, a part that
 * is chosen by the hash itself, so that the shares stay unbiased.
 */
final class CopyTally implements SessionTally {

    /** From one row in two hundred on, a model that memorises is ahead. */
    static final double LOOK_AT_ROWS = 0.005;

    /** Prefixes of one click meet by chance; of longer ones, one in ten memorised decides between models. */
    static final double STOP_AT_LONGER_ROWS = 0.1;

    /** Sessions of so many clicks hardly meet by chance. */
    static final int LONG_SESSION = 4;

    /** As {@link #LOOK_AT_ROWS}; sessions are rarer than rows. */
    static final double LOOK_AT_SESSIONS = 0.005;

    /** As {@link #STOP_AT_LONGER_ROWS}. */
    static final double STOP_AT_SESSIONS = 0.1;

    /** How many rows of the test are kept at most: 50 MB. */
    static final long MOST_ROWS = 2_000_000;

    private final TargetRows targets;
    private final long every;
    private final LongCounts ofOneClick = new LongCounts();
    private final LongCounts ofMore = new LongCounts();
    private final LongCounts whole = new LongCounts();
    private long rows;
    private long longerRows;
    private long copies;
    private long copiesOfMore;
    private long sessions;
    private long sessionCopies;

    /**
     * @param clicksOfTest how many clicks the test has
     */
    CopyTally(TargetRows targets, long clicksOfTest) {
        this.targets = targets;
        this.every = 1 + clicksOfTest / MOST_ROWS;
    }

    @Override
    public void take(Split split, int session, Clicks clicks) {
        boolean ofTest = split == Split.TEST;
        long hash = 0;
        for (int i = 0; i < clicks.length(); i++) {
            hash = Hashes.then(hash, clicks.item(i));
            if (Long.remainderUnsigned(hash, every) == 0 && targets.isTarget(split, session, i)) {
                row(ofTest, i, hash);
            }
        }
        if (clicks.length() >= LONG_SESSION && Long.remainderUnsigned(hash, every) == 0) {
            if (ofTest) {
                sessions++;
                whole.add(hash);
            } else {
                sessionCopies += whole.take(hash);
            }
        }
    }

    private void row(boolean ofTest, int prefixLength, long hash) {
        LongCounts known = prefixLength == 1 ? ofOneClick : ofMore;
        if (ofTest) {
            rows++;
            longerRows += prefixLength == 1 ? 0 : 1;
            known.add(hash);
        } else {
            int copied = known.take(hash);
            copies += copied;
            copiesOfMore += prefixLength == 1 ? 0 : copied;
        }
    }

    List<Finding> findings() {
        double share = Share.of(copies, rows);
        double longerShare = Share.of(copiesOfMore, longerRows);
        double sessionShare = Share.of(sessionCopies, sessions);
        return List.of(
                Finding.of(
                                "copied-rows",
                                longerShare >= STOP_AT_LONGER_ROWS ? Verdict.STOP : Verdict.from(share, LOOK_AT_ROWS),
                                Share.words(copies, rows)
                                        + " test rows have the prefix and the target of a row before the test, "
                                        + Share.words(copiesOfMore, longerRows)
                                        + " of those with a prefix of more than one click"
                                        + sample(),
                                "A model can memorise rows that it has seen; its figures on such rows say nothing about"
                                        + " new ones.",
                                "Read the table 'by same prefix and target in training' of a report, which shows these"
                                        + " rows apart;"
                                        + " drop duplicate sessions before the import.")
                        .with("rows", copies)
                        .with("rows-of-longer-prefix", copiesOfMore)
                        .with("share", share)
                        .with("share-of-longer-prefix", longerShare)
                        .with("sampled-one-in", every),
                Finding.of(
                                "copied-sessions",
                                Verdict.from(sessionShare, LOOK_AT_SESSIONS, STOP_AT_SESSIONS),
                                Share.words(sessionCopies, sessions) + " test sessions of at least " + LONG_SESSION
                                        + " clicks are, click by click, a session before the test" + sample(),
                                "Whole sessions in two splits are copies of the log, robots that repeat a walk, or a"
                                        + " split that cut"
                                        + " wrongly.",
                                "Drop duplicates at import, or split again with 'dmsrec split --by time'.")
                        .with("sessions", sessionCopies)
                        .with("share", sessionShare)
                        .with("sampled-one-in", every));
    }

    private String sample() {
        return every == 1 ? "" : " (one row in " + every + " was looked at, chosen by its hash)";
    }
}
