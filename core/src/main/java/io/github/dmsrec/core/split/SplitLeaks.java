package io.github.dmsrec.core.split;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
    public static SplitLeaks of(Division division) {
        Sessions train = division.rows(Split.TRAIN).sessions();
        Sessions validation = division.rows(Split.VALIDATION).sessions();
        Examples rows = division.rows(Split.TEST);
        Sessions test = rows.sessions();
        boolean same = division.sameSessions();
        Optional<Times> times = train.isLogged() && validation.isLogged() && test.isLogged()
                ? Optional.of(same ? timesOfSame(train, rows) : times(train, validation, test))
                : Optional.empty();
        Optional<Users> users = same
                        || Stream.of(train, validation, test)
                                .anyMatch(part -> usersOf(part).isEmpty())
                ? Optional.empty()
                : Optional.of(users(train, validation, test));
        return new SplitLeaks(
                same,
                same ? train.size() : (long) train.size() + validation.size(),
                test.size(),
                newItems(train, validation, test),
                times,
                users);
    }

    private static Optional<List<String>> usersOf(Sessions sessions) {
        return sessions.log().flatMap(SessionLog::users);
    }

    private static Times times(Sessions train, Sessions validation, Sessions test) {
        double first = earliestEnd(test);
        double ofValidation = earliestEnd(validation);
        double last = Math.max(latestEnd(train), latestEnd(validation));
        long earlier = 0;
        for (int s = 0; s < test.size(); s++) {
            earlier += test.time(s, 0) < last ? 1 : 0;
        }
        return new Times(
                first,
                endAfter(train, first) + endAfter(validation, first),
                train.size(),
                endAfter(train, ofValidation),
                earlier);
    }

    /** Where all splits have the same sessions, what counts is what is trained on after the first target of the test. */
    private static Times timesOfSame(Sessions train, Examples rows) {
        double first = Double.POSITIVE_INFINITY;
        for (int row = 0; row < rows.size(); row++) {
            first = Math.min(first, rows.sessions().time(rows.session(row), rows.length(row)));
        }
        return new Times(first, endAfter(train, first), train.size(), 0, 0);
    }

    private static double earliestEnd(Sessions sessions) {
        double first = Double.POSITIVE_INFINITY;
        for (int s = 0; s < sessions.size(); s++) {
            first = Math.min(first, sessions.time(s));
        }
        return first;
    }

    private static double latestEnd(Sessions sessions) {
        double last = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < sessions.size(); s++) {
            last = Math.max(last, sessions.time(s));
        }
        return last;
    }

    private static long endAfter(Sessions sessions, double moment) {
        long count = 0;
        for (int s = 0; s < sessions.size(); s++) {
            count += sessions.time(s) > moment ? 1 : 0;
        }
        return count;
    }

    private static long newItems(Sessions train, Sessions validation, Sessions test) {
        BitSet fresh = items(test);
        fresh.andNot(items(train));
        fresh.andNot(items(validation));
        return fresh.cardinality();
    }

    private static BitSet items(Sessions sessions) {
        BitSet items = new BitSet();
        for (int s = 0; s < sessions.size(); s++) {
            for (int i = 0; i < sessions.length(s); i++) {
                items.set(sessions.item(s, i));
            }
        }
        return items;
    }

    private static Users users(Sessions train, Sessions validation, Sessions test) {
        Set<String> known = new HashSet<>(usersOf(train).orElseThrow());
        known.addAll(usersOf(validation).orElseThrow());
        Set<String> ofTest = new HashSet<>(usersOf(test).orElseThrow());
        long all = ofTest.size();
        ofTest.retainAll(known);
        return new Users(all, ofTest.size());
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
