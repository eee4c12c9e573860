package io.github.dmsrec.datasets.synthetic;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Walks through the sessions of a plan in time order: the first 80 % train, the next 10 % validate, the rest test. Each
 * ends not before the one in front of it. For one thread.
 */
final class SyntheticLog {

    /** Takes one session after the other; the log says what it is. */
    @FunctionalInterface
    interface Consumer {
        void take() throws IOException;
    }

    private static final double BEGIN = 1_700_000_000;
    private static final double SPAN = 90 * 86_400;
    private static final int LONGEST_PAUSE = 120;
    private static final int CLICKS_PER_USER = 20;
    private static final long UNTIL_PROGRESS = 1 << 16;

    private final SyntheticPlan plan;
    private final SyntheticSessions drawn;
    private final long total;
    private final Map<Split, Long> sessions = new EnumMap<>(Split.class);
    private final Map<Split, Long> clicks = new EnumMap<>(Split.class);
    private final int[] clicksOfItem;
    private Split split = Split.TRAIN;
    private long number;
    private long allClicks;
    private double[] times = new double[64];
    private long user;

    SyntheticLog(SyntheticPlan plan) {
        this.plan = plan;
        this.drawn = new SyntheticSessions(plan);
        this.total = plan.amount().total();
        this.clicksOfItem = new int[plan.items()];
        for (Split each : Split.values()) {
            sessions.put(each, 0L);
            clicks.put(each, 0L);
        }
    }

    /** Hands out all sessions. */
    void walk(Progress.Stage stage, Consumer consumer) throws IOException {
        long told = allClicks;
        while (done() < total) {
            split = done() < total * 8 / 10 ? Split.TRAIN : done() < total * 9 / 10 ? Split.VALIDATION : Split.TEST;
            drawn.draw(number);
            if (plan.likeLog()) {
                drawTimes();
            }
            consumer.take();
            for (int i = 0; i < drawn.length(); i++) {
                clicksOfItem[drawn.click(i)]++;
            }
            number++;
            allClicks += drawn.length();
            sessions.merge(split, 1L, Long::sum);
            clicks.merge(split, (long) drawn.length(), Long::sum);
            if (allClicks - told >= UNTIL_PROGRESS) {
                stage.advance(allClicks - told);
                told = allClicks;
            }
        }
        stage.advance(allClicks - told);
    }

    private long done() {
        return plan.amount().done(number, allClicks);
    }

    private void drawTimes() {
        int length = drawn.length();
        if (times.length < length) {
            times = new double[2 * length];
        }
        double time = Math.floor(BEGIN + SPAN * done() / total);
        for (int i = length - 1; i >= 0; i--) {
            times[i] = time;
            time -= 1 + drawn.random().nextInt(LONGEST_PAUSE);
        }
        user = drawn.random().nextLong(Math.max(1, total / CLICKS_PER_USER));
    }

    /** The session that is taken. */
    SyntheticSessions session() {
        return drawn;
    }

    /** Its split. */
    Split split() {
        return split;
    }

    /** Its number among all. */
    long number() {
        return number;
    }

    /** Its number within its split. */
    int numberInSplit() {
        return Math.toIntExact(sessions(split));
    }

    /** When a click of it was made, in seconds since 1970. */
    double time(int position) {
        return times[position];
    }

    /** Whose it is. */
    String user() {
        return "u" + user;
    }

    /** How many sessions of a split were taken. */
    long sessions(Split of) {
        return sessions.getOrDefault(of, 0L);
    }

    /** How many clicks of a split were taken. */
    long clicks(Split of) {
        return clicks.getOrDefault(of, 0L);
    }

    /** How many items no session has. */
    int neverClicked() {
        int count = 0;
        for (int of : clicksOfItem) {
            count += of == 0 ? 1 : 0;
        }
        return count;
    }
}
