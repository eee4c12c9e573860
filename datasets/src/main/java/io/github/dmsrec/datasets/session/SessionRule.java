package io.github.dmsrec.datasets.session;

import java.time.Duration;

/** What a session is. */
public sealed interface SessionRule {

    /** The log names the session of each click. */
    record Given() implements SessionRule {
        @Override
        public String words() {
            return "sessions as the log names them";
        }
    }

    /** All clicks of a user are one session. */
    record WholeUser() implements SessionRule {
        @Override
        public String words() {
            return "all clicks of a user are one session";
        }
    }

    /**
     * A click that comes later than this after the user's click before it opens a session.
     *
     * @param longest the longest pause within a session
     */
    record Gap(Duration longest) implements SessionRule {

        /** The customary pause of half an hour. */
        public static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

        @Override
        public String words() {
            return "a pause of more than " + seconds(longest) + " opens a session of the user";
        }
    }

    /**
     * The log names the session of each click, but uses names again: a click that comes later than this after the click before
     * it of the same name, and user, opens a session.
     *
     * @param longest the longest pause within a session
     */
    record GivenGap(Duration longest) implements SessionRule {
        @Override
        public String words() {
            return "sessions as the log names them, cut where a pause is longer than " + seconds(longest);
        }
    }

    /**
     * The paper's rule for MovieLens: a click on another day in UTC, or later than the window after the session's
     * <em>first</em> click, opens a session. Days on which the user has a single click are dropped.
     *
     * @param window the longest time from the first click to the last
     */
    record DayWindow(Duration window) implements SessionRule {

        /** The paper's window of five minutes. */
        public static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

        @Override
        public String words() {
            return "a new day (UTC), or more than " + seconds(window)
                    + " after the first click, opens a session of the user; days of a single click are dropped";
        }
    }

    /** The rule in words, without a full stop. */
    String words();

    /**
     * Whether a later click belongs to a session that is there already.
     *
     * @param start of the session, in seconds since 1970
     * @param before its last click
     * @param now the click of the same user, or with the same session id
     */
    default boolean goesOn(double start, double before, double now) {
        if (this instanceof Gap gap) {
            return now - before <= gap.longest().toMillis() / 1000.0;
        }
        if (this instanceof GivenGap gap) {
            return now - before <= gap.longest().toMillis() / 1000.0;
        }
        if (this instanceof DayWindow day) {
            long dayOf = Duration.ofDays(1).toSeconds();
            return Math.floor(before / dayOf) == Math.floor(now / dayOf)
                    && now - start <= day.window().toMillis() / 1000.0;
        }
        return true;
    }

    /** Whether sessions are made of users. */
    default boolean needsUser() {
        return !(this instanceof Given || this instanceof GivenGap);
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
