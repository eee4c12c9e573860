package io.github.dmsrec.datasets.synthetic;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;

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
    private Split split = Split.TRAIN;
    private long number;
    private int numberInSplit;
    private long allClicks;
    private double[] times = new double[64];
    private int user;

    SyntheticLog(SyntheticPlan plan) {
        this.plan = plan;
        this.drawn = new SyntheticSessions(plan);
        this.total = plan.amount().total();
    }

    /** Hands out all sessions. */
    void walk(Progress.Stage stage, Consumer consumer) throws IOException {
        long told = allClicks;
        while (done() < total) {
            enter(done() < total * 8 / 10 ? Split.TRAIN : done() < total * 9 / 10 ? Split.VALIDATION : Split.TEST);
            drawn.draw(number);
            if (plan.likeLog()) {
                drawTimes();
            }
            consumer.take();
            number++;
            numberInSplit++;
            allClicks += drawn.length();
            if (allClicks - told >= UNTIL_PROGRESS) {
                stage.advance(allClicks - told);
                told = allClicks;
            }
        }
        stage.advance(allClicks - told);
    }

    private void enter(Split next) {
        if (next != split) {
            split = next;
            numberInSplit = 0;
        }
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
        user = (int) drawn.random().nextLong(users());
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
        return numberInSplit;
    }

    /** When a click of it was made, in seconds since 1970. */
    double time(int position) {
        return times[position];
    }

    /** The number of the user whose it is, below {@link #users}. */
    int user() {
        return user;
    }

    /** How many users there are to draw from. */
    int users() {
        return Math.toIntExact(Math.max(1, total / CLICKS_PER_USER));
    }

    /** The id of a user. */
    static String userId(int user) {
        return "u" + user;
    }
}
