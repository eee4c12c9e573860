package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.session.Split;
import java.util.List;
import java.util.Locale;

/** How long sessions are. */
final class LengthTally implements SessionTally {

    /** Sessions of one click give no row; where they are most of all, the log was cut into sessions too finely. */
    static final double LOOK_AT_SINGLE_CLICKS = 0.5;

    /** A click in a hundred from sessions beyond the bound is enough to move counts, graphs and neighbours. */
    static final double LOOK_AT_LONG = 0.01;

    /** Twice the middle half's width beyond it, of the lengths' logarithms: Tukey's bounds for what is out are 1.5 and 3. */
    static final double FAR_OUT = 2;

    /** Shorter sessions are never called long: people do click so often. */
    static final int LEAST_BOUND = 50;

    private final IntegerCounts all = new IntegerCounts();

    @Override
    public void take(Split split, int session, Clicks clicks) {
        all.add(clicks.length());
    }

    List<Finding> findings() {
        return List.of(lengthFinding(), longSessions());
    }

    private Finding lengthFinding() {
        double single = all.share(1);
        return Finding.of(
                        "session-length",
                        Verdict.from(single, LOOK_AT_SINGLE_CLICKS),
                        String.format(
                                Locale.ROOT,
                                "%,d sessions of %d clicks in the median, %.2f on average, %,d at most; %s have a single click",
                                all.total(),
                                all.quantile(0.5),
                                all.mean(),
                                all.greatest(),
                                Share.percent(single)),
                        "A session of one click gives nothing to predict, and the shorter sessions are, the less there is to predict from.",
                        "Where many sessions have one click, make them longer: a larger --gap, or --session-rule user, at"
                                + " import; --min-session-length 2 drops the single clicks.")
                .with("sessions", all.total())
                .with("median", all.quantile(0.5))
                .with("mean", all.mean())
                .with("longest", all.greatest())
                .with("single-click-share", single)
                .with(all.histogram("Sessions by number of clicks"));
    }

    private Finding longSessions() {
        double low = Math.log(Math.max(1, all.quantile(0.25)));
        double high = Math.log(Math.max(1, all.quantile(0.75)));
        int bound = Math.max(LEAST_BOUND, (int) Math.ceil(Math.exp(high + FAR_OUT * (high - low))));
        long sessions = all.countAbove(bound);
        double share = Share.of(all.sumAbove(bound), all.sum());
        return Finding.of(
                        "long-sessions",
                        Verdict.from(share, LOOK_AT_LONG),
                        Share.words(sessions, all.total()) + " sessions have more than " + bound + " clicks, and "
                                + Share.percent(share) + " of all clicks",
                        "Sessions far beyond the others are robots, shared devices or sessions that nothing ended; they weigh in"
                                + " counts and graphs as much as hundreds of visitors.",
                        "Drop them at import: --max-session-length " + bound + ".")
                .with("bound", bound)
                .with("sessions", sessions)
                .with("click-share", share);
    }
}
