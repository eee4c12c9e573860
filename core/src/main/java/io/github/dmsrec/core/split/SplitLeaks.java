package io.github.dmsrec.core.split;

import io.github.dmsrec.core.session.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a division gives away, counted in the divided sessions; a rule can only say what should be so.
 *
 * @param sameSessions whether all splits have the same sessions, of which the next has more clicks
 * @param before the sessions of training and validation
 * @param test the sessions of the test
 * @param newItems the items that are clicked in the test alone
 * @param times what the times tell; empty without times
 * @param users what the users tell; empty where they are not known, or all splits have the same
 */
public record SplitLeaks(
        boolean sameSessions, long before, long test, long newItems, Optional<Times> times, Optional<Users> users) {

    /**
     * What the times of the clicks tell. "Later" is strict: equal times are not later.
     *
     * @param firstOfTest when the first session of the test ends, in seconds since 1970
     * @param endLater the sessions of training and validation that end later
     * @param train the sessions of training
     * @param endInValidation those of training that end later than the first of validation
     * @param beginEarlier the sessions of the test that begin before the last of training and validation ends
     */
    public record Times(double firstOfTest, long endLater, long train, long endInValidation, long beginEarlier) {}

    /**
     * What the users tell.
     *
     * @param test the users of the test
     * @param shared those of them that have sessions before it, too
     */
    public record Users(long test, long shared) {}

    /** Counts what a division gives away. */
    public static <X extends Exception> SplitLeaks of(DividedSessions<X> divided) throws X {
        boolean same = divided.sameSessions();
        long train = divided.sessionCount(Split.TRAIN);
        return new SplitLeaks(
                same,
                same ? train : train + divided.sessionCount(Split.VALIDATION),
                divided.sessionCount(Split.TEST),
                divided.itemsOfTestAlone(),
                divided.isLogged() ? Optional.of(times(divided)) : Optional.empty(),
                same || !divided.hasUsers() ? Optional.empty() : Optional.of(divided.usersOfTest()));
    }

    /** Where all splits have the same sessions, what counts is what is trained on after the first target of the test. */
    private static <X extends Exception> Times times(DividedSessions<X> divided) throws X {
        double first = divided.earliestEnd(Split.TEST);
        long train = divided.sessionCount(Split.TRAIN);
        long later = divided.endingAfter(Split.TRAIN, first);
        if (divided.sameSessions()) {
            return new Times(first, later, train, 0, 0);
        }
        return new Times(
                first,
                later + divided.endingAfter(Split.VALIDATION, first),
                train,
                divided.endingAfter(Split.TRAIN, divided.earliestEnd(Split.VALIDATION)),
                divided.beginningBefore(
                        Split.TEST, Math.max(divided.latestEnd(Split.TRAIN), divided.latestEnd(Split.VALIDATION))));
    }

    /** The counts in sentences. */
    public String words() {
        List<String> sentences = new ArrayList<>();
        if (sameSessions) {
            times.ifPresent(known -> sentences.add(counted(
                    known.endLater(),
                    before,
                    "of the sessions have training clicks that are later than the first target of the test ("
                            + moment(known.firstOfTest()) + ")",
                    "what was popular then is known from the future")));
        } else {
            times.ifPresentOrElse(
                    known -> addTimes(known, sentences),
                    () -> sentences.add(
                            "There are no times, so whether training is older than the test cannot be checked."));
        }
        sentences.add(
                newItems == 0
                        ? "No item is clicked in the test alone."
                        : String.format(Locale.ROOT, "%,d items are clicked in the test alone.", newItems));
        users.ifPresent(known -> sentences.add(String.format(
                Locale.ROOT,
                "%,d of the %,d users of the test have sessions before it, too.",
                known.shared(),
                known.test())));
        return String.join(" ", sentences);
    }

    private void addTimes(Times known, List<String> sentences) {
        sentences.add(counted(
                known.endLater(),
                before,
                "sessions of training and validation end later than the first of the test ("
                        + moment(known.firstOfTest()) + ")",
                "models learn from the future of the test"));
        if (known.endInValidation() > 0) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d training sessions end later than the first of validation.",
                    known.endInValidation(),
                    known.train()));
        }
        sentences.add(String.format(
                Locale.ROOT,
                "%,d of %,d test sessions begin before the last of training and validation has ended.",
                known.beginEarlier(),
                test));
    }

    private static String counted(long some, long all, String what, String consequence) {
        return some == 0
                ? String.format(Locale.ROOT, "0 of %,d %s.", all, what)
                : String.format(Locale.ROOT, "%,d of %,d %s: %s.", some, all, what, consequence);
    }

    private static String moment(double seconds) {
        return Double.isFinite(seconds)
                ? Instant.ofEpochMilli(Math.round(seconds * 1000)).toString()
                : "unknown";
    }
}
