package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.session.Split;
import java.util.List;
import java.util.Locale;

/** What click times say of the order of clicks, and of robots. */
final class TimeTally implements SessionTally {

    /** A log of a shop has next to no clicks of one session at the same moment. */
    static final double LOOK_AT_TIES = 0.05;

    /** If every third step has no order of its own, a next-item task measures the order of the file. */
    static final double STOP_AT_TIES = 0.3;

    /** A single step back in time shows that clicks were not sorted; many, that the order is not that of the clicks. */
    static final double LOOK_AT_BACKWARDS = 0;

    /** As {@link #LOOK_AT_BACKWARDS}. */
    static final double STOP_AT_BACKWARDS = 0.01;

    /** If so many times are midnights, only days are known. */
    static final double DAYS_ONLY = 0.9;

    /** Fewer clicks say nothing about pace. */
    static final int LEAST_CLICKS = 5;

    /** Nobody reads a page in less than a second, click after click. */
    static final double HUMAN_PAUSE = 1;

    /** As with long sessions, one in a hundred is felt in counts. */
    static final double LOOK_AT_FAST = 0.01;

    /** An id that comes back on another day is one visitor, or one of many; what it is not is one visit. */
    static final double LOOK_AT_RETURNS = 0.001;

    /** After twelve hours it is another day, also for ids that are given anew every night. */
    static final double RETURN = 43_200;

    /** If a tenth of the sessions are several visits, sessions are users, and what is measured is not next clicks. */
    static final double STOP_AT_RETURNS = 0.1;

    /** Twice the customary half hour ends a visit for all who cut sessions by pauses. */
    static final double LONG_PAUSE = 3600;

    /** People do leave a page open; where a tenth of all sessions pause so long, nothing has cut them. */
    static final double LOOK_AT_PAUSES = 0.1;

    /** Half of the sessions being no visits is a wrong rule, not a habit. */
    static final double STOP_AT_PAUSES = 0.5;

    private static final int DAY = 86_400;
    private static final int MINUTE = 60;

    /** Nearly two years: longer times are counted as so long. */
    private static final int MOST_MINUTES = 1_000_000;

    private final double now;
    private long clicks;
    private long missing;
    private long negative;
    private long future;
    private long midnights;
    private long steps;
    private long backwards;
    private long ties;
    private long paced;
    private long fast;
    private long minutes;
    private long several;
    private long returning;
    private long pausing;
    private long longestSpan;
    private final IntegerCounts pauses = new IntegerCounts();
    private final IntegerCounts durations = new IntegerCounts();
    private final IntegerCounts longest = new IntegerCounts();
    private final boolean whole;

    /**
     * @param now the present in seconds since 1970; later times are wrong
     * @param whole whether a session is meant to be all that a user did, however long
     */
    TimeTally(double now, boolean whole) {
        this.now = now;
        this.whole = whole;
    }

    @Override
    public void take(Split split, int session, Clicks taken) {
        int length = taken.length();
        clicks += length;
        double pausedMost = 0;
        for (int i = 0; i < length; i++) {
            double time = taken.time(i);
            if (Double.isNaN(time)) {
                missing++;
                continue;
            }
            negative += time <= 0 ? 1 : 0;
            future += time > now ? 1 : 0;
            midnights += time % DAY == 0 ? 1 : 0;
            minutes += time % MINUTE == 0 ? 1 : 0;
            if (i > 0 && !Double.isNaN(taken.time(i - 1))) {
                double pause = time - taken.time(i - 1);
                steps++;
                backwards += pause < 0 ? 1 : 0;
                ties += pause == 0 ? 1 : 0;
                pauses.add((int) Math.min(Math.max(pause, 0), DAY));
                pausedMost = Math.max(pausedMost, pause);
            }
        }
        double span = taken.end() - taken.time(0);
        if (length > 1 && span >= 0) {
            several++;
            returning += pausedMost > RETURN ? 1 : 0;
            pausing += pausedMost > LONG_PAUSE ? 1 : 0;
            longestSpan = Math.max(longestSpan, (long) (span / MINUTE));
            durations.add((int) Math.min(span / MINUTE, MOST_MINUTES));
            longest.add((int) Math.min(pausedMost / MINUTE, MOST_MINUTES));
        }
        if (length >= LEAST_CLICKS && span >= 0) {
            paced++;
            fast += span < HUMAN_PAUSE * (length - 1) ? 1 : 0;
        }
    }

    /** What is found where there are no times at all. */
    static List<Finding> withoutTimes() {
        return List.of(Finding.of(
                "times",
                Verdict.LOOK,
                "there are no click times",
                "Ties, clicks out of order, robots and a test set older than the training cannot be seen; whether the sessions"
                        + " stand in time order is up to whoever made the files.",
                "Import the raw log with its time column (--time), if it is to be had."));
    }

    List<Finding> findings() {
        return List.of(times(), order(), tied(), pace(), duration(), paused(), returned());
    }

    private static final String CUT =
            "Import the log again with --gap 30m beside --session, which cuts sessions by pauses within an id;"
                    + " or with --user and --gap.";

    private Verdict unlessWhole(Verdict verdict) {
        return whole && verdict == Verdict.STOP ? Verdict.LOOK : verdict;
    }

    private Finding duration() {
        double share = durations.total() == 0 ? 0 : Share.of(durations.countAbove(DAY / MINUTE), durations.total());
        return Finding.of(
                        "session-duration",
                        unlessWhole(Verdict.from(share, LOOK_AT_RETURNS, STOP_AT_RETURNS)),
                        durations.total() == 0
                                ? "no session has two clicks with times"
                                : "sessions last " + span(durations.quantile(0.5)) + " in the median, "
                                        + span(durations.quantile(0.99)) + " at the 99th percentile, "
                                        + span(longestSpan) + " at most; "
                                        + Share.words(durations.countAbove(DAY / MINUTE), durations.total())
                                        + " last longer than a day",
                        "A visit lasts minutes. What lasts days is a user, a device or an id that is given again, and its next click"
                                + " is not that of one intent.",
                        CUT)
                .with("longer-than-a-day-share", share)
                .with(durations.histogram("Sessions by minutes from the first click to the last"));
    }

    private Finding paused() {
        double share = Share.of(pausing, several);
        return Finding.of(
                        "session-pauses",
                        unlessWhole(Verdict.from(share, LOOK_AT_PAUSES, STOP_AT_PAUSES)),
                        Share.words(pausing, several)
                                + " sessions of two clicks or more have a pause of more than an hour",
                        "A pause of half an hour ends a visit by custom; what follows it is another one, often with another aim.",
                        CUT)
                .with("sessions", pausing)
                .with("share", share)
                .with(longest.histogram("Sessions by the minutes of their longest pause"));
    }

    private Finding returned() {
        double share = Share.of(returning, several);
        return Finding.of(
                        "ids-come-back",
                        unlessWhole(Verdict.from(share, LOOK_AT_RETURNS, STOP_AT_RETURNS)),
                        Share.words(returning, several) + " session ids come back after more than twelve hours",
                        "Ids that are used again join visits of different people into one session, and split by time what is none.",
                        CUT)
                .with("sessions", returning)
                .with("share", share);
    }

    private static String span(long minutes) {
        return minutes < 120
                ? minutes + " minutes"
                : minutes < 2880
                        ? String.format(Locale.ROOT, "%.1f hours", minutes / 60.0)
                        : String.format(Locale.ROOT, "%.1f days", minutes / 1440.0);
    }

    private Finding times() {
        long wrong = missing + negative + future;
        double days = Share.of(midnights, clicks - missing);
        boolean daysOnly = days >= DAYS_ONLY && clicks > missing;
        return Finding.of(
                        "times",
                        missing == clicks ? Verdict.STOP : wrong > 0 || daysOnly ? Verdict.LOOK : Verdict.FINE,
                        Share.words(wrong, clicks) + " times are missing, not after 1970 or in the future"
                                + (daysOnly ? "; " + Share.percent(days) + " are midnights: only days are known" : ""),
                        "Sessions are cut, sorted and split by time; a wrong one puts its session on the wrong side, and days alone"
                                + " do not order the clicks within them.",
                        daysOnly
                                ? "Import the log with the time of the clicks, not their day; there is no other way to an order."
                                : "Check the column and the unit at import: --time, --time-format, --zone; --from and --to drop the rest.")
                .with("missing", missing)
                .with("not-after-1970", negative)
                .with("in-the-future", future)
                .with("midnight-share", days);
    }

    private Finding order() {
        double share = Share.of(backwards, steps);
        return Finding.of(
                        "time-order",
                        backwards == 0 ? Verdict.FINE : Verdict.from(share, LOOK_AT_BACKWARDS, STOP_AT_BACKWARDS),
                        Share.words(backwards, steps) + " clicks are earlier than the click before them in the session",
                        "Models learn from the order of clicks; where it is not that of time, they learn what did not happen.",
                        "Import the log again with its time column: 'dmsrec import' sorts the clicks of a session by time.")
                .with("clicks", backwards)
                .with("share", share);
    }

    private Finding tied() {
        double share = Share.of(ties, steps);
        boolean wholeMinutes = clicks > missing && Share.of(minutes, clicks - missing) >= DAYS_ONLY;
        return Finding.of(
                        "time-ties",
                        Verdict.from(share, LOOK_AT_TIES, STOP_AT_TIES),
                        Share.words(ties, steps) + " clicks have the time of the click before them in the session"
                                + (wholeMinutes ? "; the clock counts minutes only" : ""),
                        "Clicks at one moment have no order of their own: it is that of the file, and a next-item task measures how"
                                + " well a model guesses that (Woolridge et al., 2021).",
                        "Use finer times if the source has them; if not, compare with methods that ignore the order, such as s-knn,"
                                + " and do not call the result sequential.")
                .with("share", share)
                .with("whole-minute-share", Share.of(minutes, clicks - missing))
                .with(pauses.histogram("Steps within sessions by seconds to the click before"));
    }

    private Finding pace() {
        double share = Share.of(fast, paced);
        return Finding.of(
                        "fast-sessions",
                        Verdict.from(share, LOOK_AT_FAST),
                        Share.words(fast, paced) + " sessions of at least " + LEAST_CLICKS
                                + " clicks have less than a second per click",
                        "Nobody looks at items at that pace: these are robots, prefetching, or ratings ticked in a list.",
                        "Drop the robots before the import, by their user agent or address; --max-session-length catches the long"
                                + " ones.")
                .with("sessions", fast)
                .with("share", share);
    }
}
